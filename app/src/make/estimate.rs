//! How long a script takes to say: guessed from its words at once, measured when the voice is loaded.

use domain::direction::{Choices, Speed};
use domain::limits::{MAX_SPEECH_S, SPEED_PERCENT, WORDS_PER_SECOND};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::workers::voice::{Answer, Request};

use super::draft::Draft;
use super::players::Players;
use super::turns::{cast, texts};
use crate::context::Shared;
use crate::trouble::Trouble;

/// What a script that was measured at one speed may take longer at another than expected, in seconds.
const SPARE_S: f32 = 0.2;
/// A script gets shorter by less than its speed rises, since short sounds and pauses hardly give way: the power between the two.
const YIELDS: f32 = 1.6;

/// A script's length.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// Seconds of speech.
    pub seconds: f32,
    /// Words in it.
    pub words: u32,
    /// Words that fit, counted from the first.
    pub fit: u32,
    /// Measured by the voice, not guessed.
    pub measured: bool,
}

impl Estimate {
    /// By the number of words, at an ordinary pace.
    #[must_use]
    pub fn guess(script: &str) -> Self {
        let words = u32::try_from(script.split_whitespace().count()).unwrap_or(u32::MAX);
        let seconds = words as f32 / WORDS_PER_SECOND;
        Self { seconds, words, fit: words.min((MAX_SPEECH_S * WORDS_PER_SECOND) as u32), measured: false }
    }

    /// Whether it does not fit into a clip. A guess alone refuses nothing.
    #[must_use]
    pub fn too_long(self) -> bool {
        self.measured && self.seconds > MAX_SPEECH_S
    }

    /// Whether the voice found no word in it.
    #[must_use]
    pub fn silent(self) -> bool {
        self.measured && self.words > 0 && self.seconds <= 0.0
    }

    /// The count beside the script: `4.2 of 9.6 s`.
    #[must_use]
    pub fn count(self) -> String {
        if self.words == 0 {
            format!("up to {MAX_SPEECH_S} s")
        } else {
            format!("{}{:.1} of {MAX_SPEECH_S} s", if self.measured { "" } else { "about " }, self.seconds)
        }
    }

    /// What to do about a script that is too long, or of which nothing can be said.
    #[must_use]
    pub fn advice(self) -> Option<String> {
        if self.silent() {
            Some("There is nothing in it that can be said aloud. Write a few words in English.".to_owned())
        } else if self.too_long() {
            let over = self.words.saturating_sub(self.fit);
            let cut = crate::time::count(over, "word", "words");
            Some(format!("{:.1} s are too long for a clip. The first {} words fit: cut {cut}.", self.seconds, self.fit))
        } else {
            None
        }
    }

    /// The speed at which a script that is too long fits, if there is one. `now` is the speed that it was measured at.
    #[must_use]
    pub fn faster(self, now: Speed) -> Option<Speed> {
        let shorter = (self.seconds / (MAX_SPEECH_S - SPARE_S)).powf(YIELDS);
        let wanted = f32::from(now.percent()) * shorter;
        let percent = ((wanted / 5.0).ceil() * 5.0) as u16;
        (self.too_long() && percent <= SPEED_PERCENT.1).then(|| Speed::nearest(percent))
    }
}

/// Follows a script. Loads the voice once somebody types.
pub fn follow(shared: Shared, draft: Draft, me: &str) -> RwSignal<Estimate> {
    let script = draft.script;
    let me = StoredValue::new(me.to_owned());
    let estimate = RwSignal::new(Estimate::default());
    let quiet = StoredValue::new_local(browser::clock::Debounce::default());
    Effect::new(move || {
        let text = script.get();
        // So are speed, mood and pauses.
        draft.choices.track();
        let cast =
            me.with_value(|me| cast(me, draft.other.get().as_deref().filter(|other| !Players::is_address(other))));
        let texts = texts(&text, &cast);
        let guess = Estimate::guess(&texts.join(" "));
        let before = estimate.get_untracked();
        // A measured length is not thrown away for a guess of the same words.
        if !(before.measured && before.words == guess.words) {
            estimate.set(guess);
        }
        if guess.words > 0 {
            quiet.with_value(|q| q.call(350, move || spawn_local(remeasure(shared, draft, cast, estimate))));
        }
    });
    estimate
}

/// Measures a script with the voice, which is loaded first where it is not.
///
/// # Errors
/// When the voice cannot be had.
pub async fn measure(shared: Shared, texts: Vec<String>, choices: Choices) -> Result<Estimate, Trouble> {
    let voice = shared.crew.speaker().await?;
    let script = texts.join(" ");
    let ask = Request::Estimate { texts, speed: choices.speed.share(), delivery: choices.delivery() };
    match voice.ask(&ask, Vec::new()).await {
        Ok((Answer::Estimated { seconds, words_fit, words }, _)) => {
            Ok(Estimate { seconds, words, fit: words_fit, measured: true })
        }
        Ok(_) => Err(Trouble::new("The script could not be measured", "Try again, or use other words.")),
        Err(failure) if failure.code == "nothing_to_say" => {
            Ok(Estimate { seconds: 0.0, fit: 0, measured: true, ..Estimate::guess(&script) })
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn remeasure(shared: Shared, draft: Draft, cast: Vec<String>, estimate: RwSignal<Estimate>) {
    let script = draft.script;
    let loaded = shared.crew.speaker().await.is_ok();
    // The voice took a while to load: what counts is what stands there now.
    let Some(text) = script.try_get_untracked().filter(|now| !now.trim().is_empty()) else { return };
    let Some(choices) = draft.choices.try_get_untracked() else { return };
    let measured = if loaded { measure(shared, texts(&text, &cast), choices).await.ok() } else { None };
    // Nothing is refused by what was measured of other words.
    let now = measured.unwrap_or_else(|| Estimate::guess(&texts(&text, &cast).join(" ")));
    if script.try_get_untracked().as_deref() == Some(&text) && draft.choices.try_get_untracked() == Some(choices) {
        estimate.set(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_from_words() {
        let e = Estimate::guess("  one two\nthree  ");
        assert_eq!((e.words, e.fit), (3, 3));
        assert_eq!(e.count(), "about 1.1 of 9.6 s");
        assert_eq!(Estimate::guess(" ").count(), "up to 9.6 s");
    }

    #[test]
    fn only_a_measured_script_is_refused_and_the_advice_says_what_fits() {
        let long = "word ".repeat(40);
        assert!(!Estimate::guess(&long).too_long());
        let measured = Estimate { seconds: 12.34, words: 40, fit: 31, measured: true };
        assert_eq!(
            measured.advice().as_deref(),
            Some("12.3 s are too long for a clip. The first 31 words fit: cut 9 words.")
        );
        assert_eq!(Estimate { seconds: 9.0, ..measured }.advice(), None);
        let little = Estimate { seconds: 11.0, ..measured };
        assert_eq!(little.faster(Speed::default()), Some(Speed::nearest(130)));
        assert_eq!(Estimate { seconds: 16.0, ..measured }.faster(Speed::default()), None);
        assert_eq!(measured.faster(Speed::nearest(140)), None);
        assert_eq!(Estimate { seconds: 9.0, ..measured }.faster(Speed::default()), None);
    }

    #[test]
    fn a_script_without_words_is_refused_once_the_voice_says_so() {
        let guess = Estimate::guess("🙂 🙂");
        assert!(!guess.silent());
        let measured = Estimate { seconds: 0.0, measured: true, ..guess };
        assert!(measured.silent() && measured.advice().is_some());
        assert!(!Estimate { words: 0, ..measured }.silent());
    }
}
