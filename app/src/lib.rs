//! The page: feed, scan, make, understudy and settings, drawn in the browser.
//!
//! One library, and programs that have a part of it each: see [`Program`].

// Pure parts are tested natively, where nothing calls the views.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
#![allow(unreachable_pub, reason = "few names leave this crate: pub says what a module means to give")]

mod api;
mod app;
mod avatars;
mod characters;
mod choose;
mod clip;
mod context;
mod crew;
mod downloads;
mod exports;
mod feed;
mod fetched;
mod join;
mod likeness;
mod make;
mod notices;
mod paged;
mod people;
mod place;
mod profile;
mod program;
mod render;
mod requests;
mod reviews;
mod routes;
mod rules;
mod scan;
mod session;
mod settings;
mod shell;
mod sign_in;
mod spending;
mod takedowns;
mod time;
mod trouble;
mod uses;
mod voices;

pub use notices::{hear_no_more_than_the_number, hear_notices};
pub use program::{rooms, start, watch};
pub use wire::screens::Program;
