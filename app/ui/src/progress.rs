//! Waiting, with and without a known end.

use leptos::prelude::*;

/// A bar that fills. Its label is read out with the value.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// 0 to 1; none while the end is not known.
    #[prop(into)]
    value: Signal<Option<f32>>,
) -> impl IntoView {
    view! {
        <progress
            class="progress"
            class:progress--open=move || value.get().is_none()
            aria-label=move || label.get()
            max="100"
            value=move || value.get().map(|v| format!("{:.0}", v.clamp(0.0, 1.0) * 100.0))
        ></progress>
    }
}

/// A quiet sign that something is being fetched. Appears late, so that quick answers do not flicker.
#[component]
pub fn Waiting(
    /// What is fetched.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="waiting" role="status">
            <span class="waiting__light" aria-hidden="true"></span>
            <span class="hidden">{label}</span>
        </div>
    }
}
