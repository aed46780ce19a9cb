//! Ten recovery codes, shown once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Look};
use wire::accounts::Registered;

use crate::context::Shared;
use crate::routes::Route;

/// The codes, with ways to keep them.
#[component]
pub fn Codes(
    /// What registration gave.
    registered: Registered,
) -> impl IntoView {
    let shared = Shared::get();
    let (saved, asked) = (RwSignal::new(false), RwSignal::new(false));
    let handle = registered.account.handle.to_string();
    let text = StoredValue::new(registered.recovery_codes.join("\n"));
    let error = move || (asked.get() && !saved.get()).then(|| "Copy or download the codes first.".to_owned());
    let copy = move |_| {
        spawn_local(async move {
            let done = browser::share::copy(&text.get_value()).await;
            shared.tell(if done { "Codes copied." } else { "Copying is not possible here. Download them instead." });
        });
    };
    let download = move |_| {
        browser::share::save_text(&format!("understudy-codes-{handle}.txt"), &text.get_value());
    };
    let go_on = move |_| {
        asked.set(true);
        if saved.get_untracked() {
            shared.replace(&Route::Scan);
        }
    };
    view! {
        <h1 class="page__title page__title--big">"Keep these ten codes"</h1>
        <p>"If you lose your passkey, one of them lets you make a new one. Each works once. They are shown only now."</p>
        <ol class="codes" aria-label="Recovery codes">
            {registered.recovery_codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
        </ol>
        <div class="row">
            <Button icon="copy" on_press=copy>"Copy"</Button>
            <Button icon="download" on_press=download>"Download"</Button>
        </div>
        <Checkbox checked=saved error=Signal::derive(error)>"I saved them."</Checkbox>
        <Button look=Look::Primary on_press=go_on>"Go on"</Button>
    }
}
