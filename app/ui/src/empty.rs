//! A place with nothing in it yet: it says what can come here and how.

use leptos::prelude::*;

/// A lit spot with a sentence and the next step.
#[component]
pub fn Empty(
    /// One sentence, in display type.
    #[prop(into)]
    title: String,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="empty">
            <h1 class="empty__title">{title}</h1>
            <div class="empty__body">{children()}</div>
        </section>
    }
}
