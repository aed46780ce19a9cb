//! One case: the clip, what is said against it, the decision, and the audit trail.

use domain::TakedownId;
use domain::takedown::Stage;
use leptos::prelude::*;
use wire::takedowns::{Event, Reporter, ShownClip, Takedown};

use super::decide::DecideReport;
use super::holds::{Copies, Holds};
use super::{Operators, words};
use crate::api;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::time::relative;

/// The page.
#[component]
pub fn CasePage(
    /// Which case.
    id: TakedownId,
) -> impl IntoView {
    view! { <Operators view=move |()| view! { <Case id=id.clone() /> }.into_any() /> }
}

#[component]
fn Case(id: TakedownId) -> impl IntoView {
    let case = Fetched::new(move || {
        let id = id.clone();
        async move { api::takedown(&id).await }
    });
    view! {
        <div class="page page--wide">
            <p><a class="desk__back" href=Route::Desk.path()>"All reports"</a></p>
            {case.show("Fetching the case", move |c| view! { <Whole case=c all=case /> }.into_any())}
        </div>
    }
}

#[component]
fn Whole(case: Takedown, all: Fetched<Takedown>) -> impl IntoView {
    let (now, line) = (case.now, case.line);
    let clock = words::clock(&line, now);
    let late = clock.as_ref().is_some_and(|(_, late)| *late);
    let state = clock.map_or_else(|| words::stage(&line), |(words, _)| words);
    let waits = line.stage == Stage::Received;
    let (copies, id, spare) = (case.copies.len(), line.id.clone(), RwSignal::new(Vec::new()));
    let removed = case.contact_until.map(|until| format!("Removed {}.", relative(until, now)));
    view! {
        <h1 class="page__title">{format!("Case {}", line.number)}</h1>
        <p>
            <span class="desk__clock" class:desk__clock--late=late>{state}</span>
            " · "
            {words::ground(line.ground)}
            " · "
            <span title=browser::clock::written(line.received_at)>{format!("received {}", relative(line.received_at, now))}</span>
        </p>
        <div class="desk__case-columns">
            <Player shown=case.shown />
            <div class="desk__papers">
                <Said reporter=case.reporter removed=removed />
                {waits.then(|| view! { <DecideReport id=id.clone() copies=copies spare=spare all=all /> })}
                {(!case.copies.is_empty()).then(|| view! { <Copies copies=case.copies spare=spare /> })}
                {(!case.holds.is_empty()).then(|| view! { <Holds id=line.id holds=case.holds all=all /> })}
                <Trail events=case.events />
            </div>
        </div>
    }
}

/// The clip, playing.
#[component]
fn Player(shown: Option<ShownClip>) -> impl IntoView {
    let Some(clip) = shown else {
        return view! { <p class="desk__gone">"The clip is gone: its creator deleted it."</p> }.into_any();
    };
    let label = format!("The reported clip, by {}", clip.creator.display_name);
    let profile = Route::Profile(clip.creator.handle.clone()).path();
    view! {
        <figure class="desk__stage">
            <video controls playsinline loop preload="metadata" src=clip.media poster=clip.poster aria-label=label></video>
            <figcaption>
                "By " <a href=profile>{format!("@{}", clip.creator.handle)}</a> ": " <q>{clip.script}</q>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// What the reporter says.
#[component]
fn Said(reporter: Option<Reporter>, removed: Option<String>) -> impl IntoView {
    view! {
        <section class="desk__saying">
            <h2 class="section">"What the reporter says"</h2>
            {match reporter {
                Some(reporter) => {
                    view! {
                        <blockquote class="desk__said">{reporter.statement}</blockquote>
                        <dl class="desk__facts">
                            <dt>"Name"</dt>
                            <dd>{reporter.name}</dd>
                            <dt>"Contact"</dt>
                            <dd>{reporter.contact}</dd>
                            <dt>"Signed"</dt>
                            <dd>{reporter.signature}", in good faith"</dd>
                        </dl>
                        {removed.map(|words| view! { <p class="fine">{words}</p> })}
                    }
                        .into_any()
                }
                None => {
                    view! { <p class="fine">"Name, contact and statement have been removed, as the reporter was told."</p> }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Who did what and when.
#[component]
fn Trail(events: Vec<Event>) -> impl IntoView {
    view! {
        <section class="block">
            <h2 class="section">"What happened"</h2>
            <ol class="list desk__trail">
                {events
                    .into_iter()
                    .map(|event| {
                        view! {
                            <li>
                                <span class="desk__when">{browser::clock::written(event.at)}</span>
                                <span>{words::deed(event.actor, event.deed)}</span>
                                {event.reason.map(|reason| view! { <q class="desk__reason">{reason}</q> })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}
