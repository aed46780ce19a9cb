//! Short news at the edge of the screen.

use leptos::prelude::*;

/// One short sentence that goes away by itself, perhaps with a link or a way back.
#[derive(Clone, Default)]
pub struct Toast {
    /// The sentence. Empty: nothing is shown.
    pub text: String,
    /// Address and words of a link.
    pub link: Option<(String, &'static str)>,
    /// Takes back what the sentence says.
    pub undo: Option<Callback<()>>,
}

impl Toast {
    /// Whether both say the same.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.text == other.text && self.link == other.link
    }
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
            <button
                class="toast__undo"
                type="button"
                hidden=move || toast.get().undo.is_none()
                on:click=move |_| {
                    if let Some(undo) = toast.get_untracked().undo {
                        undo.run(());
                    }
                }
            >
                "Undo"
            </button>
        </div>
    }
}
