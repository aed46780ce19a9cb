//! Outside moderators: they look at scripts, prompts, stills and frames beside the rules of this site, never instead of them.
//!
//! Whatever fails, or cannot be understood, is an `Err`, and means "ask a person": nothing is let through because a moderator
//! was silent.

mod categories;
mod judge;
pub mod llama_guard;
mod openai;

use domain::consent::Theme;

use crate::{Access, Answer, Cause, Exchange, Failure, Provider};

pub use categories::{CATEGORIES, Category, Stance};
pub use judge::{Objection, of_site, pieces, weigh};

/// Longest text that is sent, in characters.
pub const MAX_TEXT: usize = 20_000;

/// What is looked at.
#[derive(Clone, Copy, Default)]
pub struct Matter<'a> {
    /// Text; may be empty beside a picture.
    pub text: &'a str,
    /// A picture as a `data:` or https URL.
    pub picture: Option<&'a str>,
}

/// Something that a moderator found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its name there, as `sexual/minors` or `S4`; of printable ASCII, at most 40 characters.
    pub code: String,
    /// What it is called in a sentence.
    pub title: &'static str,
    /// The subject of owners' policies that it falls under, if it is one of them.
    pub theme: Option<Theme>,
    /// What this site does about it in words.
    pub stance: Stance,
    /// How sure the moderator is, 0 to 1. One that does not say is sure.
    pub score: f32,
}

/// What a moderator says.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What it found, the surest first. Nothing: it has no objection.
    pub flagged: Vec<Found>,
    /// By whose rules, and of which version.
    pub rules: String,
}

/// A moderator behind a door.
pub trait Moderator: Sync {
    /// Its name in our settings, as `openai`. Never given to another one.
    fn id(&self) -> &'static str;
    /// Whose door it stands behind.
    fn provider(&self) -> &'static Provider;
    /// Whether it looks at pictures.
    fn sees(&self) -> bool;
    /// Asks about something.
    ///
    /// # Errors
    /// [`Cause::Broken`] for nothing at all, for too much text, or for a picture that it does not look at.
    fn ask(&self, matter: Matter<'_>, access: &Access) -> Result<Exchange, Failure>;
    /// Reads the answer.
    ///
    /// # Errors
    /// It failed, or it said nothing that can be understood: ask a person.
    fn verdict(&self, answer: &Answer) -> Result<Verdict, Failure>;
}

static MODERATORS: [&dyn Moderator; 2] = [&openai::OPENAI, &llama_guard::LLAMA_GUARD];

/// All of them, the one that sees first. The embedded rules, which are no outside moderator, are not among them.
#[must_use]
pub fn moderators() -> &'static [&'static dyn Moderator] {
    &MODERATORS
}

/// The one with this name.
#[must_use]
pub fn moderator(id: &str) -> Option<&'static dyn Moderator> {
    moderators().iter().copied().find(|moderator| moderator.id() == id)
}

/// What can be asked about.
fn askable<'a>(matter: Matter<'a>, sees: bool) -> Result<Matter<'a>, Failure> {
    let broken = |what: &str| Err(Failure::of(Cause::Broken, what));
    if matter.text.trim().is_empty() && matter.picture.is_none() {
        return broken("there is nothing to look at");
    }
    if matter.text.chars().count() > MAX_TEXT {
        return broken("the text is too long to be looked at");
    }
    if matter.picture.is_some() && !sees {
        return broken("this moderator does not look at pictures");
    }
    Ok(matter)
}

fn sorted(mut flagged: Vec<Found>, rules: &str) -> Verdict {
    flagged.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.code.cmp(&b.code)));
    Verdict { flagged, rules: rules.chars().filter(char::is_ascii_graphic).take(100).collect() }
}

#[cfg(test)]
mod tests;
