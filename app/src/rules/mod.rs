//! What an understudy may be used for.

mod changes;
mod languages;
mod list;
mod outside;
mod own_words;
mod page;
mod pause;
mod people;
mod sentences;
mod themes;
mod versions;

pub use page::{Rules, RulesPage};
pub use pause::PauseAll;
pub use sentences::sentences;
