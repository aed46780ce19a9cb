//! Choosing a file.

use browser::file::{ChosenFile, chosen};
use leptos::prelude::*;
use ui::Icon;

/// A button that opens the device's own dialog for a file.
#[component]
pub fn ChooseFile(
    /// What it says.
    words: &'static str,
    /// What is accepted, as the attribute of that name has it.
    accept: &'static str,
    /// Its icon.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Which camera takes it, where one should.
    #[prop(optional)]
    capture: Option<&'static str>,
    /// Whether it stands back behind other buttons.
    #[prop(optional)]
    quiet: bool,
    /// Whether what was chosen is being opened.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Whether nothing can be chosen now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Takes the file.
    #[prop(into)]
    on_file: Callback<ChosenFile>,
) -> impl IntoView {
    view! {
        <label class="button source__button" class:button--quiet=quiet class:button--busy=busy>
            <Icon name=icon.unwrap_or("plus") />
            <span>{words}</span>
            <input
                class="source__input"
                type="file"
                accept=accept
                capture=capture
                disabled=disabled
                on:change:target=move |event| {
                    if let Some(file) = chosen(&event.target()) {
                        on_file.run(file);
                    }
                }
            />
        </label>
    }
}
