//! Pages that need an account.

use leptos::prelude::*;
use ui::{Empty, Waiting};
use wire::accounts::Account;

use crate::context::Shared;
use crate::routes::Route;
use crate::session::Who;

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
        Who::Unknown => None,
        Who::Visitor => Some(None),
        Who::Member(account) => Some(Some(account.handle)),
    });
    move || match handle.get() {
        None => view! { <Waiting label="Finding out who you are" /> }.into_any(),
        Some(None) => view! { <Invitation what=what /> }.into_any(),
        Some(Some(_)) => match session.account_now() {
            Some(account) => view.run(account),
            None => view! { <Invitation what=what /> }.into_any(),
        },
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
