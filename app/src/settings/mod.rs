//! The visitor's account: name, sessions, invites, and the way out.

mod delete;
mod invites;
mod name;
mod page;
mod sessions;

pub use page::SettingsPage;
