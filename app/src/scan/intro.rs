//! What a scan is, before the camera is asked for.

use browser::camera::Camera;
use browser::media_error::{Device, MediaError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Icon, Look, Progress};

use super::state::Scan;
use super::stop::Stop;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::routes::Route;
use crate::trouble;

/// How long the question for camera and microphone may stand before the draw is too old, in milliseconds.
const ASKED_MS: f64 = 30_000.0;

/// Fetches what is needed, draws, asks for camera and microphone, and begins.
pub fn start(shared: Shared, scan: Scan, intent: Intent, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_local(async move {
        if let Err(stop) = begin(shared, scan, intent).await {
            scan.stop(stop);
        }
        busy.try_set(false);
    });
}

async fn begin(shared: Shared, scan: Scan, intent: Intent) -> Result<(), Stop> {
    if !browser::frames::supported() {
        return Err(trouble::camera(MediaError::Unsupported).into());
    }
    // Models first: the draw is valid for three minutes only.
    shared.crew.face().await?;
    shared.crew.listener().await?;
    let (mut capture, mut drawn_at) = (api::draw_capture(intent).await?, browser::clock::tick_ms());
    if scan.step.is_disposed() {
        return Ok(());
    }
    // One question for both, before the first pose: nobody should hold nine of them and then be refused.
    let camera = Camera::open_and_ask_for_microphone().await.map_err(|(device, error)| match device {
        Device::Camera => trouble::camera(error),
        Device::Microphone => trouble::microphone(error),
    })?;
    if browser::clock::tick_ms() - drawn_at > ASKED_MS {
        (capture, drawn_at) = (api::draw_capture(intent).await?, browser::clock::tick_ms());
    }
    scan.begin(capture, drawn_at, camera);
    Ok(())
}

/// The explanation, with two ways on.
#[component]
pub fn Intro(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let (agreed, asked) = (RwSignal::new(false), RwSignal::new(false));
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let fetched = shared.crew.fetched;
    let error = move || (asked.get() && !agreed.get()).then(|| "Tick the box to start the camera.".to_owned());
    let go = move |_| {
        asked.set(true);
        if agreed.get_untracked() {
            start(shared, scan, intent, busy);
        }
    };
    view! {
        <section class="intro">
            <h1 class="intro__title">"Make your understudy"</h1>
            <p class="intro__lead">
                "Nine poses and three words: 30 to 60 seconds. From then on your understudy can play you in clips."
            </p>
            <ul class="facts">
                <li>
                    <Icon name="camera" />
                    <p>
                        <strong>"What is taken. "</strong>
                        "Stills of your face in nine poses, and a recording of three words. If you like, 30 seconds of reading."
                    </p>
                </li>
                <li>
                    <Icon name="device" />
                    <p>
                        <strong>"What stays here. "</strong>
                        "Stills and recordings never leave this device. They are gone when you leave this page."
                    </p>
                </li>
                <li>
                    <Icon name="check" />
                    <p>
                        <strong>"What is checked. "</strong>
                        "Numbers of the scan are sent: angles, distances and measures of face and voice. "
                        "This site scores them to check the scan, then deletes them."
                    </p>
                </li>
                <li>
                    <Icon name="lock" />
                    <p>
                        <strong>"What is kept. "</strong>
                        "Only if you say yes at the end: a pack made from them, encrypted, until you delete or replace it. "
                        "Whoever runs this site and holds all three shares of its key could open it."
                    </p>
                </li>
                <li>
                    <Icon name="face" />
                    <p>
                        <strong>"What it is for. "</strong>
                        "Clips that you make with it, and nothing else. Only you may use it."
                    </p>
                </li>
                <li>
                    <Icon name="trash" />
                    <p>
                        <strong>"How it ends. "</strong>
                        "Delete it at any time, without your account. "
                        <a href=wire::paths::RETENTION rel="external">"What is kept, and for how long"</a>
                    </p>
                </li>
            </ul>
            {shared
                .session
                .account_now()
                .is_some_and(|account| account.has_likeness)
                .then(|| {
                    view! {
                        <p class="fine">"You have an understudy. It stays as it is until you keep the new one."</p>
                    }
                })}
            <Checkbox checked=agreed error=Signal::derive(error)>
                "This is my own face and voice, and I agree to what is said here."
            </Checkbox>
            <Show when=move || busy.get()>
                <Progress label="Fetching what is needed" value=Signal::derive(move || fetched.get()) />
            </Show>
            <div class="row row--even">
                <a class="button" href=Route::Feed.path()>"Not now"</a>
                <Button look=Look::Primary icon="camera" busy=busy on_press=go>"Start"</Button>
            </div>
            <p class="fine">{format!("Consent text {}.", domain::consent::CONSENT_VERSION)}</p>
        </section>
    }
}
