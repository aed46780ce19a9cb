//! The head of the opened pack, turning slowly in the light.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::workers::studio::{Answer, Request};

use crate::context::Shared;

/// Pixels of the picture.
const SIZE: (u32, u32) = (360, 640);
/// One turn to both sides, in milliseconds.
const TURN_MS: f64 = 7000.0;
/// Between two pictures at least, in milliseconds.
const EVERY_MS: i32 = 50;

/// A head that swings from one side to the other and back once each unit of time, slowing down at the sides: -1 to 1.
fn swing(time: f64) -> f32 {
    let part = (time + 0.25).fract();
    let there = if part < 0.5 { part * 2.0 } else { 2.0 - part * 2.0 };
    ((there * there * (3.0 - 2.0 * there)) * 2.0 - 1.0) as f32
}

/// The portrait of the pack that the studio has open.
#[component]
pub fn Portrait() -> impl IntoView {
    let shared = Shared::get();
    let canvas = NodeRef::<Canvas>::new();
    let lit = RwSignal::new(false);
    spawn_local(async move {
        let Ok(studio) = shared.crew.studio().await else { return };
        let still = browser::page::reduced_motion();
        let began = browser::clock::tick_ms();
        loop {
            if canvas.is_disposed() {
                return;
            }
            let turn = if still { 0.0 } else { swing((browser::clock::tick_ms() - began) / TURN_MS) };
            let ask = Request::Portrait { width: SIZE.0, height: SIZE.1, turn };
            let Ok((Answer::Still { width, height, .. }, buffers)) = studio.ask(&ask, Vec::new()).await else { return };
            let Some(element) = canvas.try_get_untracked() else { return };
            if let (Some(element), Some(rgba)) = (element, buffers.first()) {
                lit.set(browser::canvas::draw_rgba(&element, rgba, width, height));
            }
            if still {
                return;
            }
            browser::clock::sleep(EVERY_MS).await;
        }
    });
    view! {
        <div class="portrait" class:portrait--lit=move || lit.get()>
            <canvas
                class="portrait__picture"
                node_ref=canvas
                width=SIZE.0
                height=SIZE.1
                role="img"
                aria-label="Your understudy, turning its head"
            ></canvas>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_starts_ahead_and_swings_to_both_sides() {
        assert!(swing(0.0).abs() < 1e-6);
        assert!((swing(0.25) - 1.0).abs() < 1e-6);
        assert!((swing(0.75) + 1.0).abs() < 1e-6);
        assert!((swing(1.5) - swing(0.5)).abs() < 1e-6);
    }
}
