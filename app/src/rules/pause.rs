//! The switch that makes everything stand still.

use domain::consent::Policy;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::trouble::Trouble;

/// One switch: everything stands still.
#[component]
pub fn Pause(
    /// The rules as they stand.
    policy: RwSignal<Policy>,
    /// What they are about.
    whose: Whose,
) -> impl IntoView {
    let whose = StoredValue::new(whose);
    let shown = if whose.with_value(|whose| *whose == Whose::Likeness) { "you" } else { "it" };
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let paused = move || policy.get().paused;
    let turn = move |_| {
        let pause = !policy.with_untracked(|policy| policy.paused);
        let about = whose.get_value();
        busy.set(true);
        spawn_local(async move {
            match api::pause(&about, pause, intent).await {
                Ok(now) => {
                    policy.try_set(now.policy);
                    shared.tell(if pause { "Everything is paused." } else { "It goes on, by your rules." });
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    };
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            aria-checked=move || if paused() { "true" } else { "false" }
            disabled=move || busy.get()
            on:click=turn
        >
            <span class="switch__words">
                <strong>"Pause everything"</strong>
                <span class="fine">{format!("Nobody can use it, and every clip that shows {shown} is hidden until you go on.")}</span>
            </span>
            <span class="switch__knob" aria-hidden="true"></span>
        </button>
    }
}
