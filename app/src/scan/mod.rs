//! "Make your understudy": nine poses, three words, a reading if one likes, a pack; pictures and sound stay on this
//! device.

mod announce;
mod build;
mod end;
mod ended;
mod hear;
mod instruct;
mod intro;
mod meter;
mod page;
mod poses;
mod quality;
mod read;
mod reader;
mod review;
mod sight;
mod speak;
mod state;
mod stop;
mod title;

pub use meter::Meter;
pub use page::ScanPage;
pub use reader::{Opens, Reader};
