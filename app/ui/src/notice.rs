//! A thing to know, in the flow of the page.

use leptos::prelude::*;

use crate::Icon;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Something went wrong: read out at once.
    Trouble,
    /// Something is done.
    Good,
}

/// A notice with an icon, a sentence and what to do.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// What happened.
    #[prop(into, optional)]
    title: Option<String>,
    children: Children,
) -> impl IntoView {
    let (class, role, icon) = match tone {
        Tone::Info => ("notice", "status", "info"),
        Tone::Trouble => ("notice notice--trouble", "alert", "alert"),
        Tone::Good => ("notice notice--good", "status", "check"),
    };
    view! {
        <div class=class role=role>
            <Icon name=icon />
            <div class="notice__words">
                {title.map(|t| view! { <p class="notice__title">{t}</p> })}
                {children()}
            </div>
        </div>
    }
}
