//! One copy: where it stands, whether anything may be said with it, and taking it back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Icon, Look};
use wire::voices::{OutsideVoice, Voices};

use crate::api::{self, Answer, Intent, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::relative;
use crate::trouble::Trouble;

/// Names a provider in the visitor's rules.
pub async fn allow(provider: String, intent: Intent) -> Answer<()> {
    let mut now = api::policy(&Whose::Likeness).await?.policy;
    let based_on = now.version;
    now.providers.insert(provider);
    api::change_policy(&Whose::Likeness, now, based_on, intent).await.map(drop)
}

/// The line.
#[component]
pub fn Copy(
    /// Which.
    voice: OutsideVoice,
    /// All of them.
    all: Fetched<Voices>,
) -> impl IntoView {
    let shared = Shared::get();
    let (asking, busy, intent) = (RwSignal::new(false), RwSignal::new(false), Intent::new());
    let OutsideVoice { id, provider, title, state, why, allowed, consent_version, agreed_at } = voice;
    let when = relative(agreed_at, browser::clock::now_ms());
    let (ready, going) = (state == "ready", state == "removing");
    let words = match state.as_str() {
        "ready" if allowed => {
            "Clips that your rules allow can be said with it. You choose it when you make one.".to_owned()
        }
        "ready" => format!("Your rules do not name {title} yet, so nothing can be said with it."),
        "copying" => format!("{title} is copying it."),
        _ => why.unwrap_or_default(),
    };
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
    let confirm = move |()| {
        busy.set(true);
        let id = id.get_value();
        spawn_local(async move {
            if let Err(error) = api::remove_voice(&id, intent).await {
                shared.tell(&Trouble::from(error).title);
            }
            busy.try_set(false);
            asking.try_set(false);
            all.reload();
        });
    };
    let question = format!("Remove the copy at {title}?");
    let what = format!("It is deleted at {title}, and nothing can be said with it any more. This cannot be undone.");
    view! {
        <li class="voices__copy">
            <p class="voices__name">
                <Icon name=if ready { "check" } else { "info" } />
                {format!("Your voice at {title}")}
                <span class="fine" title=browser::clock::written(agreed_at)>{format!("agreed {when}, consent text {consent_version}")}</span>
            </p>
            <p role=going.then_some("status")>{words}</p>
            {(!going)
                .then(|| {
                    view! {
                        <div class="row">
                            {(ready && !allowed)
                                .then(|| view! { <Button busy=busy on_press=let_it>{format!("Name {title} in my rules")}</Button> })}
                            <Button look=Look::Quiet icon="trash" on_press=move |_| asking.set(true)>"Remove"</Button>
                        </div>
                        <Confirm open=asking title=question action="Remove it" busy=busy on_confirm=confirm>
                            <p>{what}</p>
                        </Confirm>
                    }
                })}
        </li>
    }
}
