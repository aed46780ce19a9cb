//! Everything that the page asks of the browser, as Rust: futures for promises, guards that stop what they started.
//!
//! Only this crate of the page names web-sys and js-sys. Elements come in from the view as leptos hands them out.

pub mod assets;
pub mod buffer;
pub mod camera;
pub mod canvas;
pub mod clock;
pub mod crypto;
pub mod events;
pub mod file;
pub mod frames;
pub mod http;
mod js;
pub mod listen;
pub mod media_error;
pub mod microphone;
pub mod page;
pub mod passkey;
pub mod picture;
pub mod pointer;
pub mod scroll;
pub mod share;
pub mod socket;
pub mod sound;
pub mod store;
pub mod video;
pub mod worker;

pub use buffer::Buffer;
