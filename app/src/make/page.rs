//! The page on which a clip is written.

use domain::limits::{MAX_PROMPT_CHARS, MAX_SCRIPT_CHARS};
use domain::text::{Prompt, Script};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::TextArea;
use wire::accounts::Account;
use wire::likeness::MyLikeness;
use wire::renders::CreateRender;

use super::bar::MakeBar;
use super::cast::Cast;
use super::draft::Draft;
use super::estimate;
use super::preview::Preview;
use super::scenes::Scenes;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::render::Waiting;
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn MakePage() -> impl IntoView {
    view! { <Members what="make clips" view=|me: Account| view! { <Make me=me /> }.into_any() /> }
}

#[component]
fn Make(me: Account) -> impl IntoView {
    let shared = Shared::get();
    let draft = Draft::open();
    let estimate = estimate::follow(shared, draft.script);
    let likeness: Fetched<MyLikeness> = Fetched::new(api::my_likeness);
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let has_likeness = Memo::new(move |_| likeness.get().is_some_and(|m| m.likeness.is_some_and(|l| !l.policy.paused)));

    let script_error = move || {
        let text = draft.script.get();
        let chars = text.chars().count();
        if chars > MAX_SCRIPT_CHARS {
            return Some(format!("{chars} characters are too many, at most {MAX_SCRIPT_CHARS} fit."));
        }
        estimate.get().advice()
    };
    let prompt_error = move || {
        let chars = draft.prompt.get().chars().count();
        (chars > MAX_PROMPT_CHARS).then(|| format!("{chars} characters are too many, at most {MAX_PROMPT_CHARS} fit."))
    };
    let ready = move || {
        has_likeness.get()
            && script_error().is_none()
            && draft.script.get().parse::<Script>().is_ok()
            && draft.prompt.get().parse::<Prompt>().is_ok()
    };
    let handle = me.handle.to_string();
    let cast = vec![handle.clone()];
    let make = move |()| {
        let body = CreateRender {
            script: draft.script.get_untracked(),
            prompt: draft.prompt.get_untracked(),
            cast: cast.clone(),
        };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::create_render(&body, intent).await {
                Ok(render) => shared.go(&Route::Render(render.id)),
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="make">
            <header class="make__head">
                <Back to=Route::Feed words="Feed" />
                <h1 class="make__title">"New clip"</h1>
            </header>
            <Preview prompt=draft.prompt handle=handle ready=has_likeness />
            <div class="make__form">
                <Waiting />
                <TextArea
                    id="script"
                    label="What you say"
                    rows=4
                    value=draft.script
                    placeholder="Hello. I am the understudy, and tonight I play you."
                    aside=Signal::derive(move || estimate.get().count())
                    error=Signal::derive(script_error)
                />
                <TextArea
                    id="prompt"
                    label="Where you are, and how it looks"
                    rows=2
                    value=draft.prompt
                    placeholder="On a beach at sunset"
                    error=Signal::derive(prompt_error)
                />
                <Scenes prompt=draft.prompt />
                <Cast me=me likeness=likeness />
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            </div>
            <MakeBar
                seconds=Signal::derive(move || estimate.get().seconds)
                disabled=Signal::derive(move || !ready())
                busy=busy
                on_make=make
            />
        </div>
    }
}
