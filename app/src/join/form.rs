//! Handle, name, age, passkey.

use domain::text::{DisplayName, Handle};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Look, TextField};
use wire::accounts::{Registered, StartRegistration};
use wire::paths;

use crate::api::Intent;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::sign_in::make_passkey;
use crate::trouble::Trouble;

/// The form. It ends in a passkey and in `registered`.
#[component]
pub fn JoinForm(
    /// The secret of the invite.
    invite: String,
    /// Takes what came of it.
    registered: RwSignal<Option<Registered>>,
) -> impl IntoView {
    let shared = Shared::get();
    let (handle, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (adult, asked) = (RwSignal::new(false), RwSignal::new(false));
    let (begin, finish) = (Intent::new(), Intent::new());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));

    let parsed = move || handle.get().parse::<Handle>();
    // Nobody is told off before they have begun to type.
    let handle_error = move || {
        let begun = asked.get() || handle.get().chars().count() >= 3;
        begun.then(|| parsed().err()).flatten().map(|e| capital(&e.to_string()))
    };
    let handle_hint = move || match parsed() {
        Ok(handle) => format!("You will be @{handle}. It cannot be changed later."),
        Err(_) => "3 to 20 of a to z, 0 to 9 and _.".to_owned(),
    };
    let name_error =
        move || asked.get().then(|| name.get().parse::<DisplayName>().err()).flatten().map(|e| capital(&e.to_string()));
    let adult_error = move || (asked.get() && !adult.get()).then(|| "You need to be 18 or older to join.".to_owned());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let (Ok(handle), Ok(name)) = (untrack(parsed), name.get_untracked().parse::<DisplayName>()) else { return };
        if busy.get_untracked() || !adult.get_untracked() {
            return;
        }
        let body = StartRegistration {
            invite: invite.clone(),
            handle: handle.to_string(),
            display_name: name.to_string(),
            adult: true,
        };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match make_passkey::<Registered>(paths::REGISTRATIONS, &body, begin, finish).await {
                Ok(done) => {
                    // Spent: it has no business in the address bar.
                    browser::page::drop_fragment();
                    let account = done.account.clone();
                    registered.set(Some(done));
                    shared.session.set(Some(account));
                }
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <TextField
                id="handle"
                label="Handle"
                prefix="@"
                autocomplete="username"
                value=handle
                hint=Signal::derive(handle_hint)
                error=Signal::derive(handle_error)
            />
            <TextField
                id="name"
                label="Name on the screen"
                autocomplete="name"
                value=name
                hint=Signal::derive(|| "Any name you like. You can change it later.".to_owned())
                error=Signal::derive(name_error)
            />
            <Checkbox checked=adult error=Signal::derive(adult_error)>"I am 18 or older."</Checkbox>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Button look=Look::Primary icon="key" submit=true busy=busy>"Make a passkey and join"</Button>
            <p class="fine">"No password, no e-mail address. The passkey stays in your device or its key ring."</p>
        </form>
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| format!("{}{}.", c.to_uppercase(), chars.as_str()))
}
