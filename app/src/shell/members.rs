//! Pages that need an account.

use leptos::prelude::*;
use ui::{Empty, Waiting};
use wire::accounts::Account;

use crate::api::Error;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::session::Who;
use crate::trouble::Trouble;

/// Shows a page to members; visitors are told how to become one.
#[component]
pub fn Members(
    /// What a visitor would need an account for, as `make clips`.
    what: &'static str,
    /// The page.
    #[prop(into)]
    view: Callback<Account, AnyView>,
) -> impl IntoView {
    let session = Shared::get().session;
    // A changed name or count is no reason to build a page anew, with all that was typed in it.
    let handle = Memo::new(move |_| match session.who() {
        Who::Member(account) => Ok(account.handle),
        other => Err(other),
    });
    move || match (handle.get(), session.account_now()) {
        (Ok(_), Some(account)) => view.run(account),
        (Err(Who::Unknown), _) => view! { <Waiting label="Finding out who you are" /> }.into_any(),
        (Err(Who::Unreachable), _) => {
            let retry = Callback::new(move |()| session.retry());
            view! {
                <div class="page page--middle">
                    <TroubleView trouble=Trouble::from(Error::Offline) retry=retry />
                </div>
            }
            .into_any()
        }
        _ => view! { <Invitation what=what /> }.into_any(),
    }
}

#[component]
fn Invitation(what: &'static str) -> impl IntoView {
    view! {
        <div class="page page--middle">
            <Empty title=format!("Sign in to {what}")>
                <p>"You sign in with a passkey: no password, no e-mail address. To join you need an invite from a member."</p>
                <div class="row row--middle">
                    <a class="button button--primary" href=Route::SignIn.path()>"Sign in"</a>
                    <a class="button" href=Route::Feed.path()>"Watch clips"</a>
                </div>
            </Empty>
        </div>
    }
}
