//! A list of words or wishes that grows and shrinks.

use leptos::prelude::*;
use ui::{Button, Icon, TextField};

/// The list with a field to add to it.
#[component]
pub fn WordList(
    /// Names the field, once on the page.
    id: &'static str,
    /// What is listed.
    label: &'static str,
    /// An example or what it does.
    hint: &'static str,
    /// What is in it.
    #[prop(into)]
    words: Signal<Vec<String>>,
    /// Adds one.
    #[prop(into)]
    on_add: Callback<String>,
    /// Takes one away.
    #[prop(into)]
    on_remove: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        for word in typed.get_untracked().split(',').map(str::trim).filter(|word| !word.is_empty()) {
            on_add.run(word.to_owned());
        }
        typed.set(String::new());
    };
    view! {
        <form class="words-list" on:submit=add>
            <div class="words-list__field">
                <TextField id=id label=label value=typed hint=hint />
                <Button submit=true icon="plus">"Add"</Button>
            </div>
            <ul class="words-list__words" aria-label=label>
                {move || {
                    words
                        .get()
                        .into_iter()
                        .map(|word| {
                            let (own, name) = (word.clone(), format!("Take “{word}” away"));
                            view! {
                                <li class="words-list__word">
                                    <span>{word}</span>
                                    <button
                                        class="words-list__remove"
                                        type="button"
                                        aria-label=name
                                        on:click=move |_| on_remove.run(own.clone())
                                    >
                                        <Icon name="x" />
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </form>
    }
}
