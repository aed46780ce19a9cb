//! The page that an invite link opens.

use leptos::prelude::*;
use ui::Empty;
use wire::accounts::Registered;
use wire::invites::InvitePreview;

use super::codes::Codes;
use super::form::JoinForm;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::routes::Route;

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let shared = Shared::get();
    let invite = browser::page::fragment();
    let registered = RwSignal::new(None::<Registered>);
    let member = Memo::new(move |_| shared.session.account().is_some());
    view! {
        <div class="page page--narrow">
            {move || {
                let invite = invite.clone();
                match (registered.get(), member.get()) {
                    (Some(registered), _) => view! { <Codes registered=registered /> }.into_any(),
                    (None, true) => view! { <AlreadyIn /> }.into_any(),
                    (None, false) if invite.is_empty() => view! { <NoInvite /> }.into_any(),
                    (None, false) => view! { <Invited invite=invite registered=registered /> }.into_any(),
                }
            }}
        </div>
    }
}

#[component]
fn Invited(invite: String, registered: RwSignal<Option<Registered>>) -> impl IntoView {
    let intent = Intent::new();
    let secret = invite.clone();
    let preview: Fetched<InvitePreview> = Fetched::new(move || {
        let secret = secret.clone();
        async move { api::preview_invite(secret, intent).await }
    });
    preview.show("Reading the invite", move |preview| {
        let from = match (&preview.from, preview.operator) {
            (Some(person), _) => format!("{} invites you.", person.display_name),
            (None, true) => "This is the first invite. Whoever uses it runs this site.".to_owned(),
            (None, false) => "You are invited.".to_owned(),
        };
        view! {
            <h1 class="page__title page__title--big">"Your likeness, on your terms"</h1>
            <p>{from}</p>
            <JoinForm invite=invite.clone() registered=registered />
        }
        .into_any()
    })
}

#[component]
fn NoInvite() -> impl IntoView {
    view! {
        <Empty title="An invite opens this door">
            <p>"Open the whole link that a member sent you, with everything behind the # sign."</p>
            <div class="row row--middle">
                <a class="button" href=Route::Feed.path()>"Watch clips"</a>
                <a class="button" href=Route::SignIn.path()>"Sign in"</a>
            </div>
        </Empty>
    }
}

#[component]
fn AlreadyIn() -> impl IntoView {
    view! {
        <Empty title="You are in already">
            <p>"This device is signed in, and the invite was not used. Give the link to someone else."</p>
            <div class="row row--middle">
                <a class="button button--primary" href=Route::Feed.path()>"To the feed"</a>
            </div>
        </Empty>
    }
}
