//! Limits in the owner's own words: shown back as rules before they count.

use domain::consent::{Policy, Read, read};
use domain::limits::MAX_LIMITS_CHARS;
use leptos::prelude::*;
use ui::{Button, TextArea};

/// The field, and the rules that come out of it.
#[component]
pub fn OwnWords(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let found: Memo<Read> = Memo::new(move |_| read(&text.get().chars().take(MAX_LIMITS_CHARS).collect::<String>()));
    let take = move |_| {
        policy.update(|policy| {
            for limit in found.get_untracked().limits {
                limit.apply(policy);
            }
        });
        text.set(String::new());
    };
    view! {
        <div class="own-words">
            <TextArea
                id="own-words"
                label="In your own words"
                rows=3
                value=text
                placeholder="No politics. Never say moist. Always wear the red hat. At most 3 a day."
                hint="Prose is no permission: below is what it means as rules. They count once you add and save them."
            />
            <div aria-live="polite" class="own-words__read">
                {move || {
                    let Read { limits, unclear } = found.get();
                    let rules = limits.iter().map(|limit| view! { <li>{limit.sentence()}</li> }).collect_view();
                    let unclear = unclear
                        .into_iter()
                        .map(|sentence| {
                            view! { <li class="own-words__unclear">{format!("Not understood, so it will not count: “{sentence}”")}</li> }
                        })
                        .collect_view();
                    view! { <ul>{rules}{unclear}</ul> }
                }}
            </div>
            <Show when=move || !found.get().limits.is_empty()>
                <div class="row">
                    <Button icon="plus" on_press=take>"Add these rules"</Button>
                </div>
            </Show>
        </div>
    }
}
