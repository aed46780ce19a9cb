//! The page of settings.

use leptos::prelude::*;
use wire::accounts::Account;

use super::delete::DeleteAccount;
use super::invites::InviteList;
use super::name::Name;
use super::sessions::Sessions;
use crate::exports::{Bring, TakeAll};
use crate::people::BlockedPeople;
use crate::routes::Route;
use crate::shell::Members;
use crate::spending::YourBill;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <Members what="see your settings" view=|me: Account| view! { <Settings me=me /> }.into_any() /> }
}

#[component]
fn Settings(me: Account) -> impl IntoView {
    let profile = Route::Profile(me.handle.clone()).path();
    let handle = me.handle.to_string();
    view! {
        <div class="page">
            <h1 class="page__title">"Settings"</h1>
            <p class="fine">
                "You are " <a href=profile>{format!("@{handle}")}</a>
                {if me.operator { ", and you run this site." } else { "." }}
            </p>
            <Name name=me.display_name.to_string() />
            {me.operator
                .then(|| {
                    view! {
                        <section class="block">
                            <h2 class="section">"Reports"</h2>
                            <p>
                                "People report clips at "
                                <a href=wire::paths::REPORT rel="external">{wire::paths::REPORT}</a> ". You answer them at the desk."
                            </p>
                            <div class="row"><a class="button" href=Route::Desk.path()>"Open the desk"</a><a class="button" href=Route::Words.path()>"Words held back"</a><a class="button" href=Route::Spending.path()>"Spending"</a></div>
                        </section>
                    }
                })}
            <InviteList />
            <BlockedPeople />
            <YourBill />
            <Sessions codes_left=me.recovery_codes_left />
            <TakeAll />
            <Bring handle=me.handle.clone() />
            <section class="block">
                <h2 class="section">"What is kept"</h2>
                <p>
                    "A table of everything that this site keeps of you, for how long, and who could read it: "
                    <a href=wire::paths::RETENTION rel="external">"what is kept, and for how long"</a> "."
                </p>
            </section>
            <DeleteAccount handle=handle />
        </div>
    }
}
