//! What an understudy may be used for.

mod list;
mod own_words;
mod page;
mod people;
mod sentences;
mod themes;

pub use page::RulesPage;
pub use sentences::sentences;
