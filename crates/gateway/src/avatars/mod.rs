//! Consented avatars: a lasting likeness of one person at a provider, made from a still of theirs, ready once they have said
//! yes on the provider's own page, and its removal.
//!
//! A film of one is ordered from the generator of the same provider that stands in [`crate::table`].

mod heygen;

use serde::{Deserialize, Serialize};

use crate::{Access, Answer, Exchange, Failure, Provider};

/// What an avatar is called at its provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct There {
    /// The look, which is what a film names.
    pub look: String,
    /// The group that it lies in, which is what is agreed to.
    pub group: String,
}

/// Where an avatar stands at its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is made ready.
    Training,
    /// It waits for the yes of the person on the provider's page.
    Consent,
    /// Films can be ordered.
    Ready,
    /// It could not be made, or the person said no.
    Failed,
}

/// A provider of avatars.
pub trait Maker: Sync {
    /// Whose door it stands behind.
    fn provider(&self) -> &'static Provider;
    /// The generator that films an avatar of this provider.
    fn generator(&self) -> &'static str;
    /// The line of the price table that says what making one costs.
    fn making(&self) -> &'static str;
    /// Asks for an avatar of who is seen in the still. `name` is what the operator sees there, so no name of a person. Said
    /// again with the same `key`, `name` and address it is the same one, for [`Maker::remembers_s`].
    ///
    /// # Errors
    /// [`crate::Cause::Broken`] where it cannot be said.
    fn make(&self, name: &str, key: &str, still: &str, access: &Access) -> Result<Exchange, Failure>;
    /// For how long the provider knows an order by its key, in seconds.
    fn remembers_s(&self) -> u32;
    /// Reads the answer to [`Maker::make`].
    ///
    /// # Errors
    /// What the provider refused, and whether trying again helps.
    fn made(&self, answer: &Answer) -> Result<There, Failure>;
    /// Asks where it stands.
    fn look(&self, there: &There, access: &Access) -> Exchange;
    /// Reads the answer to [`Maker::look`].
    ///
    /// # Errors
    /// The question failed; [`crate::Cause::Gone`]: it is not there any more.
    fn looked(&self, answer: &Answer) -> Result<Stands, Failure>;
    /// Asks for the page on which the person agrees; `back` is where they go from there.
    ///
    /// # Errors
    /// [`crate::Cause::Broken`] where it cannot be said.
    fn consent(&self, there: &There, back: &str, access: &Access) -> Result<Exchange, Failure>;
    /// Reads the answer to [`Maker::consent`]: the page's address, over https; over http where the provider's door is, too.
    ///
    /// # Errors
    /// The question failed.
    fn page(&self, answer: &Answer, access: &Access) -> Result<String, Failure>;
    /// Removes it with all that was made of the still: these, one after another.
    fn delete(&self, there: &There, access: &Access) -> Vec<Exchange>;
    /// Reads the answer to one of [`Maker::delete`]: what is not there is removed.
    ///
    /// # Errors
    /// The question failed.
    fn deleted(&self, answer: &Answer) -> Result<(), Failure>;
}

/// All of them.
static MAKERS: [&dyn Maker; 1] = [&heygen::HEYGEN_AVATARS];

/// All of them, in the order in which they are shown.
#[must_use]
pub fn makers() -> &'static [&'static dyn Maker] {
    &MAKERS
}

/// The one at this provider, by the name that owners allow.
#[must_use]
pub fn maker(provider: &str) -> Option<&'static dyn Maker> {
    makers().iter().copied().find(|maker| maker.provider().name == provider)
}

/// The one whose making this line of the price table prices.
#[must_use]
pub fn making(line: &str) -> Option<&'static dyn Maker> {
    makers().iter().copied().find(|maker| maker.making() == line)
}

#[cfg(test)]
mod tests;
