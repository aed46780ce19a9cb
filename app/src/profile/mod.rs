//! A member's page: who they are, and what they published.

use domain::text::Handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Empty};
use wire::accounts::Profile;
use wire::clips::{Clip, ClipState};

use crate::api;
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::people::RelationView;
use crate::routes::Route;
use crate::session::Who;
use crate::time::{count, relative};

/// The page.
#[component]
pub fn ProfilePage(
    /// Whose.
    handle: Handle,
) -> impl IntoView {
    let shared = Shared::get();
    let (name, whose) = (handle.to_string(), handle);
    let profile = Fetched::new(move || {
        let name = name.clone();
        async move { api::profile(&name).await }
    });
    let mine = Memo::new(move |_| shared.session.account().is_some_and(|a| a.handle == whose));
    view! {
        <div class="page page--wide">
            {profile.show("Fetching the profile", move |p| view! { <Member profile=p mine=mine /> }.into_any())}
        </div>
    }
}

#[component]
fn Member(profile: Profile, mine: Memo<bool>) -> impl IntoView {
    let handle = profile.person.handle.to_string();
    let shared = Shared::get();
    let joined = relative(profile.joined_at, browser::clock::now_ms());
    let (relation, followers) = (RwSignal::new(profile.relation.unwrap_or_default()), RwSignal::new(profile.followers));
    let person = profile.person.clone();
    // Before it is known who looks, it may be the member themselves.
    let hidden = Signal::derive(move || mine.get() || shared.session.who() == Who::Unknown);
    let followed = Signal::derive(move || count(followers.get(), "follower", "followers"));
    view! {
        <header class="profile">
            <h1 class="profile__name">{profile.person.display_name.to_string()}</h1>
            <p class="profile__facts">
                <span>{format!("@{handle}")}</span>
                <span class="number">{count(profile.clips, "clip", "clips")}</span>
                <span class="number">{followed}</span>
                <span class="number">{format!("{} following", profile.following)}</span>
                <span title=browser::clock::written(profile.joined_at)>{format!("joined {joined}")}</span>
            </p>
            <Show when=move || mine.get()>
                <div class="row">
                    <a class="button" href=Route::Make.path()>"New clip"</a>
                    <a class="button" href=Route::Settings.path()>"Settings"</a>
                </div>
            </Show>
            <RelationView person=person relation=relation followers=followers hidden=hidden />
        </header>
        <Show when=move || mine.get()>
            <Drafts />
        </Show>
        <Published handle=handle.clone() />
    }
}

#[component]
fn Drafts() -> impl IntoView {
    let drafts = Fetched::new(api::drafts);
    move || {
        drafts.get().filter(|page| !page.clips.is_empty()).map(|page| {
            view! {
                <section>
                    <h2 class="section">"Seen by you only"</h2>
                    <Grid clips=page.clips />
                </section>
            }
        })
    }
}

#[component]
fn Published(handle: String) -> impl IntoView {
    let (clips, next, more) = (RwSignal::new(Vec::<Clip>::new()), RwSignal::new(None), RwSignal::new(false));
    let whose = handle.clone();
    let first = Fetched::new(move || {
        let whose = whose.clone();
        async move { api::profile_clips(&whose, None).await }
    });
    let load_more = move |_| {
        let (handle, cursor) = (handle.clone(), next.get_untracked());
        more.set(true);
        spawn_local(async move {
            if let Ok(page) = api::profile_clips(&handle, cursor.as_deref()).await {
                clips.try_update(|all: &mut Vec<Clip>| all.extend(page.clips));
                next.set(page.next);
            }
            more.set(false);
        });
    };
    let load_more = Callback::new(load_more);
    first.show("Fetching clips", move |page| {
        if page.clips.is_empty() {
            return view! { <Empty title="No clips yet"><p>"Published clips appear here."</p></Empty> }.into_any();
        }
        next.set(page.next);
        view! {
            <section>
                <h2 class="hidden">"Published clips"</h2>
                <Grid clips=page.clips />
                {move || view! { <Grid clips=clips.get() /> }}
                <Show when=move || next.get().is_some()>
                    <div class="row row--middle">
                        <Button busy=more on_press=load_more>"More clips"</Button>
                    </div>
                </Show>
            </section>
        }
        .into_any()
    })
}

/// Stills in a grid.
#[component]
pub fn Grid(
    /// Whose stills.
    clips: Vec<Clip>,
) -> impl IntoView {
    view! {
        <ul class="grid">
            {clips
                .into_iter()
                .map(|clip| {
                    let held = clip.state == ClipState::Held;
                    view! {
                        <li>
                            <a class="grid__clip" href=Route::Clip(clip.id).path()>
                                <img src=clip.poster alt="" loading="lazy" />
                                <span class="grid__words">{if held { "Taken down: " } else { "" }} {clip.script}</span>
                            </a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
