//! The bar at the bottom: where it is made, what it costs, how long it takes, and the one button.

use leptos::prelude::*;
use ui::{Button, Icon, Look};

use super::preview::Speed;
use crate::render::Pace;
use crate::time::about;

/// The bar.
#[component]
pub fn MakeBar(
    /// Seconds of speech.
    #[prop(into)]
    seconds: Signal<f32>,
    /// Whether the clip can be made as it stands.
    #[prop(into)]
    disabled: Signal<bool>,
    /// Whether it is being asked for.
    #[prop(into)]
    busy: Signal<bool>,
    /// Asks for it.
    #[prop(into)]
    on_make: Callback<()>,
) -> impl IntoView {
    let time = move || about(Pace::kept().expect_s(seconds.get()));
    let size = move || {
        let (width, height) = Speed::here().size();
        match Speed::here() {
            Speed::Full => format!("{width} × {height}"),
            Speed::Reduced => format!("{width} × {height}, to suit this device"),
        }
    };
    view! {
        <div class="make-bar">
            <p class="make-bar__facts">
                <span class="make-bar__free"><Icon name="device" />"Free, on this device"</span>
                <span class="number">{time}</span>
                <span class="number make-bar__size">{size}</span>
            </p>
            <Button look=Look::Primary icon="clapper" disabled=disabled busy=busy on_press=move |_| on_make.run(())>
                "Make it"
            </Button>
        </div>
    }
}
