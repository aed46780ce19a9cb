//! Outside voices: a copy of a voice made from a recording, speech in it with the time of each word, and its removal.
//!
//! A copy is made only of a recording that its owner sends to a named provider under a consent of its own; the provider asks
//! for no proof of that, so the proof is ours.

mod cartesia;
mod elevenlabs;
mod events;
mod timing;

use domain::speech::Word;

use crate::{Access, Answer, Exchange, Failure, Provider};

pub use cartesia::CARTESIA;
pub use elevenlabs::ELEVENLABS;

/// Longest text that is spoken, in characters: ten seconds hold a fifth of it.
pub const MAX_TEXT: usize = 1_000;

/// A recording of the one whose voice is copied.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Media type, as `audio/wav`.
    pub mime: &'static str,
    /// The bytes.
    pub data: &'a [u8],
}

/// A voice that was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloned {
    /// Its name there.
    pub voice: String,
    /// Whether the provider wants a proof before it speaks; such a voice cannot be used from here and is to be removed.
    pub locked: bool,
}

/// Speech as it came.
#[derive(Clone, PartialEq)]
pub struct Said {
    /// Sound.
    pub audio: Vec<u8>,
    /// Media type: `audio/pcm` is signed 16-bit little-endian mono without a header.
    pub mime: &'static str,
    /// Samples a second, where the sound itself does not say.
    pub rate_hz: Option<u32>,
    /// In order of time, not overlapping; empty where the provider gave no times.
    pub words: Vec<Word>,
}

/// A voice of an outside provider.
pub trait Voice: Sync {
    /// Its name in our API, as `elevenlabs`. Never given to another one.
    fn id(&self) -> &'static str;
    /// Whose door it stands behind.
    fn provider(&self) -> &'static Provider;
    /// Asks for a copy of the voice of this reading; `name` is what the operator sees there, so no name of a person.
    ///
    /// # Errors
    /// [`crate::Cause::Broken`] for an empty reading.
    fn copy(&self, name: &str, reading: Reading<'_>, access: &Access) -> Result<Exchange, Failure>;
    /// Reads the answer to [`Voice::copy`].
    ///
    /// # Errors
    /// What the provider refused, and whether trying again helps.
    fn copied(&self, answer: &Answer) -> Result<Cloned, Failure>;
    /// Asks for the copies with this name: one whose answer was lost is found again by it.
    fn find(&self, name: &str, access: &Access) -> Exchange;
    /// Reads the answer to [`Voice::find`]: the names there of all that are called exactly so.
    ///
    /// # Errors
    /// The question failed.
    fn found(&self, answer: &Answer, name: &str) -> Result<Vec<String>, Failure>;
    /// Asks for speech. The same seed gives the same sound where the provider allows that.
    ///
    /// # Errors
    /// [`crate::Cause::Broken`] for an empty text, or one of more than [`MAX_TEXT`] characters.
    fn speak(&self, voice: &str, text: &str, seed: u32, access: &Access) -> Result<Exchange, Failure>;
    /// Reads the answer to [`Voice::speak`] of this text.
    ///
    /// # Errors
    /// What the provider refused, and whether trying again helps.
    fn spoken(&self, answer: &Answer, text: &str, access: &Access) -> Result<Said, Failure>;
    /// Removes a copy.
    fn delete(&self, voice: &str, access: &Access) -> Exchange;
    /// Reads the answer to [`Voice::delete`]: what is not there is removed.
    ///
    /// # Errors
    /// The question failed.
    fn deleted(&self, answer: &Answer) -> Result<(), Failure>;
}

/// All of them. The studio's own voice, which is no outside one, is not among them.
static VOICES: [&dyn Voice; 2] = [&elevenlabs::ELEVENLABS_VOICE, &cartesia::CARTESIA_VOICE];

/// All of them, in the order in which they are shown.
#[must_use]
pub fn voices() -> &'static [&'static dyn Voice] {
    &VOICES
}

/// The one with this name.
#[must_use]
pub fn voice(id: &str) -> Option<&'static dyn Voice> {
    voices().iter().copied().find(|voice| voice.id() == id)
}

/// A text that can be spoken.
fn speakable(text: &str) -> Result<&str, Failure> {
    let broken = |what: &str| Err(Failure::of(crate::Cause::Broken, what));
    match text.trim() {
        "" => broken("there is nothing to say"),
        text if text.chars().count() > MAX_TEXT => broken("the text is too long to be said"),
        text => Ok(text),
    }
}

/// The identifiers, at `id`, of those in a list that are called exactly so.
fn called(list: &serde_json::Value, id: &str, name: &str) -> Option<Vec<String>> {
    let same = list.as_array()?.iter().filter(|voice| voice["name"] == name);
    Some(same.filter_map(|voice| voice[id].as_str().map(str::to_owned)).collect())
}

/// A name of a voice that can stand in a path.
fn named(voice: &str) -> String {
    voice.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(200).collect()
}

#[cfg(test)]
mod tests;
