//! Short news at the edge of the screen.

use leptos::prelude::*;

/// One short sentence that goes away by itself, perhaps with a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toast {
    /// The sentence. Empty: nothing is shown.
    pub text: String,
    /// Address and words of a link.
    pub link: Option<(String, &'static str)>,
}

/// Shows the current toast and reads it out.
#[component]
pub fn ToastView(
    /// What is shown.
    #[prop(into)]
    toast: Signal<Toast>,
) -> impl IntoView {
    view! {
        <div class="toast" class:toast--shown=move || !toast.get().text.is_empty() role="status" aria-live="polite">
            <span>{move || toast.get().text}</span>
            {move || toast.get().link.map(|(href, words)| view! { <a href=href>{words}</a> })}
        </div>
    }
}
