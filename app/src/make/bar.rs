//! The bar at the bottom: where it is made, what it costs, how long it takes, and the one button.

use leptos::prelude::*;
use ui::{Button, Icon, Look};
use wire::gateway::Generator;

use super::generator::price;
use super::preview::Speed;
use crate::context::Shared;
use crate::render::Pace;
use crate::time::about;

/// What the button is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// It waits to be pressed.
    Nothing,
    /// The script is measured, the voice loaded for it.
    Measuring,
    /// The clip is asked for.
    Asking,
}

/// The bar.
#[component]
pub fn MakeBar(
    /// Seconds of speech.
    #[prop(into)]
    seconds: Signal<f32>,
    /// Whether the clip can be made as it stands.
    #[prop(into)]
    disabled: Signal<bool>,
    /// The outside generator that is paid, or none for the studio.
    #[prop(into)]
    paid: Signal<Option<Generator>>,
    /// What the button is doing.
    #[prop(into)]
    doing: Signal<Doing>,
    /// Asks for it.
    #[prop(into)]
    on_make: Callback<()>,
) -> impl IntoView {
    let fetched = Shared::get().crew.fetched;
    let time = move || match (doing.get(), fetched.get()) {
        (Doing::Measuring, Some(part)) => format!("Fetching the voice, {:.0} %", part * 100.0),
        _ if paid.with(Option::is_some) => {
            paid.get().and_then(|g| g.usual_wait_s).map_or_else(String::new, |s| about(s as f32))
        }
        _ => about(Pace::kept().expect_s(seconds.get())),
    };
    let busy = Signal::derive(move || doing.get() != Doing::Nothing);
    let words = move || if doing.get() == Doing::Measuring { "Measuring" } else { "Make it" };
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
                <span class="make-bar__free">
                    {move || match paid.get() {
                        Some(g) => {
                            let cost = price(g.price_micro_usd.unwrap_or_default());
                            view! { <Icon name="clapper" />{format!("{cost}, by {}", g.provider_title)} }.into_any()
                        }
                        None => view! { <Icon name="device" />"Free, on this device" }.into_any(),
                    }}
                </span>
                <span class="number">{time}</span>
                <span class="number make-bar__size">{size}</span>
            </p>
            <Button look=Look::Primary icon="clapper" disabled=disabled busy=busy on_press=move |_| on_make.run(())>
                {words}
            </Button>
        </div>
    }
}
