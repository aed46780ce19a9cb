//! "Make your understudy": six poses, three words, a pack; all on this device until the visitor says so.

mod build;
mod instruct;
mod intro;
mod page;
mod poses;
mod review;
mod speak;
mod state;
mod title;

pub use page::ScanPage;
