//! What a scan is, before the camera is asked for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Icon, Look, Progress};

use super::state::Scan;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::routes::Route;
use crate::trouble::Trouble;

/// Fetches what is needed, draws, and begins.
pub fn start(shared: Shared, scan: Scan, intent: Intent, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_local(async move {
        let begun = async {
            // Models first: the draw is valid for three minutes only.
            shared.crew.face().await?;
            shared.crew.listener().await?;
            Ok::<_, Trouble>(api::draw_capture(intent).await?)
        };
        match begun.await {
            Ok(capture) => scan.begin(capture),
            Err(trouble) => scan.stuck(trouble),
        }
        busy.set(false);
    });
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
                "Look at the camera and hold six poses, then say three words. It takes about a minute. "
                "From then on your understudy can play you in clips."
            </p>
            <ul class="facts">
                <li>
                    <Icon name="camera" />
                    <p><strong>"What is taken. "</strong>"Six stills of your face and one recording of three words."</p>
                </li>
                <li>
                    <Icon name="device" />
                    <p>
                        <strong>"What stays here. "</strong>
                        "Stills and recording never leave this device. They are gone when you leave this page."
                    </p>
                </li>
                <li>
                    <Icon name="lock" />
                    <p>
                        <strong>"What is kept. "</strong>
                        "If you say yes at the end, a pack made from them is stored, encrypted. "
                        "Whoever runs this site and holds all its keys could open it."
                    </p>
                </li>
                <li>
                    <Icon name="face" />
                    <p>
                        <strong>"Who may use it. "</strong>
                        "Only you. You can make it anew or delete it at any time."
                    </p>
                </li>
            </ul>
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
