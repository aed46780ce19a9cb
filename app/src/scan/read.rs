//! Reading on for a better voice: optional, and as easy to leave as to do.

use domain::capture::READING;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, Progress};

use super::meter::Meter;
use super::reader::{Opens, Reader};
use super::state::{Scan, Step};
use super::title::Title;
use crate::fetched::TroubleView;

/// Length of a whole reading, in seconds.
const WHOLE_S: f32 = 30.0;
/// From this length on a reading counts, in seconds.
const COUNTS_S: f32 = 8.0;

/// Where a reading of so many seconds stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// Not long enough to be of use.
    Short,
    /// Of use.
    Counts,
    /// As long as wanted.
    Whole,
}

fn length(seconds: f32) -> Length {
    if seconds >= WHOLE_S {
        Length::Whole
    } else if seconds >= COUNTS_S {
        Length::Counts
    } else {
        Length::Short
    }
}

/// Seconds to go, rounded up.
fn left_s(seconds: f32) -> u32 {
    (WHOLE_S - seconds).max(0.0).ceil() as u32
}

/// The step.
#[component]
pub fn Reading(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    // From the review it is a second thought: then there is something to go back to.
    let again = scan.built();
    if !again {
        // The draw gets old while one reads.
        spawn_local(async move {
            if let Err(stop) = scan.attest().await
                && scan.step.try_get_untracked() == Some(Step::Reading)
            {
                scan.stop(stop);
            }
        });
    }
    let reader = Reader::new();
    let (microphone, seconds, opening, trouble) = (reader.microphone, reader.seconds, reader.opening, reader.trouble);
    let done = move || {
        let read = reader.take();
        scan.reading.try_update_value(|r| *r = read);
        scan.step.try_set(Step::Building);
    };
    let begin = move |_| {
        let next = "Check that the microphone is not muted, then try again, or skip this.";
        reader.begin(Opens::AsItIs, WHOLE_S, next, move || {
            browser::sound::click();
            done();
        });
    };
    let skip = move |_| {
        reader.leave();
        if again { scan.back(None) } else { drop(scan.step.try_set(Step::Building)) }
    };
    let reads = Memo::new(move |_| seconds.get().is_some());
    let counts = Memo::new(move |_| seconds.get().is_some_and(|s| length(s) != Length::Short));
    let left = Memo::new(move |_| left_s(seconds.get().unwrap_or_default()));
    view! {
        <section class="reading">
            <Title>"Make it sound more like you"</Title>
            <p class="poses__hint" role="status" aria-live="polite">
                {move || match (reads.get(), counts.get()) {
                    (false, _) => "Read on for 30 seconds and your understudy sounds more like you. The recording never leaves this device.",
                    (true, false) => "Read aloud, in your own voice.",
                    (true, true) => "That is enough to help. More helps more.",
                }}
            </p>
            <blockquote class="reading__text">{READING}</blockquote>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Show when=move || reads.get()>
                <Meter microphone=microphone live=Signal::derive(|| true) />
                <Progress
                    label="Reading"
                    value=Signal::derive(move || seconds.get().map(|s| s / WHOLE_S))
                />
                <p class="poses__count number" aria-hidden="true">{move || format!("{} s left", left.get())}</p>
            </Show>
            <div class="row row--even">
                <Button on_press=skip>{if again { "Cancel" } else { "Skip" }}</Button>
                // One button whose words change, and which is never disabled: it keeps the focus.
                <Button
                    look=Look::Primary
                    icon="mic"
                    busy=Signal::derive(move || opening.get() || (reads.get() && !counts.get()))
                    on_press=move |event| if reads.get_untracked() { done() } else { begin(event) }
                >
                    {move || match (reads.get(), counts.get()) {
                        (false, _) => "Start reading",
                        (true, false) => "Reading",
                        (true, true) => "Stop here",
                    }}
                </Button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_counts_from_eight_seconds_and_is_whole_at_thirty() {
        assert_eq!(length(7.9), Length::Short);
        assert_eq!(length(8.0), Length::Counts);
        assert_eq!(length(30.0), Length::Whole);
        assert_eq!(left_s(0.0), 30);
        assert_eq!(left_s(29.1), 1);
        assert_eq!(left_s(31.0), 0);
    }

    #[test]
    fn the_text_lasts_as_long_as_the_reading() {
        let words = READING.split_whitespace().count() as f32;
        let seconds = words / domain::limits::WORDS_PER_SECOND;
        assert!((WHOLE_S * 0.85..=WHOLE_S * 1.3).contains(&seconds), "{words} words, {seconds} s");
    }
}
