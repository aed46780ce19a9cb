//! A ring of segments around an oval that fill one after another.

use leptos::prelude::*;

/// Radii of the oval in the units of its view box, 200 x 260.
const RX: f64 = 94.0;
const RY: f64 = 124.0;
/// What the path counts as its own length, so that dashes can be given in parts of it.
const PATH_UNITS: f64 = 1000.0;

/// The ring. Each value is how full a segment is, 0 to 1, clockwise from the top.
#[component]
pub fn Ring(
    /// Fill of each segment.
    #[prop(into)]
    segments: Signal<Vec<f32>>,
) -> impl IntoView {
    let path = format!("M100 {} A{RX} {RY} 0 0 1 100 {} A{RX} {RY} 0 0 1 100 {}", 130.0 - RY, 130.0 + RY, 130.0 - RY);
    view! {
        <svg class="ring" viewBox="0 0 200 260" aria-hidden="true" attr:focusable="false">
            {move || {
                let parts = segments.get();
                let each = PATH_UNITS / parts.len().max(1) as f64;
                let gap = 10.0;
                parts
                    .into_iter()
                    .enumerate()
                    .flat_map(|(i, full)| {
                        let from = -(i as f64 * each + gap / 2.0);
                        let long = each - gap;
                        [("ring__track", long), ("ring__fill", long * f64::from(full.clamp(0.0, 1.0)))]
                            .map(|(class, dash)| {
                                view! {
                                    <path
                                        class=class
                                        d=path.clone()
                                        attr:pathLength=PATH_UNITS.to_string()
                                        stroke-dasharray=format!("{dash:.1} {:.1}", PATH_UNITS - dash)
                                        stroke-dashoffset=format!("{from:.1}")
                                    ></path>
                                }
                            })
                    })
                    .collect_view()
            }}
        </svg>
    }
}
