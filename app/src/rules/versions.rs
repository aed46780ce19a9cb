//! Earlier versions of the rules: when, what each changed, and the way back to it.

use domain::consent::Policy;
use leptos::prelude::*;
use ui::Button;
use wire::consent::MyPolicy;
use wire::versions::PolicyVersions;

use super::changes::{Change, Shown, shown};
use crate::api::{self, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::paged::Older;
use crate::time::relative;

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
    let first: Fetched<PolicyVersions> = Fetched::new(move || {
        let whose = whose.get_value();
        async move { api::policy_versions(&whose, None).await }
    });
    first.show("Fetching earlier versions", move |page: PolicyVersions| {
        let kept = page.kept;
        let older = Older::after(page.next.clone(), move |cursor| {
            let whose = whose.get_value();
            async move {
                let page = api::policy_versions(&whose, Some(&cursor)).await?;
                let next = page.next.clone();
                Ok((shown(page, browser::clock::written), next))
            }
        });
        let line = move |one: Shown| view! { <Line one=one policy=policy mine=mine /> }.into_any();
        view! {
            <ol class="versions__list">
                {shown(page, browser::clock::written).into_iter().map(line).collect_view()}
                {older.lines(line)}
            </ol>
            <div class="row row--middle">{older.button("Older versions")}</div>
            <Show when=move || older.ended()>
                <p class="fine">{format!("The latest {kept} are kept.")}</p>
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
