//! Text fields: label above, hint and error below, bound to a signal.

use leptos::prelude::*;

/// One line of text.
#[component]
pub fn TextField(
    /// Names the element; also what the label and the error point to.
    id: &'static str,
    /// What goes in.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// What helps while typing.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Browser's name for it, for filling in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Shown before the text.
    #[prop(optional)]
    prefix: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <div class="field__box">
                {prefix.map(|p| view! { <span class="field__prefix" aria-hidden="true">{p}</span> })}
                <input
                    class="field__input"
                    id=id
                    name=id
                    type="text"
                    autocomplete=autocomplete.unwrap_or("off")
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=format!("{id}-note")
                    aria-invalid=move || error.get().map(|_| "true")
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
            </div>
            <Note id=id hint=hint error=error />
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Names the element.
    id: &'static str,
    /// What goes in.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// Lines shown.
    #[prop(default = 3)]
    rows: u32,
    /// Shown while empty, as an example.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// What helps while typing.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Shown at the right of the label, for example a count.
    #[prop(into, optional)]
    aside: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <div class="field__head">
                <label class="field__label" for=id>{label}</label>
                <span class="field__aside" class:field__aside--over=move || error.get().is_some()>
                    {move || aside.get()}
                </span>
            </div>
            <div class="field__box">
                <textarea
                    class="field__input"
                    id=id
                    name=id
                    rows=rows
                    placeholder=placeholder
                    aria-describedby=format!("{id}-note")
                    aria-invalid=move || error.get().map(|_| "true")
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                ></textarea>
            </div>
            <Note id=id hint=hint error=error />
        </div>
    }
}

/// The error if there is one, else the hint; read out when it changes.
#[component]
fn Note(id: &'static str, hint: Signal<String>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <p
            id=format!("{id}-note")
            class=move || if error.get().is_some() { "field__error" } else { "field__hint" }
            aria-live="polite"
        >
            {move || error.get().unwrap_or_else(|| hint.get())}
        </p>
    }
}
