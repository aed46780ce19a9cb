//! The list: what is due first stands first, what is answered last.

use leptos::prelude::*;
use ui::Empty;
use wire::takedowns::{TakedownLine, Takedowns};

use super::{Operators, words};
use crate::api;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::time::relative;

/// The page.
#[component]
pub fn DeskPage() -> impl IntoView {
    view! { <Operators view=|()| view! { <Desk /> }.into_any() /> }
}

#[component]
fn Desk() -> impl IntoView {
    let all: Fetched<Takedowns> = Fetched::new(api::takedowns);
    let show = |all: Takedowns| {
        if all.takedowns.is_empty() {
            return view! { <Nothing /> }.into_any();
        }
        let now = all.now;
        let (waiting, answered): (Vec<_>, Vec<_>) = all.takedowns.into_iter().partition(|line| line.due_at.is_some());
        let late = waiting.iter().filter(|line| line.due_at.is_some_and(|due| due <= now)).count();
        let waits = match (waiting.len(), late) {
            (0, _) => "Nothing waits.".to_owned(),
            (n, 0) => format!("{n} waiting, none overdue."),
            (n, late) => format!("{n} waiting, {late} overdue."),
        };
        view! {
            <h1 class="page__title">"Desk"</h1>
            <p class="fine">{waits} " Reports of intimate pictures and of likenesses are answered within 48 hours."</p>
            {list("Waiting", waiting, now)}
            {list("Answered", answered, now)}
        }
        .into_any()
    };
    view! { <div class="page page--wide">{all.show("Fetching the reports", show)}</div> }
}

fn list(title: &'static str, lines: Vec<TakedownLine>, now: u64) -> Option<impl IntoView> {
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="section">{title}</h2>
                <ul class="list desk__list">
                    {lines.into_iter().map(|line| view! { <Line line=line now=now /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Line(line: TakedownLine, now: u64) -> impl IntoView {
    let clock = words::clock(&line, now);
    let late = clock.as_ref().is_some_and(|(_, late)| *late);
    let state = clock.map_or_else(|| words::stage(&line), |(words, _)| words);
    let when = format!("received {}", relative(line.received_at, now));
    view! {
        <li class="list__line desk__line">
            <span class="desk__clock" class:desk__clock--late=late>{state}</span>
            <a class="desk__case" href=Route::DeskCase(line.id).path()>{format!("Case {}", line.number)}</a>
            <span>{words::ground(line.ground)}</span>
            <span class="list__aside" title=browser::clock::written(line.received_at)>{when}</span>
        </li>
    }
}

/// Before the first report.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty title="Nobody has reported anything">
            <p>"Anyone can report a clip, with or without an account, at this address:"</p>
            <p><a href=wire::paths::REPORT rel="external">{wire::paths::REPORT}</a></p>
            <p>"Reports appear here with the time that is left to answer them."</p>
        </Empty>
    }
}
