//! Notices: what comes live, and the page of all that was told. The way there, with the number, is in the bar of the app.
//!
//! The feed knows the number alone; sentences are for the rooms.

mod day;
mod line;
mod live;
mod page;
mod words;

pub use live::{Hear, News, hear_no_more_than_the_number, hear_notices, listen};
pub use page::NoticesPage;
