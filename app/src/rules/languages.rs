//! Which languages may be spoken.

use domain::consent::{Language, Policy};
use leptos::prelude::*;
use ui::Icon;

/// The languages named, and a list to add from.
#[component]
pub fn Languages(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
) -> impl IntoView {
    let add = move |code: String| {
        if let Some(language) = Language::of(&code) {
            policy.update(|policy| {
                policy.languages.insert(language);
            });
        }
    };
    let named = move || {
        let mut named: Vec<Language> = policy.with(|policy| policy.languages.iter().copied().collect());
        named.sort_by_key(Language::name);
        named
    };
    view! {
        <div class="words-list">
            <div class="field">
                <label class="field__label" for="languages">"Languages that may be spoken"</label>
                <div class="field__box">
                    <select
                        class="field__input field__input--select"
                        id="languages"
                        aria-describedby="languages-hint"
                        prop:value=""
                        on:change:target=move |event| {
                            add(event.target().value());
                            event.target().set_value("");
                        }
                    >
                        <option value="">"Add a language"</option>
                        {move || {
                            let here = policy.with(|policy| policy.languages.clone());
                            Language::all()
                                .into_iter()
                                .filter(|language| !here.contains(language))
                                .map(|language| view! { <option value=language.code().to_owned()>{language.name()}</option> })
                                .collect_view()
                        }}
                    </select>
                </div>
                <p class="field__hint" id="languages-hint">
                    {move || {
                        if policy.with(|policy| policy.languages.is_empty()) {
                            "None is named, so any may be spoken. Where it cannot be told which one it is, you are asked."
                        } else {
                            "Only these. Where it cannot be told which one it is, you are asked."
                        }
                    }}
                </p>
            </div>
            <ul class="words-list__words" aria-label="Languages that may be spoken">
                {move || {
                    named()
                        .into_iter()
                        .map(|language| {
                            let label = format!("Take {} away", language.name());
                            view! {
                                <li class="words-list__word">
                                    <span>{language.name()}</span>
                                    <button
                                        class="words-list__remove"
                                        type="button"
                                        aria-label=label
                                        on:click=move |_| policy.update(|policy| { policy.languages.remove(&language); })
                                    >
                                        <Icon name="x" />
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}
