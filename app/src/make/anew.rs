//! Casting a clip anew that one of its cast took back: its words are taken up, and who plays is chosen.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, Typed};
use crate::api;
use crate::context::Shared;
use crate::trouble::Trouble;

/// What leads here, before the clip's identifier.
const NAMED: &str = "anew=";

/// Takes up the words of the clip that the address names behind `#`, if it names one so; says whether it does. What was
/// written before can be had back.
pub(super) fn take_up(shared: Shared, draft: Draft, trouble: RwSignal<Option<Trouble>>) -> bool {
    let Some(id) = browser::page::fragment().strip_prefix(NAMED).and_then(|id| id.parse::<ClipId>().ok()) else {
        return false;
    };
    browser::page::drop_fragment();
    let before = draft.typed();
    spawn_local(async move {
        let clip = match api::clip(&id).await {
            Ok(clip) => clip,
            Err(error) => return drop(trouble.try_set(Some(error.into()))),
        };
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
