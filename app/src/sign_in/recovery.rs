//! A recovery code instead of a lost passkey: it makes a new one.

use domain::text::Handle;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, TextField};
use wire::accounts::{Session, StartRecovery};
use wire::paths;

use super::ceremony::make_passkey;
use crate::api::Intent;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::place;
use crate::trouble::Trouble;

/// The form.
#[component]
pub fn Recovery() -> impl IntoView {
    let shared = Shared::get();
    let (handle, code, asked) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let (begin, finish) = (Intent::new(), Intent::new());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let handle_error =
        move || asked.get().then(|| handle.get().parse::<Handle>().err()).flatten().map(|e| format!("{e}."));
    let code_error =
        move || (asked.get() && code.get().trim().is_empty()).then(|| "Type one of your ten codes.".to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let Ok(handle) = handle.get_untracked().parse::<Handle>() else { return };
        if busy.get_untracked() || code.get_untracked().trim().is_empty() {
            return;
        }
        let body = StartRecovery { handle: handle.to_string(), code: code.get_untracked().trim().to_owned() };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match make_passkey::<Session>(paths::RECOVERIES, &body, begin, finish).await {
                Ok(session) => {
                    shared.session.set(session.account);
                    shared.tell("You have a new passkey. The code is used up.");
                    shared.clips.forget_all();
                    shared.replace(&place::back());
                }
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form block" on:submit=submit>
            <h2 class="section">"Use a recovery code"</h2>
            <p>"Each of your ten codes works once. It lets this device make a new passkey."</p>
            <TextField
                id="recovery-handle"
                label="Handle"
                prefix="@"
                autocomplete="username"
                value=handle
                error=Signal::derive(handle_error)
            />
            <TextField id="recovery-code" label="Recovery code" value=code error=Signal::derive(code_error) />
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Button look=Look::Plain icon="key" submit=true busy=busy>"Make a new passkey"</Button>
        </form>
    }
}
