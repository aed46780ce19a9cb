//! Notices: the bell, what comes live, and the page of all that was told.
//!
//! The feed knows the number alone; sentences are for the rooms.

mod bell;
mod day;
mod line;
mod live;
mod page;
mod words;

pub use bell::Bell;
pub use live::{Hear, News, hear_no_more_than_the_number, hear_notices, listen};
pub use page::NoticesPage;
