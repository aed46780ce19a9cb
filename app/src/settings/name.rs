//! The name on the screen.

use domain::text::DisplayName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, TextField};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::trouble::Trouble;

/// Changes the name.
#[component]
pub fn Name(
    /// As it is now.
    name: String,
) -> impl IntoView {
    let shared = Shared::get();
    let (kept, value) = (RwSignal::new(name.clone()), RwSignal::new(name));
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let error = move || value.get().parse::<DisplayName>().err().map(|e| format!("{e}."));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if error().is_some() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::change_account(value.get_untracked(), intent).await {
                Ok(account) => {
                    kept.set(account.display_name.to_string());
                    shared.session.set(Some(account));
                    shared.tell("Saved.");
                }
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="block">
            <h2 class="section">"Name"</h2>
            <form class="form" on:submit=save>
                <TextField id="display-name" label="Name on the screen" value=value error=Signal::derive(error) />
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                <div class="row">
                    <Button submit=true busy=busy disabled=Signal::derive(move || value.get() == kept.get())>"Save"</Button>
                </div>
            </form>
        </section>
    }
}
