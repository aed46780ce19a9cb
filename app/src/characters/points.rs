//! What lies on the picture: the frame around the thing, or its mouth and eyes.

use leptos::html::Div;
use leptos::prelude::*;

use super::handle::Handle;
use super::state::{Choices, with_side};

/// Sides of the frame, in its order.
const SIDES: [&str; 4] =
    ["Left side of the frame", "Top of the frame", "Right side of the frame", "Bottom of the frame"];

/// The frame, with a handle in the middle of each side.
#[component]
pub fn FramePoints(choices: Choices, stage: NodeRef<Div>) -> impl IntoView {
    let frame = choices.frame;
    let percent = |v: f32| format!("{:.2}%", 100.0 * v);
    let handles = SIDES.into_iter().enumerate().map(|(side, label)| {
        let at = move || {
            let [left, top, right, bottom] = frame.get();
            let (x, y) = (0.5 * (left + right), 0.5 * (top + bottom));
            [[left, y], [x, top], [right, y], [x, bottom]].get(side).copied().unwrap_or_default()
        };
        let on_move = move |to: [f32; 2]| {
            let to = to.get(side % 2).copied().unwrap_or_default();
            frame.update(|frame| *frame = with_side(*frame, side, to));
        };
        view! { <Handle label=label look="side" at=Signal::derive(at) on_move=on_move stage=stage /> }
    });
    view! {
        <div
            class="cutting__frame"
            style:left=move || percent(frame.get()[0])
            style:top=move || percent(frame.get()[1])
            style:width=move || percent(frame.get()[2] - frame.get()[0])
            style:height=move || percent(frame.get()[3] - frame.get()[1])
        ></div>
        {handles.collect_view()}
    }
}

/// The corners of the mouth, and the eyes if it blinks.
#[component]
pub fn MarkPoints(choices: Choices, stage: NodeRef<Div>) -> impl IntoView {
    let pair = move |points: RwSignal<[[f32; 2]; 2]>, labels: [&'static str; 2], look: &'static str| {
        labels
            .into_iter()
            .enumerate()
            .map(move |(side, label)| {
                let at = move || points.get().get(side).copied().unwrap_or_default();
                let on_move = move |to: [f32; 2]| {
                    choices.marked.set(true);
                    points.update(|points| {
                        if let Some(point) = points.get_mut(side) {
                            *point = to;
                        }
                    });
                };
                view! { <Handle label=label look=look at=Signal::derive(at) on_move=on_move stage=stage /> }
            })
            .collect_view()
    };
    view! {
        {pair(choices.mouth, ["Left corner of the mouth", "Right corner of the mouth"], "mouth")}
        <Show when=move || choices.blinks.get()>
            {pair(choices.eyes, ["Left eye", "Right eye"], "eye")}
        </Show>
    }
}
