//! Casting a clip anew that one of its cast took back: its words are taken up, and who plays is chosen.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, Typed};
use crate::api;
use crate::context::Shared;
use crate::trouble::{Trouble, Way};

/// What leads here, before the clip's identifier.
const NAMED: &str = "anew=";

/// Takes up the words of the clip that the address names behind `#`, if it names one so; says whether it does. What was
/// written before can be had back.
pub(super) fn take_up(shared: Shared, draft: Draft, me: &str, trouble: RwSignal<Option<Trouble>>) -> bool {
    let Some(id) = browser::page::fragment().strip_prefix(NAMED).and_then(|id| id.parse::<ClipId>().ok()) else {
        return false;
    };
    browser::page::drop_fragment();
    let (before, me) = (draft.typed(), me.to_owned());
    spawn_local(async move {
        let clip = match api::clip(&id).await {
            Ok(clip) => clip,
            Err(error) => return drop(trouble.try_set(Some(error.into()))),
        };
        if clip.creator.handle.as_str() != me {
            let detail =
                format!("@{} made it, and may cast it anew. You can write a clip of your own.", clip.creator.handle);
            return drop(
                trouble.try_set(Some(Trouble::new("This clip is not yours to cast anew", detail).with(Way::Elsewhere))),
            );
        }
        draft.put(Typed::anew(clip));
        if before.is_empty() {
            shared.tell("Its words are here again. Choose who plays.");
        } else {
            shared.tell_done("Its words are here again. What you had written was put aside.", move || {
                draft.put(before.clone());
            });
        }
    });
    true
}
