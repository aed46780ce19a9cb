//! A point on a picture that can be dragged, or moved with the arrow keys.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;

/// How far an arrow key moves a point, and with Shift, as a fraction of the picture.
const STEP: f32 = 0.005;
const STRIDE: f32 = 0.04;

/// Where a key moves a point; none for a key that does not.
fn moved([x, y]: [f32; 2], key: &str, far: bool) -> Option<[f32; 2]> {
    let step = if far { STRIDE } else { STEP };
    let (dx, dy) = match key {
        "ArrowLeft" => (-step, 0.0),
        "ArrowRight" => (step, 0.0),
        "ArrowUp" => (0.0, -step),
        "ArrowDown" => (0.0, step),
        _ => return None,
    };
    Some([(x + dx).clamp(0.0, 1.0), (y + dy).clamp(0.0, 1.0)])
}

/// The point.
#[component]
pub fn Handle(
    /// What it marks, in words.
    label: &'static str,
    /// Name of its look.
    #[prop(default = "point")]
    look: &'static str,
    /// Where it is, as fractions of the stage.
    #[prop(into)]
    at: Signal<[f32; 2]>,
    /// Takes where it is moved to.
    #[prop(into)]
    on_move: Callback<[f32; 2]>,
    /// The picture that it lies on.
    stage: NodeRef<Div>,
) -> impl IntoView {
    let (node, dragged) = (NodeRef::<Button>::new(), RwSignal::new(false));
    let follow = move |event: &PointerEvent| {
        if let Some(stage) = stage.get_untracked() {
            on_move.run(browser::pointer::place(event, &stage));
        }
    };
    let down = move |event: PointerEvent| {
        if let Some(node) = node.get_untracked() {
            browser::pointer::hold(&event, &node);
        }
        dragged.set(true);
    };
    let key = move |event: KeyboardEvent| {
        if let Some(to) = moved(at.get_untracked(), &event.key(), event.shift_key()) {
            event.prevent_default();
            on_move.run(to);
        }
    };
    let percent = move |axis: usize| at.get().get(axis).map_or(0.0, |v| 100.0 * v);
    view! {
        <button
            class=format!("handle handle--{look}")
            type="button"
            role="slider"
            node_ref=node
            title=label
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", percent(0))
            aria-valuetext=move || format!("{:.0} % from the left, {:.0} % from the top", percent(0), percent(1))
            style:left=move || format!("{:.2}%", percent(0))
            style:top=move || format!("{:.2}%", percent(1))
            on:pointerdown=down
            on:pointermove=move |event| {
                if dragged.get_untracked() {
                    follow(&event);
                }
            }
            on:pointerup=move |_| dragged.set(false)
            on:pointercancel=move |_| dragged.set(false)
            on:keydown=key
        ></button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_a_point_and_never_off_the_picture() {
        assert_eq!(moved([0.5, 0.5], "ArrowLeft", false), Some([0.495, 0.5]));
        assert_eq!(moved([0.5, 0.99], "ArrowDown", true), Some([0.5, 1.0]));
        assert_eq!(moved([0.5, 0.5], "Enter", false), None);
    }
}
