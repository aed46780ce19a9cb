//! The page on which a clip's file is saved: who is told of it is said before.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::accounts::Account;
use wire::clips::Clip;
use wire::paths;

use crate::api::{self, Intent};
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn SavePage(
    /// Which clip.
    id: ClipId,
) -> impl IntoView {
    let show = move |me: Account| view! { <Found id=id.clone() me=me /> }.into_any();
    view! { <Members what="save the file of your clip" view=show /> }
}

#[component]
fn Found(id: ClipId, me: Account) -> impl IntoView {
    let back = Route::Clip(id.clone());
    let clip = Fetched::new(move || {
        let id = id.clone();
        async move { api::clip(&id).await }
    });
    view! {
        <div class="page">
            <Back to=back words="The clip" />
            <h1 class="page__title">"Save the file"</h1>
            {clip.show("Fetching the clip", move |clip| view! { <Save clip=clip me=me.clone() /> }.into_any())}
        </div>
    }
}

/// Who sees that the visitor saved it; none where it shows nobody else.
fn told(clip: &Clip, me: &Account) -> Option<String> {
    let others: Vec<String> = clip
        .cast
        .iter()
        .filter(|person| person.handle != me.handle)
        .map(|person| format!("@{}", person.handle))
        .collect();
    match others.as_slice() {
        [] => None,
        [one] => Some(format!("{one} sees")),
        more => Some(format!("{} see", more.join(" and "))),
    }
}

#[component]
fn Save(clip: Clip, me: Account) -> impl IntoView {
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let (trouble, saved) = (RwSignal::new(None::<Trouble>), RwSignal::new(false));
    let words = match told(&clip, &me) {
        Some(others) => format!(
            "It is the film as it is shown, with its mark. {others} that you saved it: a file cannot be called back."
        ),
        None => "It is the film as it is shown, with its mark.".to_owned(),
    };
    let [film, wave] = [paths::MEDIA_SPRITE, paths::MEDIA_WAVE].map(|path| paths::clip(path, &clip.id));
    let id = clip.id;
    let save = move |_| {
        let id = id.clone();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::download(&id, intent).await {
                // The browser writes it to the disk as it comes.
                Ok(given) => {
                    browser::share::save_from(&given.address, &given.name);
                    saved.try_set(true);
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="save-file">
            <div class="save-file__film">
                <img class="save-file__sprite" src=film alt="" />
                <img class="save-file__wave" src=wave alt="" />
            </div>
            <div>
                <blockquote>{clip.script}</blockquote>
                <p>{words}</p>
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                <Button look=Look::Primary icon="download" busy=busy on_press=save>"Save the file"</Button>
                <p role="status">{move || saved.get().then_some("The file is being saved.")}</p>
            </div>
        </div>
    }
}
