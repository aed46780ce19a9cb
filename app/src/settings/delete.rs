//! Deleting the account with everything that is theirs.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Look, TextField};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::make::Draft;
use crate::routes::Route;
use crate::trouble::Trouble;

/// Asks for the handle, then deletes.
#[component]
pub fn DeleteAccount(
    /// The account's own handle.
    handle: String,
) -> impl IntoView {
    let shared = Shared::get();
    let (open, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let own = handle.clone();
    let matches = Memo::new(move |_| typed.get().trim().trim_start_matches('@') == own);
    let confirm = move |()| {
        let typed = typed.get_untracked().trim().trim_start_matches('@').to_owned();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::delete_account(typed, intent).await {
                Ok(()) => {
                    Draft::forget();
                    open.set(false);
                    shared.session.set(None);
                    shared.tell("Your account and everything in it is deleted.");
                    shared.replace(&Route::Feed);
                }
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="block">
            <h2 class="section">"Delete account"</h2>
            <p>"Removes your understudy, clips, drafts, likes, passkeys and sessions. Your handle is never given to anyone else."</p>
            <div class="row">
                <Button look=Look::Quiet icon="trash" on_press=move |_| open.set(true)>"Delete my account"</Button>
            </div>
            <Confirm
                open=open
                title="Delete your account?"
                action="Delete everything"
                busy=busy
                disabled=Signal::derive(move || !matches.get())
                on_confirm=confirm
            >
                <p>"Everything that is yours is removed at once. This cannot be undone."</p>
                <TextField id="confirm-handle" label=format!("Type {handle} to confirm") value=typed />
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            </Confirm>
        </section>
    }
}
