//! Whether the cast still wants what this device draws: asked every few seconds while it works.

use domain::RenderId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::renders::Render;

use super::page::Leaving;
use crate::api;
use crate::fetched::Fetched;

/// Between two looks, in milliseconds.
const LOOK_MS: i32 = 2500;

/// Whether somebody has ended it: one of the cast by taking back their yes, its creator in another window, or the clock.
fn over(render: &Render) -> bool {
    let taken_back = render.job.as_ref().is_some_and(|job| job.state == "cancelled");
    taken_back || matches!(render.state.as_str(), "withdrawn" | "refused" | "cancelled" | "expired")
}

/// Looks at the render until the page is left. What is over is drawn no more: the workers are stopped, the packs wiped, and
/// the page says what it is now.
pub(super) fn watch(id: RenderId, run: StoredValue<Leaving, LocalStorage>, all: Fetched<Render>) {
    let looking = browser::clock::every(LOOK_MS, move || {
        let id = id.clone();
        spawn_local(async move {
            let now = match api::render(&id).await {
                Ok(now) if over(&now) => Some(now),
                // Deleted with an account, or no longer this session's.
                Err(error) if error.is_final() => None,
                _ => return,
            };
            // Who gave it up, or has left, is shown something else already.
            if run.try_update_value(|run| run.0.end()) != Some(true) {
                return;
            }
            match now {
                Some(now) => all.set(now),
                None => all.reload(),
            }
        });
    });
    StoredValue::new_local(looking);
}
