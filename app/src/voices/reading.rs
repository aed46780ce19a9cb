//! The reading that is sent: read, looked at here, sent once, and forgotten.

use browser::Buffer;
use domain::capture::READING;
use domain::consent::VOICE_CONSENT_VERSION;
use domain::limits::VOICE_READING_MS;
use domain::reading::judge;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, Progress};
use wire::voices::{OfferedVoice, Voices};
use wire::workers::voice::Request;

use super::section::Step;
use crate::api;
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::scan::{Meter, Opens, Reader};
use crate::trouble::{Trouble, sentence};

/// Length of a whole reading, in seconds.
const WHOLE_S: f32 = 30.0;
/// From this length on it may be stopped, in seconds, with a little to spare.
const COUNTS_S: f32 = VOICE_READING_MS.0 as f32 / 1000.0 + 0.5;

/// A reading as a file, if it is one that a voice can be copied from.
async fn file(shared: Shared, samples: Vec<f32>, rate_hz: u32) -> Result<Vec<u8>, Trouble> {
    let whole: Vec<i16> = samples.iter().map(|s| (s.clamp(-1.0, 1.0) * 32_767.0) as i16).collect();
    // As the edge will: what it would refuse need not leave this device.
    judge(&whole, rate_hz).map_err(|flaw| Trouble::new("This reading cannot be used", sentence(&flaw.to_string())))?;
    let worker = shared.crew.voice().await?;
    let (_, files) = worker.ask(&Request::Write { rate_hz }, vec![Buffer::from_samples(&samples)]).await?;
    let file = files.first().map(Buffer::to_bytes).filter(|file| !file.is_empty());
    file.ok_or_else(|| Trouble::new("The reading could not be written", "Read it again. Nothing was sent."))
}

/// The step.
#[component]
pub fn Reading(
    /// Where it goes.
    voice: OfferedVoice,
    /// What is on.
    step: RwSignal<Step>,
    /// What there is.
    all: Fetched<Voices>,
) -> impl IntoView {
    let shared = Shared::get();
    let reader = Reader::new();
    let (microphone, seconds, opening) = (reader.microphone, reader.seconds, reader.opening);
    let (sending, trouble) = (RwSignal::new(false), reader.trouble);
    let title = voice.title.clone();
    let kept = StoredValue::new(voice);
    let send = move || {
        let Some((samples, rate_hz)) = reader.take() else { return };
        let Some(OfferedVoice { id, title, .. }) = kept.try_get_value() else { return };
        sending.try_set(true);
        spawn_local(async move {
            let sent = async {
                let wav = file(shared, samples, rate_hz).await?;
                if sending.is_disposed() {
                    // Who has left meanwhile does not want it any more.
                    return Ok(false);
                }
                api::copy_voice(&id, VOICE_CONSENT_VERSION, &wav, &browser::crypto::random_key()).await?;
                Ok::<_, Trouble>(true)
            };
            let sent = sent.await;
            sending.try_set(false);
            match sent {
                Ok(true) => {
                    shared.tell(&format!("{title} has a copy of your voice. The recording is gone from here."));
                    step.try_set(Step::None);
                }
                Ok(false) => {}
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            all.reload();
        });
    };
    let begin = move || {
        let next = "Check that the microphone is not muted, then try again.";
        reader.begin(Opens::ToBeHeard, WHOLE_S, next, move || {
            browser::sound::click();
            send();
        });
    };
    let reads = Memo::new(move |_| seconds.get().is_some());
    let counts = Memo::new(move |_| seconds.get().is_some_and(|s| s >= COUNTS_S));
    let left = Memo::new(move |_| (WHOLE_S - seconds.get().unwrap_or_default()).max(0.0).ceil() as u32);
    let status = {
        let title = title.clone();
        move || match (sending.get(), reads.get(), counts.get()) {
            (true, ..) => format!("Sending it to {title}. Keep this page open."),
            (_, false, _) => "Read this aloud for 30 seconds, in a quiet room, in your own voice.".to_owned(),
            (_, true, false) => "Read aloud, in your own voice.".to_owned(),
            (_, true, true) => "That is enough. More helps more.".to_owned(),
        }
    };
    view! {
        <div class="voices__step" role="group" aria-label="The reading">
            <h3 class="voices__title">{format!("Read for {title}")}</h3>
            <p role="status">{status}</p>
            <blockquote class="reading__text">{READING}</blockquote>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Show when=move || reads.get()>
                <Meter microphone=microphone live=Signal::derive(|| true) />
                <Progress label="Reading" value=Signal::derive(move || seconds.get().map(|s| s / WHOLE_S)) />
                <p class="number" aria-hidden="true">{move || format!("{} s left", left.get())}</p>
            </Show>
            <Show when=move || sending.get()>
                <Progress label="Sending it" value=Signal::derive(|| None) />
            </Show>
            <div class="row">
                <Show when=move || !sending.get()>
                    <Button
                        on_press=move |_| {
                            reader.leave();
                            step.set(Step::None);
                        }
                    >
                        "Cancel, send nothing"
                    </Button>
                </Show>
                // One button whose words change, and which is never disabled: it keeps the focus.
                <Button
                    look=Look::Primary
                    icon="mic"
                    busy=Signal::derive(move || sending.get() || opening.get() || (reads.get() && !counts.get()))
                    on_press=move |_| if reads.get_untracked() { send() } else { begin() }
                >
                    {move || match (sending.get(), reads.get(), counts.get()) {
                        (true, ..) => "Sending",
                        (_, false, _) => "Start reading",
                        (_, true, false) => "Reading",
                        (_, true, true) => "Stop here and send it",
                    }}
                </Button>
            </div>
        </div>
    }
}
