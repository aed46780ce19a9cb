//! One avatar: where it stands, the provider's page to agree on, whether anything may be made with it, and taking it back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Icon, Look};
use wire::avatars::{Avatars, OutsideAvatar};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::relative;
use crate::trouble::Trouble;
use crate::voices::allow;

/// The line.
#[component]
pub fn One(
    /// Which.
    avatar: OutsideAvatar,
    /// All of them.
    all: Fetched<Avatars>,
) -> impl IntoView {
    let shared = Shared::get();
    let (asking, busy, intent) = (RwSignal::new(false), RwSignal::new(false), Intent::new());
    let OutsideAvatar { id, provider, title, state, why, page, allowed, consent_version, agreed_at, .. } = avatar;
    let when = relative(agreed_at, browser::clock::now_ms());
    let (ready, going, over) = (state == "ready", state == "removing", state == "over");
    let words = match state.as_str() {
        "ready" if allowed => {
            "Clips that your rules allow can be made with it. You choose it when you make one alone.".to_owned()
        }
        "ready" => format!("Your rules do not name {title} yet, so nothing can be made with it."),
        "consent" if page.is_some() => {
            format!("{title} waits for your yes on its own page. This page goes on by itself when you come back.")
        }
        "training" => format!("{title} gets it ready. That can take some minutes."),
        "making" => format!("{title} was asked to make it."),
        _ => String::new(),
    };
    let words =
        [words, why.unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let provider = StoredValue::new(provider);
    let name = title.clone();
    let let_it = move |_| {
        let (provider, name) = (provider.get_value(), name.clone());
        busy.set(true);
        spawn_local(async move {
            match allow(provider, intent).await {
                Ok(()) => shared.tell(&format!("Your rules name {name} now.")),
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
            all.reload();
        });
    };
    let id = StoredValue::new(id);
    let remove = move || {
        busy.set(true);
        let id = id.get_value();
        spawn_local(async move {
            if let Err(error) = api::remove_avatar(&id, intent).await {
                shared.tell(&Trouble::from(error).title);
            }
            busy.try_set(false);
            asking.try_set(false);
            all.reload();
        });
    };
    // What came to nothing is only put away: there is nothing to be asked about.
    let press = move |_| if over { remove() } else { asking.set(true) };
    let question = format!("Remove the avatar at {title}?");
    let what = format!("It is deleted at {title}, and nothing can be made with it any more. This cannot be undone.");
    let agree = page.map(|page| {
        let label = format!("Agree at {title}");
        view! { <a class="button button--primary" href=page target="_blank" rel="external noopener noreferrer">{label}</a> }
    });
    view! {
        <li class="voices__copy">
            <p class="voices__name">
                <Icon name=if ready { "check" } else { "info" } />
                {format!("Your avatar at {title}")}
                <span class="fine" title=browser::clock::written(agreed_at)>{format!("agreed {when}, consent text {consent_version}")}</span>
            </p>
            <p role="status">{words}</p>
            {(!going)
                .then(|| {
                    view! {
                        <div class="row">
                            {agree}
                            {(ready && !allowed)
                                .then(|| view! { <Button busy=busy on_press=let_it>{format!("Name {title} in my rules")}</Button> })}
                            <Button look=Look::Quiet icon="trash" busy=busy on_press=press>
                                {if over { "Put it away" } else { "Remove" }}
                            </Button>
                        </div>
                        <Confirm open=asking title=question action="Remove it" busy=busy on_confirm=move |()| remove()>
                            <p>{what}</p>
                        </Confirm>
                    }
                })}
        </li>
    }
}
