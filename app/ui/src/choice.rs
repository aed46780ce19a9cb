//! One of a few, all in sight.

use leptos::prelude::*;

/// A question with a few answers, of which one holds.
#[component]
pub fn Choice<T>(
    /// The question.
    #[prop(into)]
    legend: String,
    /// Names the group, once on the page.
    #[prop(into)]
    name: String,
    /// The answers and their words.
    options: Vec<(T, String)>,
    /// Which holds.
    #[prop(into)]
    value: Signal<T>,
    /// Takes another.
    #[prop(into)]
    on_choose: Callback<T>,
    /// Question and answers in one line, where there is room.
    #[prop(optional)]
    line: bool,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let buttons = options
        .into_iter()
        .map(|(answer, words)| {
            let (own, name) = (answer.clone(), name.clone());
            view! {
                <label class="choice__option">
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || value.get() == own
                        on:change=move |_| on_choose.run(answer.clone())
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choice" class:choice--line=line>
            <legend class="choice__legend">{legend}</legend>
            <div class="choice__options">{buttons}</div>
        </fieldset>
    }
}
