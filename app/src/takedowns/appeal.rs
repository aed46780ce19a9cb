//! Why a clip was taken down, and what its creator can do about it: the statement of reasons.

use domain::ClipId;
use domain::takedown::{How, Standing};
use domain::text::Statement;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Empty, Look, Notice, TextArea, Tone};
use wire::accounts::Account;
use wire::clips::Clip;
use wire::takedowns::HoldNotice;

use super::words;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::shell::Members;
use crate::time::relative;
use crate::trouble::{Trouble, sentence};

/// The page.
#[component]
pub fn AppealPage(
    /// Which clip.
    id: ClipId,
) -> impl IntoView {
    let show = move |me: Account| view! { <Reasons id=id.clone() me=me /> }.into_any();
    view! { <Members what="see why your clip was taken down" view=show /> }
}

#[component]
fn Reasons(id: ClipId, me: Account) -> impl IntoView {
    let clip = Fetched::new(move || {
        let id = id.clone();
        async move { api::clip(&id).await }
    });
    let show = move |held: Clip| match held.hold.clone() {
        Some(hold) => {
            let own = held.creator.handle == me.handle;
            view! { <Notified clip=held hold=hold own=own all=clip /> }.into_any()
        }
        None => view! {
            <Empty title="This clip is not held">
                <p>"There is nothing to appeal against."</p>
                <div class="row row--middle">
                    <a class="button" href=Route::Clip(held.id).path()>"See the clip"</a>
                </div>
            </Empty>
        }
        .into_any(),
    };
    view! { <div class="page">{clip.show("Fetching the reasons", show)}</div> }
}

#[component]
fn Notified(clip: Clip, hold: HoldNotice, own: bool, all: Fetched<Clip>) -> impl IntoView {
    let now = browser::clock::now_ms();
    let found = if hold.how == How::Checked {
        "A program looked at its pictures and decided by itself. A person looks when you appeal.".to_owned()
    } else if hold.how.automated() {
        format!(
            "A program compared it with a clip that the operator took down, and took it down by itself. {}.",
            words::how(hold.how)
        )
    } else {
        "Somebody reported it. The operator looked at it and decided. No program decided.".to_owned()
    };
    let rule = sentence(hold.ground.rule());
    let state = match (hold.standing, hold.answer_until) {
        (Standing::Appealed, Some(until)) => {
            Some(format!("Your appeal is in. The operator answers it {}.", relative(until, now)))
        }
        (Standing::Upheld, _) => Some("Your appeal was refused. The clip stays down.".to_owned()),
        _ => None,
    };
    let may = hold.appeal_until.filter(|_| own);
    view! {
        <h1 class="page__title">"Your clip was taken down"</h1>
        <p>"Nobody sees it but you, who plays in it, and the operator. Its links say that it is not here."</p>
        <figure class="desk__stage desk__stage--small">
            <video controls playsinline loop preload="metadata" src=clip.media poster=clip.poster aria-label="Your clip"></video>
        </figure>
        <dl class="desk__facts">
            <dt>"Rule"</dt>
            <dd>{rule}</dd>
            <dt>"Reason"</dt>
            <dd>{hold.reason}</dd>
            <dt>"Who decided"</dt>
            <dd>{found}</dd>
            <dt>"Since"</dt>
            <dd title=browser::clock::written(hold.held_at)>{relative(hold.held_at, now)}</dd>
            <dt>"Case"</dt>
            <dd>{hold.number}</dd>
        </dl>
        {state.map(|words| view! { <Notice tone=Tone::Info><p>{words}</p></Notice> })}
        {hold.answer.map(|answer| view! { <blockquote class="desk__said">{answer}</blockquote> })}
        {may.map(|until| view! { <Appeal id=clip.id until=until all=all /> })}
    }
}

#[component]
fn Appeal(id: ClipId, until: u64, all: Fetched<Clip>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let (text, sent) = (RwSignal::new(String::new()), RwSignal::new(false));
    let wrong = move || text.with(|text| text.parse::<Statement>().err());
    let error = Signal::derive(move || wrong().filter(|_| sent.get()).map(|e| sentence(&e.to_string())));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if busy.get_untracked() || untrack(wrong).is_some() {
            return;
        }
        let (id, words) = (id.clone(), text.get_untracked());
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::appeal(&id, words, intent).await {
                Ok(clip) => {
                    shared.tell("Your appeal is in.");
                    all.set(clip);
                }
                Err(error) => {
                    trouble.try_set(Some(error.into()));
                }
            }
            busy.try_set(false);
        });
    };
    let hint =
        format!("You can appeal once, until {}. The operator answers within 7 days.", browser::clock::written(until));
    view! {
        <section class="block">
            <h2 class="section">"Appeal"</h2>
            <form class="form" on:submit=send>
                <TextArea id="appeal" label="Why the clip should come back" value=text rows=5 hint=hint error=error />
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                <div class="row">
                    <Button look=Look::Primary submit=true busy=busy>"Send the appeal"</Button>
                    <a class="button" href=wire::paths::RETENTION rel="external">"What is kept"</a>
                </div>
            </form>
        </section>
    }
}
