//! Beginning with somebody else's clip: its words, its place and its cast, as far as they are lent.

use domain::ClipId;
use domain::consent::Purpose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::clips::RemixDraft;
use wire::consent::{Answer, CheckConsent};

use super::anew;
use super::draft::{Draft, Typed};
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::routes::Route;
use crate::trouble::Trouble;

/// What leads here, before the clip's identifier.
const NAMED: &str = "remix=";

/// Takes over the clip that the address names behind `#`, if it names one. What was written before can be had back. Tells
/// why it could not be taken over.
pub(super) fn take_over(shared: Shared, draft: Draft, me: String) -> RwSignal<Option<Trouble>> {
    let trouble = RwSignal::new(None::<Trouble>);
    if anew::take_up(shared, draft, &me, trouble) {
        return trouble;
    }
    let Some(id) = browser::page::fragment().strip_prefix(NAMED).and_then(|id| id.parse::<ClipId>().ok()) else {
        return trouble;
    };
    browser::page::drop_fragment();
    let (before, purpose) = (draft.typed(), draft.purpose.get_untracked());
    spawn_local(async move {
        let original = match api::remix_draft(&id).await {
            Ok(original) => original,
            Err(error) => return drop(trouble.try_set(Some(error.into()))),
        };
        let other = lent(&original, &me, purpose).await;
        let alone = other.is_some() && original.cast.iter().all(|person| person.handle.as_str() != me);
        draft.put(Typed::remix(original, other, alone, purpose));
        if !before.is_empty() {
            shared.tell_done("What you had written was put aside.", move || draft.put(before.clone()));
        }
    });
    trouble
}

/// Who of the original's cast would play again: the first besides the maker whose rules do not refuse it.
async fn lent(original: &RemixDraft, me: &str, purpose: Purpose) -> Option<String> {
    let others: Vec<String> =
        original.cast.iter().map(|person| person.handle.to_string()).filter(|handle| handle != me).collect();
    if others.is_empty() {
        return None;
    }
    let wish = CheckConsent {
        script: original.script.clone(),
        prompt: original.prompt.clone(),
        cast: others,
        parts: Vec::new(),
        purpose,
        remix_of: Some(original.clip.clone()),
    };
    let said = api::check_consent(&wish, Intent::new()).await.ok()?;
    let lends = said.verdicts.into_iter().find(|verdict| verdict.plays && verdict.answer != Answer::Deny);
    lends.map(|verdict| verdict.person.handle.to_string())
}

/// Says what is remixed, with the way out of it.
#[component]
pub fn Source(
    /// What is written.
    draft: Draft,
) -> impl IntoView {
    move || {
        draft.from.get().map(|from| {
            view! {
                <p class="remix">
                    <a href=Route::Clip(from.clip).path()>{format!("Remix of @{}'s clip", from.handle)}</a>
                    <Button look=Look::Quiet icon="x" on_press=move |_| draft.put(Typed::default())>"Start anew"</Button>
                </p>
            }
        })
    }
}
