//! Who is heard: the understudy, or the visitor in a recording of their own; and the recorder.

use domain::direction::Sound;
use domain::limits::MAX_TAKE_S;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Chip, Icon, Look};

use super::check::{Checked, Own};
use super::held::Take;
use super::recorder::{Doing, Recorder};
use super::words;
use crate::choose::ChooseFile;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::scan::Meter;
use crate::time::count;

/// The choice, and the recorder once it is chosen. Neither is there while somebody else plays.
#[component]
pub fn WhoSpeaks(
    /// The recording.
    own: Own,
) -> impl IntoView {
    let speech = Signal::derive(move || !own.chosen());
    view! {
        <Show when=move || own.offered()>
            <div class="manner" role="group" aria-label="Who says it">
                <span class="field__label">"Who says it"</span>
                <div class="chips">
                    <Chip on=speech on_press=move |()| own.choose(Sound::Speech)>"Your understudy"</Chip>
                    <Chip on=Signal::derive(move || own.chosen()) icon="mic" on_press=move |()| own.choose(Sound::Recording)>
                        "You, in a recording"
                    </Chip>
                </div>
            </div>
            <Show when=move || own.chosen()>
                <Panel own=own />
            </Show>
        </Show>
    }
}

#[component]
fn Panel(own: Own) -> impl IntoView {
    let recorder = Recorder::new(own);
    let (doing, trouble) = (recorder.doing, recorder.trouble);
    let records = Memo::new(move |_| matches!(doing.get(), Doing::Recording(_)));
    let opening = Signal::derive(move || doing.get() == Doing::Opening);
    let has = Signal::derive(move || own.take.with(Option::is_some));
    let fetched = Shared::get().crew.fetched;
    let length = move || match doing.get() {
        Doing::Recording(seconds) => format!("{seconds:.1} of {MAX_TAKE_S:.0} s"),
        _ => String::new(),
    };
    let press = move |_| if records.get_untracked() { recorder.stop() } else { recorder.record() };
    let status = move || match (records.get(), has.get(), own.checked.get()) {
        (true, ..) => "Recording. Say your script, then press stop.".to_owned(),
        (_, false, _) if own.lost.get() => {
            "Your recording is gone: it is kept in memory only, and the page was loaded anew. Record it once more."
                .to_owned()
        }
        (_, false, _) => "Say what stands above, word for word, in up to 10 seconds.".to_owned(),
        (_, _, Checked::Nothing) => {
            "Write above what you say. The words are checked against the recording, and shown in the captions."
                .to_owned()
        }
        (_, _, Checked::Comparing) => match fetched.get() {
            Some(part) => format!("Fetching what compares it with your script, {:.0} %", part * 100.0),
            None => "Comparing it with your script.".to_owned(),
        },
        (_, _, Checked::Fits { seconds, words }) => {
            let words = count(u32::try_from(words).unwrap_or(u32::MAX), "word", "words");
            format!("It says your script: {words} in {seconds:.1} s.")
        }
        (_, _, Checked::Flawed(flaw)) => words::flaw(&flaw),
        (_, _, Checked::Stuck(why)) => format!("{}. {}", why.title, why.detail),
    };
    let wrong = move || matches!(own.checked.get(), Checked::Flawed(_) | Checked::Stuck(_)) && !records.get();
    let fits = move || matches!(own.checked.get(), Checked::Fits { .. });
    view! {
        <div class="take" role="group" aria-label="Your recording">
            <div class="row">
                // One button whose words change: it keeps the focus.
                <Button icon="mic" look=Look::Plain busy=opening on_press=press>
                    {move || match (records.get(), has.get()) {
                        (true, _) => "Stop",
                        (false, true) => "Record again",
                        (false, false) => "Record",
                    }}
                </Button>
                <Show when=move || records.get()>
                    <Meter microphone=recorder.microphone live=Signal::derive(|| true) />
                    <span class="number" aria-hidden="true">{length}</span>
                </Show>
                <Show when=move || has.get() && !records.get()>
                    <Hear own=own />
                    <Button icon="trash" look=Look::Quiet on_press=move |_| own.put(None)>"Discard"</Button>
                </Show>
                <Show when=move || !has.get() && !records.get()>
                    <ChooseFile words="Choose a sound file" accept="audio/*" quiet=true on_file=move |file| recorder.open(file) />
                </Show>
            </div>
            <p class="take__status" class:take__status--no=wrong class:take__status--yes=fits role="status">
                <Show when=fits>
                    <Icon name="check" />
                </Show>
                {status}
            </p>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <p class="fine">
                <Icon name="lock" />
                " The recording stays on this device. It leaves as part of the finished clip only, in your own voice."
            </p>
        </div>
    }
}

/// Plays it, and stops.
#[component]
fn Hear(own: Own) -> impl IntoView {
    let sounds = RwSignal::new(false);
    let playing = StoredValue::new_local(None::<browser::sound::Playing>);
    // Counts what was played: an end that belongs to an earlier one changes nothing.
    let turn = StoredValue::new(0u32);
    let press = move |_| {
        let Some(now) = turn.try_update_value(|t| {
            *t += 1;
            *t
        }) else {
            return;
        };
        if sounds.get_untracked() {
            playing.update_value(|p| *p = None);
            return sounds.set(false);
        }
        let Some(Take { samples, rate_hz }) = own.take.get_untracked() else { return };
        playing.update_value(|p| *p = browser::sound::play(&samples, rate_hz));
        sounds.set(playing.with_value(Option::is_some));
        let ms = (samples.len() as u64 * 1000).div_ceil(u64::from(rate_hz.max(1)));
        spawn_local(async move {
            browser::clock::sleep(i32::try_from(ms).unwrap_or(i32::MAX)).await;
            if turn.try_get_value() == Some(now) {
                sounds.try_set(false);
            }
        });
    };
    view! { <Button icon="sound" on_press=press>{move || if sounds.get() { "Stop" } else { "Hear it" }}</Button> }
}
