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
    let (creator, awaits) = (clip.creator.handle.clone(), clip.awaits.clone());
    let me = Memo::new(move |_| shared.session.account().map(|me| me.handle));
    let (maker, waiting) = (creator.clone(), awaits.clone());
    let mine = Memo::new(move |_| me.get().as_ref() == Some(&maker));
    let asked = Memo::new(move |_| waiting.iter().any(|person| me.get().as_ref() == Some(&person.handle)));
    let alone = clip.cast.iter().all(|person| person.handle == clip.creator.handle);
    let names: Vec<String> = awaits.iter().map(|person| format!("@{}", person.handle)).collect();
    let words = move || match (mine.get(), asked.get(), names.is_empty()) {
        (true, _, true) if alone => "Only you see this draft.".to_owned(),
        (true, _, true) => "Only you and its cast see this draft.".to_owned(),
        (true, _, false) => format!("{} still looks at it. You can publish it after their yes.", names.join(" and ")),
        (false, true, _) => format!("@{creator} made this with you. It is published only if you say yes to it."),
        (false, false, _) => format!("@{creator} made this with you, and may publish it."),
    };
    let (waits, save) = (!awaits.is_empty(), StoredValue::new(Route::Save(clip.id.clone()).path()));
    let (id, gone, sha256) = (clip.id.clone(), clip.id.clone(), clip.sha256.clone());
    let (agree_id, agree_intent) = (clip.id, Intent::new());
    let agree = move |_| {
        let (id, sha256) = (agree_id.clone(), sha256.clone());
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::agree(&id, sha256, agree_intent).await {
                Ok(clip) => {
                    shared.tell("You said yes to this clip.");
                    published.run(clip);
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
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
            <p class="draft__words">{words}</p>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <div class="draft__actions">
                <IconButton icon="trash" label=Signal::derive(move || if mine.get() { "Delete the draft" } else { "Take this draft down" }.to_owned()) on_press=move |_| deleting.set(true) />
                <Show when=move || mine.get()>
                    <a class="button" href=save.get_value()>"Save the file"</a>
                    <Button look=Look::Primary busy=busy disabled=waits on_press=publish.clone()>"Publish"</Button>
                </Show>
                <Show when=move || asked.get()>
                    <Button look=Look::Primary icon="check" busy=busy on_press=agree.clone()>"Yes to this clip"</Button>
                </Show>
            </div>
            <DeleteClip id=gone open=deleting then=move |()| shared.replace(&Route::Make) />
        </section>
    }
}
