//! The edge of Understudy: HTTP API, pages and Durable Objects, as one Cloudflare Worker.
//!
//! [`operations`] lists what can be asked; [`router`] lets it in; each noun has its routes and its SQL.

pub mod accounts;
pub mod avatars;
pub mod body;
pub mod characters;
pub mod clips;
pub mod consent;
pub mod crypto;
pub mod cursor;
pub mod dates;
pub mod db;
pub mod downloads;
pub mod error;
pub mod expiring;
pub mod exports;
pub mod gateway;
pub mod guard;
pub mod idempotency;
pub mod inspection;
pub mod instance;
pub mod invites;
pub mod jobs;
pub mod likeness;
pub mod limiter;
pub mod log;
pub mod moderation;
pub mod notices;
pub mod objects;
pub mod operations;
pub mod outside;
pub mod pages;
pub mod people;
pub mod remixes;
pub mod renders;
pub mod requests;
pub mod router;
pub mod sealed;
pub mod session;
pub mod state;
pub mod takedowns;
pub mod views;
pub mod voices;

use worker::{Context, Env, ScheduleContext, ScheduledEvent, event, web_sys};

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _: Context) -> worker::Result<web_sys::Response> {
    router::answer(request, env).await
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    jobs::run(env).await;
}
