//! Invites to give.

use domain::invite::InviteState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::invites::{Invite, InviteGiven, Invites};

use crate::api::{self, Intent};
use crate::clip::copy_link;
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::time::{count, relative};
use crate::trouble::Trouble;

/// The invites of a member.
#[component]
pub fn InviteList() -> impl IntoView {
    let invites: Fetched<Invites> = Fetched::new(api::invites);
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let given = RwSignal::new(None::<InviteGiven>);
    let give = move |_| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::give_invite(intent).await {
                Ok(invite) => {
                    given.set(Some(invite));
                    invites.reload();
                }
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    let left = move || invites.get().map_or(0, |i| i.left);
    let words = move || match invites.get().map(|i| i.left) {
        None => String::new(),
        Some(0) => "You have none to give. A first published clip earns three.".to_owned(),
        Some(n) => format!("You have {} to give. Each opens one account, once.", count(n, "invite", "invites")),
    };
    view! {
        <section class="block">
            <h2 class="section">"Invites"</h2>
            <p>{words}</p>
            {move || given.get().map(|g| view! { <Given given=g /> })}
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Show when=move || { left() > 0 }>
                <div class="row">
                    <Button icon="plus" busy=busy on_press=give>"Make an invite link"</Button>
                </div>
            </Show>
            {invites
                .show(
                    "Fetching your invites",
                    move |all| {
                        view! {
                            <ul class="list">
                                {all.invites.into_iter().map(|i| view! { <Line invite=i all=invites /> }).collect_view()}
                            </ul>
                        }
                            .into_any()
                    },
                )}
        </section>
    }
}

/// A new link, shown once.
#[component]
fn Given(given: InviteGiven) -> impl IntoView {
    let shared = Shared::get();
    let link = given.link.clone();
    view! {
        <div class="secret" role="status">
            <p><strong>"Send this link to one person. "</strong>"It is shown only now."</p>
            <output class="secret__text">{given.link}</output>
            <Button look=Look::Primary icon="link" on_press=move |_| copy_link(shared, link.clone())>"Copy the link"</Button>
        </div>
    }
}

#[component]
fn Line(invite: Invite, all: Fetched<Invites>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, now) = (Intent::new(), RwSignal::new(false), browser::clock::now_ms());
    let words = match (invite.state, &invite.used_by) {
        (InviteState::Used, Some(person)) => format!("Used by @{}", person.handle),
        (InviteState::Used, None) => "Used".to_owned(),
        (InviteState::Revoked, _) => "Taken back".to_owned(),
        (InviteState::Expired, _) => "Expired".to_owned(),
        (InviteState::Open, _) => format!("Open, ends {}", relative(invite.expires_at, now)),
    };
    let open = invite.state == InviteState::Open;
    let revoke = move |_| {
        let id = invite.id.clone();
        busy.set(true);
        spawn_local(async move {
            match api::revoke_invite(&id, intent).await {
                Ok(()) => all.reload(),
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.set(false);
        });
    };
    view! {
        <li class="list__line">
            <span>{words}</span>
            <span class="list__aside" title=browser::clock::written(invite.created_at)>
                {format!("made {}", relative(invite.created_at, now))}
            </span>
            {open.then(|| view! { <Button look=Look::Quiet busy=busy on_press=revoke>"Take back"</Button> })}
        </li>
    }
}
