//! Deleting the account with everything that is theirs.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Dialog, Look, TextField};
use wire::accounts::{AccountDeleted, Removed};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::make::Draft;
use crate::routes::Route;
use crate::time::count;
use crate::trouble::Trouble;

/// Asks for the handle, then deletes.
#[component]
pub fn DeleteAccount(
    /// The account's own handle.
    handle: String,
) -> impl IntoView {
    let (open, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let own = handle.clone();
    let receipt = RwSignal::new(None::<AccountDeleted>);
    let matches = Memo::new(move |_| typed.get().trim().trim_start_matches('@') == own);
    let confirm = move |()| {
        let typed = typed.get_untracked().trim().trim_start_matches('@').to_owned();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::delete_account(typed, intent).await {
                Ok(deleted) => {
                    Draft::forget();
                    crate::exports::forget();
                    open.set(false);
                    receipt.set(Some(deleted));
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
            {move || receipt.get().map(|deleted| view! { <Gone deleted=deleted /> })}
        </section>
    }
}

/// After the deletion: what was removed, and the receipt to save. Nothing keeps it but this page.
#[component]
fn Gone(deleted: AccountDeleted) -> impl IntoView {
    let shared = Shared::get();
    let leave = move |()| {
        shared.session.set(None);
        shared.replace(&Route::Feed);
    };
    let says = deleted.says;
    let title = if says.complete { "Your account is deleted" } else { "Your account is being deleted" };
    let lines = removed(&says.removed);
    let receipt = deleted.receipt;
    let save = move |_| {
        browser::share::save_text("understudy-deletion-receipt.jws", &receipt);
    };
    view! {
        <Dialog title=title on_close=leave>
            {(!says.complete).then(|| view! { <p>"The rest goes within minutes. Nobody can stop it."</p> })}
            <p>"Removed:"</p>
            <ul class="holds">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <p class="fine">
                "The receipt says this, with the signature of this site. It names nobody, and only you can keep it."
            </p>
            <div class="row">
                <Button look=Look::Primary icon="download" on_press=save>"Save the receipt"</Button>
                <Button on_press=move |_| leave(())>"Done"</Button>
            </div>
        </Dialog>
    }
}

/// What was removed, in words; what there was none of is left out.
fn removed(all: &Removed) -> Vec<String> {
    [
        (all.likenesses, "understudy", "understudies"),
        (all.characters, "character", "characters"),
        (all.published_clips, "published clip", "published clips"),
        (all.drafts, "draft", "drafts"),
        (all.appearances, "clip by others that showed you", "clips by others that showed you"),
        (all.renders, "unfinished clip", "unfinished clips"),
        (all.likes, "like", "likes"),
        (all.requests, "request", "requests"),
        (all.passkeys, "passkey", "passkeys"),
        (all.recovery_codes, "recovery code", "recovery codes"),
        (all.sessions, "session", "sessions"),
        (all.invites, "unused invite", "unused invites"),
        (all.outside_voices, "copy of your voice outside", "copies of your voice outside"),
        (all.avatars, "avatar outside", "avatars outside"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect()
}
