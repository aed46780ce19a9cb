//! Earlier versions of the rules: when, what each changed, and the way back to it.

use domain::consent::Policy;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Button;
use wire::consent::MyPolicy;
use wire::versions::PolicyVersions;

use super::changes::{Change, Shown, shown};
use crate::api::{self, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::relative;
use crate::trouble::Trouble;

/// The list, folded. It is fetched when it is opened.
#[component]
pub fn Earlier(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
    /// As they stand.
    mine: RwSignal<MyPolicy>,
    /// What they are about.
    whose: StoredValue<Whose>,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    // Approving somebody is no version.
    let version = Memo::new(move |_| mine.with(|mine| mine.policy.version));
    view! {
        <details class="versions" on:toggle=move |_| opened.set(true)>
            <summary>"Earlier versions"</summary>
            <p class="fine">
                "Each change is kept as it was signed for you. They are in your export, too."
            </p>
            <Show when=move || opened.get()>
                // A change that is saved meanwhile is a version.
                {move || {
                    version.track();
                    view! { <List policy=policy mine=mine whose=whose /> }
                }}
            </Show>
        </details>
    }
}

#[component]
fn List(policy: RwSignal<Policy>, mine: RwSignal<MyPolicy>, whose: StoredValue<Whose>) -> impl IntoView {
    let shared = Shared::get();
    let first: Fetched<PolicyVersions> = Fetched::new(move || {
        let whose = whose.get_value();
        async move { api::policy_versions(&whose, None).await }
    });
    let (more, next, busy) = (RwSignal::new(Vec::<Shown>::new()), RwSignal::new(None::<String>), RwSignal::new(false));
    let fetch = Callback::new(move |_| {
        let Some(cursor) = next.get_untracked() else { return };
        let about = whose.get_value();
        busy.set(true);
        spawn_local(async move {
            match api::policy_versions(&about, Some(&cursor)).await {
                Ok(page) => {
                    next.try_set(page.next.clone());
                    more.try_update(|more| more.extend(shown(page, browser::clock::written)));
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    });
    first.show("Fetching earlier versions", move |page: PolicyVersions| {
        next.set(page.next.clone());
        let kept = page.kept;
        let line = move |one: Shown| view! { <Line one=one policy=policy mine=mine /> };
        view! {
            <ol class="versions__list">
                {shown(page, browser::clock::written).into_iter().map(line).collect_view()}
                {move || more.get().into_iter().map(line).collect_view()}
            </ol>
            <Show
                when=move || next.get().is_some()
                fallback=move || view! { <p class="fine">{format!("The latest {kept} are kept.")}</p> }
            >
                <div class="row row--middle"><Button busy=busy on_press=fetch>"Older versions"</Button></div>
            </Show>
        }
        .into_any()
    })
}

#[component]
fn Line(one: Shown, policy: RwSignal<Policy>, mine: RwSignal<MyPolicy>) -> impl IntoView {
    let shared = Shared::get();
    let now = mine.with_untracked(|mine| mine.policy.version) == one.version;
    let title = if now { format!("Version {}, now", one.version) } else { format!("Version {}", one.version) };
    let when = relative(one.at, browser::clock::now_ms());
    let said = match one.changes {
        Some(changes) if changes.is_empty() => {
            view! { <p class="fine">"It changed nothing that is said in a sentence."</p> }.into_any()
        }
        Some(changes) => {
            let line = |Change { added, sentence }: Change| {
                let what = if added { "Added: " } else { "Gone: " };
                view! { <li>{what}{sentence}</li> }
            };
            view! { <ul>{changes.into_iter().map(line).collect_view()}</ul> }.into_any()
        }
        None => view! { <p class="fine">"The first one that is kept."</p> }.into_any(),
    };
    let (kept, label) = (one.policy, format!("Put version {} back", one.version));
    let back = move |_| {
        // A pause is turned by its own switch.
        policy.update(|now| *now = Policy { version: now.version, paused: now.paused, ..kept.clone() });
        shared.tell("It is in the form. It counts once you save it.");
    };
    view! {
        <li class="versions__one">
            <p>
                <strong>{title}</strong>
                <span class="fine" title=browser::clock::written(one.at)>{format!(" · {when}")}</span>
            </p>
            {said}
            {(!now).then(|| view! { <div class="row"><Button on_press=back>{label}</Button></div> })}
        </li>
    }
}
