//! How loud it is, as a bar.

use std::rc::Rc;

use browser::microphone::Microphone;
use leptos::prelude::*;

/// Between two looks at the level, in milliseconds.
const LOOK_MS: i32 = 60;

/// The level of a microphone.
#[component]
pub fn Meter(
    /// Once it is open.
    microphone: StoredValue<Option<Rc<Microphone>>, LocalStorage>,
    /// Whether it records.
    live: Signal<bool>,
) -> impl IntoView {
    let level = RwSignal::new(0.0f32);
    StoredValue::new_local(browser::clock::every(LOOK_MS, move || {
        let now = microphone.try_with_value(|m| m.as_ref().map_or(0.0, |m| m.level()));
        level.try_set(now.unwrap_or(0.0));
    }));
    view! {
        <div class="meter" class:meter--live=live aria-hidden="true">
            <span class="meter__level" style:--level=move || format!("{:.3}", (level.get() * 6.0).sqrt().min(1.0))></span>
        </div>
    }
}
