//! The page: feed, scan, make, understudy and settings, drawn in the browser.

// Pure parts are tested natively, where nothing calls the views.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
#![allow(unreachable_pub, reason = "a program exports nothing: pub says what a module means to give")]

mod api;
mod app;
mod clip;
mod context;
mod crew;
mod feed;
mod fetched;
mod join;
mod likeness;
mod make;
mod profile;
mod render;
mod routes;
mod scan;
mod session;
mod settings;
mod shell;
mod sign_in;
mod time;
mod trouble;

fn main() {
    leptos::mount::mount_to_body(app::App);
    browser::page::remove("#opening");
    browser::page::keep_shell("/sw.js");
}
