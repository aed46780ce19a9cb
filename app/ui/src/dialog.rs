//! A question before something that cannot be undone.

use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

use crate::{Button, Look};

/// A dialog that is open from the start, with what it says inside. Escape closes it.
#[component]
pub fn Dialog(
    /// What happened.
    #[prop(into)]
    title: String,
    /// It was closed.
    #[prop(into)]
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<DialogElement>::new();
    Effect::new(move || {
        if let Some(dialog) = node.get().filter(|dialog| !dialog.open()) {
            drop(dialog.show_modal());
        }
    });
    let label = title.clone();
    view! {
        <dialog class="dialog" node_ref=node aria-label=label on:close=move |_| on_close.run(())>
            <h2 class="dialog__title">{title}</h2>
            <div class="dialog__body">{children()}</div>
        </dialog>
    }
}

/// A dialog that asks. It opens while `open` is true; Escape and the quiet button close it.
#[component]
pub fn Confirm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: String,
    /// What the dangerous button does.
    #[prop(into)]
    action: String,
    /// What the quiet button says.
    #[prop(default = "Keep it")]
    keep: &'static str,
    /// Whether it is being done.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Not yet allowed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<DialogElement>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                drop(dialog.show_modal());
            }
        } else {
            dialog.close();
        }
    });
    let label = title.clone();
    view! {
        <dialog class="dialog" node_ref=node aria-label=label on:close=move |_| open.set(false)>
            <h2 class="dialog__title">{title}</h2>
            <div class="dialog__body">{children()}</div>
            <div class="dialog__actions">
                <Button on_press=move |_| open.set(false)>{keep}</Button>
                <Button look=Look::Danger busy=busy disabled=disabled on_press=move |_| on_confirm.run(())>
                    {action}
                </Button>
            </div>
        </dialog>
    }
}
