//! What a draft waits for: publish, delete, make another.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, IconButton, Look};
use wire::clips::Clip;

use super::delete::DeleteClip;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::trouble::Trouble;

/// The bar below a draft.
#[component]
pub fn DraftBar(
    /// The draft.
    clip: Clip,
    /// Takes the published clip.
    #[prop(into)]
    published: Callback<Clip>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let deleting = RwSignal::new(false);
    let (id, gone) = (clip.id.clone(), clip.id);
    let publish = move |_| {
        let id = id.clone();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::publish(&id, intent).await {
                Ok(clip) => {
                    shared.session.refresh();
                    shared.clips.forget_all();
                    shared.tell("Published. It is in the feed now.");
                    published.run(clip);
                }
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="draft" aria-label="Your draft">
            <p class="draft__words">"Only you see this draft."</p>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <div class="draft__actions">
                <IconButton icon="trash" label="Delete the draft" on_press=move |_| deleting.set(true) />
                <a class="button" href=Route::Make.path()>"Make another"</a>
                <Button look=Look::Primary busy=busy on_press=publish>"Publish"</Button>
            </div>
            <DeleteClip id=gone open=deleting then=move |()| shared.replace(&Route::Make) />
        </section>
    }
}
