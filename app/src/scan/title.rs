//! The heading of a step.

use leptos::html::H1;
use leptos::prelude::*;

/// The heading of a step after the first. It takes the focus, so that whoever uses a keyboard or a reader is there, too.
#[component]
pub fn Title(children: Children) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    Effect::new(move || {
        if let Some(title) = node.get() {
            drop(title.focus());
        }
    });
    view! {
        <h1 class="poses__instruction" tabindex="-1" node_ref=node>
            {children()}
        </h1>
    }
}
