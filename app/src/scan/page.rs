//! The page of a scan: the step that it stands at, and the promise below.

use leptos::prelude::*;
use ui::{Button, Icon, Look};
use wire::accounts::Account;

use super::build::Building;
use super::end::End;
use super::ended::Ended;
use super::intro::{Intro, start};
use super::poses::Poses;
use super::read::Reading;
use super::review::Review;
use super::speak::Words;
use super::state::{Scan, Step};
use super::stop::Stop;
use super::title::Title;
use crate::api::Intent;
use crate::context::Shared;
use crate::routes::Route;
use crate::shell::Members;
use crate::trouble::{Trouble, Way};

/// The page.
#[component]
pub fn ScanPage() -> impl IntoView {
    view! { <Members what="make your understudy" view=|_: Account| view! { <Steps /> }.into_any() /> }
}

#[component]
fn Steps() -> impl IntoView {
    let shared = Shared::get();
    let scan = Scan::new();
    // A draw that has run out is of no use, however far the visitor came with it.
    StoredValue::new_local(browser::clock::every(1000, move || {
        let waits = matches!(scan.step.try_get_untracked(), Some(Step::Poses | Step::Words));
        if waits && scan.left_ms() <= 0.0 {
            scan.stop(Stop::Ended(End::TimeUp));
        }
    }));
    on_cleanup(move || shared.crew.dismiss_face());
    let step = move || match scan.step.get() {
        Step::Intro => view! { <Intro scan=scan /> }.into_any(),
        Step::Poses => match scan.capture.get_untracked() {
            Some(capture) => view! { <Poses scan=scan poses=capture.poses /> }.into_any(),
            None => view! { <Intro scan=scan /> }.into_any(),
        },
        Step::Words => {
            let words = scan.capture.get_untracked().map(|c| c.words).unwrap_or_default();
            view! { <Words scan=scan words=words /> }.into_any()
        }
        Step::Reading => view! { <Reading scan=scan /> }.into_any(),
        Step::Building => view! { <Building scan=scan /> }.into_any(),
        Step::Review => view! { <Review scan=scan /> }.into_any(),
        Step::Redo(pose) => view! { <Poses scan=scan poses=vec![pose] redo=true /> }.into_any(),
        Step::Ended(end) => view! { <Ended scan=scan end=end /> }.into_any(),
        Step::Stuck(trouble) => view! { <Stuck scan=scan trouble=trouble /> }.into_any(),
    };
    let live = move || matches!(scan.step.get(), Step::Poses | Step::Words | Step::Reading | Step::Building);
    view! {
        <div class="scan">
            <Show when=live>
                <a class="icon-button scan__leave" href=Route::Feed.path() aria-label="Stop and leave">
                    <Icon name="x" />
                </a>
            </Show>
            {step}
            <p class="scan__promise"><Icon name="lock" />"Stays on this device until you say so."</p>
        </div>
    }
}

#[component]
fn Stuck(scan: Scan, trouble: Trouble) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let again = move |_| match scan.resume() {
        Some(step) => scan.step.set(step),
        None => start(shared, scan, intent, busy),
    };
    let on = match trouble.way {
        Way::Reload => {
            view! { <Button look=Look::Primary on_press=move |_| browser::page::reload()>"Reload the page"</Button> }
                .into_any()
        }
        Way::SignIn => view! { <a class="button button--primary" href=Route::SignIn.path()>"Sign in"</a> }.into_any(),
        Way::Again | Way::Rewrite | Way::Studio => {
            view! { <Button look=Look::Primary busy=busy on_press=again>"Try again"</Button> }.into_any()
        }
        Way::Elsewhere => ().into_any(),
    };
    view! {
        <section class="stuck" role="alert">
            <Title>{trouble.title}</Title>
            <p class="poses__hint">{trouble.detail}</p>
            <div class="row row--even">
                <a class="button" href=Route::Feed.path()>"Not now"</a>
                {on}
            </div>
        </section>
    }
}
