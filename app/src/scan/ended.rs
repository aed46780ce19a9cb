//! A capture that is over: what happened, what to do, and the way to another one.

use domain::capture::Flaw;
use leptos::prelude::*;
use ui::{Button, Look};

use super::end::{self, End};
use super::instruct;
use super::intro::start;
use super::state::Scan;
use super::title::Title;
use crate::api::Intent;
use crate::context::Shared;
use crate::routes::Route;

/// The page.
#[component]
pub fn Ended(
    /// The scan.
    scan: Scan,
    /// Why it is over.
    end: End,
) -> impl IntoView {
    match end {
        End::Flaw(flaw) => view! { <Flawed scan=scan flaw=flaw /> }.into_any(),
        End::TimeUp => view! { <TimeUp scan=scan /> }.into_any(),
        End::Pause { until_ms, flawed } => view! { <Pause scan=scan until_ms=until_ms flawed=flawed /> }.into_any(),
    }
}

#[component]
fn Flawed(scan: Scan, flaw: Flaw) -> impl IntoView {
    let (what, next) = instruct::flaw(flaw);
    view! {
        <section class="stuck">
            <Title>{what}</Title>
            <p class="poses__hint">{next}</p>
            <p class="fine">"This attempt is over, and no picture of it was sent or kept. The next one asks in another order."</p>
            <Again scan=scan />
        </section>
    }
}

#[component]
fn TimeUp(scan: Scan) -> impl IntoView {
    view! {
        <section class="stuck">
            <Title>"Three minutes are over"</Title>
            <p class="poses__hint">
                "What is asked for is valid for three minutes, so that nobody can prepare for it. Begin anew: most people need less than one."
            </p>
            <Again scan=scan />
        </section>
    }
}

/// Waits until another scan can begin, and says for how long.
#[component]
fn Pause(scan: Scan, until_ms: u64, flawed: bool) -> impl IntoView {
    let left_ms = move || until_ms.saturating_sub(browser::clock::tick_ms().max(0.0) as u64);
    let left = RwSignal::new(left_ms());
    StoredValue::new_local(browser::clock::every(1000, move || {
        left.try_set(left_ms());
    }));
    let why = if flawed {
        "The last scans could not be accepted. A pause keeps others from trying until one is."
    } else {
        "There were many scans in a short time."
    };
    // Changes once a minute: a reader is not told every second.
    let words = Memo::new(move |_| match left.get() {
        0 => "You can begin now.".to_owned(),
        ms => format!("The next one can begin {}.", end::left(ms)),
    });
    view! {
        <section class="stuck">
            <Title>"Time for a break"</Title>
            <p class="poses__hint">{why}</p>
            <p class="stuck__wait number" role="status" aria-live="polite">{move || words.get()}</p>
            <Again scan=scan wait=Signal::derive(move || left.get() > 0) />
        </section>
    }
}

/// "Not now" and "Try again", side by side.
#[component]
fn Again(
    scan: Scan,
    /// Not yet.
    #[prop(into, optional)]
    wait: Signal<bool>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    view! {
        <div class="row row--even">
            <a class="button" href=Route::Feed.path()>"Not now"</a>
            <Button look=Look::Primary busy=busy disabled=wait on_press=move |_| start(shared, scan, intent, busy)>
                "Try again"
            </Button>
        </div>
    }
}
