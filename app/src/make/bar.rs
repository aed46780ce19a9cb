//! The bar at the bottom: where it is made, what it costs, how long it takes, and the one button.

use leptos::prelude::*;
use ui::{Button, Icon, Look};

use super::generator::{Choosing, price};
use super::preview::Speed;
use super::saying::Saying;
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

/// What is paid for.
#[derive(Debug, Clone, PartialEq)]
pub struct Paid {
    /// Its price in words, and whose it is.
    words: String,
    /// How long people waited lately, in seconds; none where it is made here.
    wait_s: Option<Option<u32>>,
}

impl Paid {
    /// By what is chosen. Tracked.
    #[must_use]
    pub fn of(choosing: Choosing, saying: Saying) -> Option<Self> {
        let words = |micro: Option<u64>, whose: &str| format!("{}, by {whose}", price(micro.unwrap_or_default()));
        let drawn = choosing
            .one()
            .map(|g| Self { words: words(g.price_micro_usd, &g.provider_title), wait_s: Some(g.usual_wait_s) });
        drawn.or_else(|| {
            let said = saying.one()?;
            let words = format!("{} for the voice, by {}", price(said.price_micro_usd.unwrap_or_default()), said.title);
            Some(Self { words, wait_s: None })
        })
    }
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
    /// The outside generator or voice that is paid, or none for the studio.
    #[prop(into)]
    paid: Signal<Option<Paid>>,
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
        _ if paid.with(|paid| paid.as_ref().is_some_and(|paid| paid.wait_s.is_some())) => {
            paid.get().and_then(|paid| paid.wait_s.flatten()).map_or_else(String::new, |s| about(s as f32))
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
                        Some(paid) => view! { <Icon name="clapper" />{paid.words} }.into_any(),
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
