//! The visitor sees and hears what was made, and decides.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Look, Progress};

use super::hear::Hear;
use super::quality::Quality;
use super::state::{Scan, Step};
use super::stop::is_over;
use super::title::Title;
use crate::api;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::likeness::Portrait;
use crate::routes::Route;

/// The review.
#[component]
pub fn Review(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let (sent, throwing) = (RwSignal::new(None::<f32>), RwSignal::new(false));
    let key = StoredValue::new(browser::crypto::random_key());
    let busy = Signal::derive(move || sent.get().is_some());
    let had = shared.session.account_now().is_some_and(|account| account.has_likeness);
    let keep = move |_| {
        let (Some(capture), Some(pack)) = (scan.capture.get_untracked(), scan.pack.get_value()) else { return };
        let key = key.get_value();
        scan.notice.set(None);
        sent.set(Some(0.0));
        spawn_local(async move {
            let show = move |part| {
                sent.try_set(Some(part));
            };
            let progress = || Some(Box::new(show) as browser::http::OnProgress);
            match api::keep_pack(&capture.id, &pack.to_bytes(), &key, progress).await {
                Ok(_) => {
                    shared.session.refresh();
                    shared.tell("Your understudy is ready.");
                    // Whoever has left meanwhile is not called back.
                    if !scan.step.is_disposed() {
                        shared.replace(&Route::Understudy);
                    }
                }
                Err(error) if is_over(&error) => scan.stop(scan.refused(error)),
                Err(error) => drop(scan.notice.try_set(Some(error.into()))),
            }
            sent.try_set(None);
        });
    };
    let throw = move |()| {
        scan.forget();
        shared.tell("The scan is thrown away. No pack was stored.");
        shared.replace(&Route::Understudy);
    };
    let unless = if had {
        "If you keep it, it replaces your present version. Until then that one stays."
    } else {
        "Nothing is stored unless you keep it."
    };
    view! {
        <section class="review">
            <Title>"Meet your understudy"</Title>
            <div class="review__stage">
                <Portrait />
                <Hear scan=scan trouble=scan.notice />
            </div>
            <div class="review__words">
                {move || scan.notice.get().map(|t| view! { <TroubleView trouble=t /> })}
                <Quality scan=scan disabled=busy />
                <p class="fine">{unless}</p>
                <Show when=move || busy.get()>
                    <Progress label="Storing your understudy" value=Signal::derive(move || sent.get()) />
                </Show>
                <div class="review__actions">
                    <Button look=Look::Primary busy=busy on_press=keep>"Keep it"</Button>
                    <Button disabled=busy on_press=move |_| scan.step.set(Step::Intro)>"Begin again"</Button>
                    <Button disabled=busy on_press=move |_| throwing.set(true)>"Throw away"</Button>
                </div>
            </div>
            <Confirm open=throwing title="Throw this scan away?" action="Throw away" keep="Go back" on_confirm=throw>
                <p>"Stills, recordings and pack are forgotten. You can scan again at any time."</p>
            </Confirm>
        </section>
    }
}
