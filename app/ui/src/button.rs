//! Buttons.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::Icon;

/// How much a button wants to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one action of a screen, lit.
    Primary,
    /// Another way on.
    #[default]
    Plain,
    /// Text only.
    Quiet,
    /// Ends or removes something.
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

/// A button that says what it does. While busy it stays where it is, keeps the focus and does nothing.
#[component]
pub fn Button(
    /// How much it wants to be pressed.
    #[prop(optional)]
    look: Look,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Cannot be pressed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Is doing what it says.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// What it does.
    #[prop(into, optional)]
    on_press: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=look.class()
            type=if submit { "submit" } else { "button" }
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(run) = on_press {
                    run.run(event);
                }
            }
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()}</span>
        </button>
    }
}

/// A round button with an icon only. Its label is read out and shown as a hint.
#[component]
pub fn IconButton(
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Name in the sprite.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// Whether it is on, for what can be on and off.
    #[prop(into, optional)]
    pressed: Option<Signal<bool>>,
    /// A number or word under the icon.
    #[prop(into, optional)]
    caption: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            title=move || label.get()
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|p| if p.get() { "true" } else { "false" })
            on:click=move |event| on_press.run(event)
        >
            <Icon name=icon />
            <Show when=move || !caption.get().is_empty()>
                <span class="icon-button__caption" aria-hidden="true">{move || caption.get()}</span>
            </Show>
        </button>
    }
}
