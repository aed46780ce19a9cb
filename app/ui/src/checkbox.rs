//! Boxes to tick. Never ticked beforehand.

use leptos::prelude::*;

/// A box with a sentence.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="checkbox">
            <label class="checkbox__row">
                <input
                    type="checkbox"
                    prop:checked=move || checked.get()
                    aria-invalid=move || error.get().map(|_| "true")
                    on:change:target=move |event| checked.set(event.target().checked())
                />
                <span>{children()}</span>
            </label>
            <p class="field__error" aria-live="polite">{move || error.get()}</p>
        </div>
    }
}
