//! The visitor sees and hears what was made, and decides.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, Progress};
use wire::workers::voice::{Answer, Request};

use super::state::{Scan, Step, is_over};
use super::title::Title;
use crate::api;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::likeness::Portrait;
use crate::routes::Route;
use crate::trouble::Trouble;

/// What the understudy says to introduce itself.
const SAMPLE: &str = "Hello. I am your understudy. I only play when you say so.";

/// The review.
#[component]
pub fn Review(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let (trouble, sent) = (RwSignal::new(None::<Trouble>), RwSignal::new(None::<f32>));
    let key = StoredValue::new(browser::crypto::random_key());
    let busy = Signal::derive(move || sent.get().is_some());
    let keep = move |_| {
        let (Some(capture), Some(pack)) = (scan.capture.get_untracked(), scan.pack.get_value()) else { return };
        let key = key.get_value();
        trouble.set(None);
        sent.set(Some(0.0));
        spawn_local(async move {
            let progress = || Some(Box::new(move |part| sent.set(Some(part))) as browser::http::OnProgress);
            match api::keep_pack(&capture.id, &pack.to_bytes(), &key, progress).await {
                Ok(_) => {
                    shared.session.refresh();
                    shared.tell("Your understudy is ready.");
                    // Whoever has left meanwhile is not called back.
                    if !scan.step.is_disposed() {
                        shared.replace(&Route::Understudy);
                    }
                }
                Err(error) if is_over(&error) => scan.stuck(scan.refused(error)),
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            sent.try_set(None);
        });
    };
    view! {
        <section class="review">
            <Title>"Meet your understudy"</Title>
            <Portrait />
            <Hear scan=scan trouble=trouble />
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Show when=move || busy.get()>
                <Progress label="Storing your understudy" value=Signal::derive(move || sent.get()) />
            </Show>
            <div class="row row--even">
                <Button disabled=busy on_press=move |_| scan.step.set(Step::Intro)>"Redo"</Button>
                <Button look=Look::Primary busy=busy on_press=keep>"Use this"</Button>
            </div>
        </section>
    }
}

/// Lets it speak.
#[component]
fn Hear(scan: Scan, trouble: RwSignal<Option<Trouble>>) -> impl IntoView {
    let shared = Shared::get();
    let (busy, fetched) = (RwSignal::new(false), shared.crew.fetched);
    let playing = StoredValue::new_local(None::<browser::sound::Playing>);
    let hear = move |_| {
        busy.set(true);
        spawn_local(async move {
            let said = async {
                let voice = shared.crew.speaker().await?;
                let own = scan.voice.try_get_value().flatten().map(|v| v.copy());
                let ask = Request::Speak { script: SAMPLE.to_owned(), speed: 1.0 };
                voice.ask(&ask, own.into_iter().collect()).await
            };
            match said.await {
                Ok((Answer::Spoken { rate_hz, .. }, sound)) => {
                    let samples = sound.first().map(browser::Buffer::to_f32).unwrap_or_default();
                    playing.try_update_value(|p| *p = browser::sound::play(&samples, rate_hz));
                }
                Ok(_) => {}
                Err(failure) => trouble.set(Some(failure.into())),
            }
            busy.set(false);
        });
    };
    let words = move || match (busy.get(), fetched.get()) {
        (true, Some(part)) => format!("Fetching the voice, {:.0} %", part * 100.0),
        (true, None) => "Speaking".to_owned(),
        (false, _) => "Hear it".to_owned(),
    };
    view! { <Button icon="sound" busy=busy on_press=hear>{words}</Button> }
}
