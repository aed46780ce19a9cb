//! Saving a clip's file, and what owners are told of it.

mod list;
mod save;

pub use list::SavedByOthers;
pub use save::SavePage;
