//! The voice of the pack, to be heard and stopped.

use domain::speech::Delivery;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Button;
use wire::workers::voice::{Answer, Request};

use super::state::{Recording, Scan};
use crate::context::Shared;
use crate::trouble::Trouble;

/// What the understudy says to introduce itself.
const SAMPLE: &str = "Hello. I am your understudy. I only play when you say so.";

/// What the button does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Quiet,
    Coming,
    Playing,
}

/// Length of a recording in milliseconds, rounded up.
fn length_ms(samples: usize, rate_hz: u32) -> i32 {
    let ms = (samples as u64 * 1000).div_ceil(u64::from(rate_hz.max(1)));
    i32::try_from(ms).unwrap_or(i32::MAX)
}

/// Lets it speak: once it has spoken, at once.
#[component]
pub fn Hear(
    /// The scan.
    scan: Scan,
    /// Takes what goes wrong.
    trouble: RwSignal<Option<Trouble>>,
) -> impl IntoView {
    let shared = Shared::get();
    let (sound, fetched) = (RwSignal::new(Sound::Quiet), shared.crew.fetched);
    let spoken = StoredValue::new_local(None::<Recording>);
    let playing = StoredValue::new_local(None::<browser::sound::Playing>);
    // Counts what was played: an end that belongs to an earlier one changes nothing.
    let turn = StoredValue::new(0u32);
    let play = move || {
        let now = spoken.try_with_value(|s| {
            s.as_ref()
                .map(|(samples, rate_hz)| (browser::sound::play(samples, *rate_hz), length_ms(samples.len(), *rate_hz)))
        });
        let Some((Some(started), ms)) = now.flatten() else {
            sound.try_set(Sound::Quiet);
            return;
        };
        playing.try_update_value(|p| *p = Some(started));
        let Some(own) = turn.try_update_value(|t| {
            *t += 1;
            *t
        }) else {
            return;
        };
        sound.try_set(Sound::Playing);
        spawn_local(async move {
            browser::clock::sleep(ms).await;
            if turn.try_get_value() == Some(own) {
                sound.try_set(Sound::Quiet);
            }
        });
    };
    let fetch = move || {
        sound.set(Sound::Coming);
        trouble.set(None);
        spawn_local(async move {
            let said = async {
                let voice = shared.crew.speaker().await?;
                let own = scan.voice.try_get_value().flatten().map(|v| v.copy());
                let ask = Request::Speak { script: SAMPLE.to_owned(), speed: 1.0, delivery: Delivery::default() };
                voice.ask(&ask, own.into_iter().collect()).await
            };
            match said.await {
                Ok((Answer::Spoken { rate_hz, .. }, buffers)) => {
                    let samples = buffers.first().map(browser::Buffer::to_f32).unwrap_or_default();
                    spoken.try_update_value(|s| *s = Some((samples, rate_hz)));
                    play();
                }
                Ok(_) => drop(sound.try_set(Sound::Quiet)),
                Err(failure) => {
                    sound.try_set(Sound::Quiet);
                    trouble.try_set(Some(failure.into()));
                }
            }
        });
    };
    let press = move |_| match sound.get_untracked() {
        Sound::Playing => {
            turn.update_value(|t| *t += 1);
            playing.update_value(|p| *p = None);
            sound.set(Sound::Quiet);
        }
        Sound::Quiet if spoken.with_value(Option::is_some) => play(),
        Sound::Quiet => fetch(),
        Sound::Coming => {}
    };
    let words = move || match (sound.get(), fetched.get()) {
        (Sound::Coming, Some(part)) => format!("Fetching the voice, {:.0} %", part * 100.0),
        (Sound::Coming, None) => "Finding its voice".to_owned(),
        (Sound::Playing, _) => "Stop".to_owned(),
        (Sound::Quiet, _) => "Hear it".to_owned(),
    };
    let busy = Signal::derive(move || sound.get() == Sound::Coming);
    view! { <Button icon="sound" busy=busy on_press=press>{words}</Button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_never_short() {
        assert_eq!(length_ms(24_000, 24_000), 1000);
        assert_eq!(length_ms(24_001, 24_000), 1001);
        assert_eq!(length_ms(0, 0), 0);
        assert_eq!(length_ms(usize::MAX / 2000, 1), i32::MAX);
    }
}
