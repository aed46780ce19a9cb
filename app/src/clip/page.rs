//! The page of one clip. A draft shows here what it waits for.

use domain::ClipId;
use leptos::prelude::*;
use ui::{Empty, IconButton};
use wire::clips::{Clip, ClipState, OriginalState};

use super::actions::{ClipSignals, copy_link};
use super::delete::DeleteClip;
use super::draft::DraftBar;
use super::held::HeldBar;
use super::papers::Papers;
use super::player::Steering;
use super::view::ClipView;
use crate::api;
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::routes::Route;

/// The page of one clip.
#[component]
pub fn ClipPage(
    /// Which.
    id: ClipId,
) -> impl IntoView {
    let clip = Fetched::new(move || {
        let id = id.clone();
        async move { api::clip(&id).await }
    });
    view! {
        <div class="one">
            <h1 class="hidden">"Clip"</h1>
            {clip.show("Fetching the clip", move |c| view! { <One clip=c all=clip /> }.into_any())}
        </div>
    }
}

#[component]
fn One(clip: Clip, all: Fetched<Clip>) -> impl IntoView {
    if clip.state == ClipState::Withdrawn {
        return view! { <Down clip=clip /> }.into_any();
    }
    view! { <Shown clip=clip all=all /> }.into_any()
}

/// A clip of the visitor's that one of its cast took back: its words are left.
#[component]
fn Down(clip: Clip) -> impl IntoView {
    let why = match &clip.remix_of {
        Some(of) if of.state == OriginalState::Withdrawn => {
            "Someone in the clip that it was made out of took back their yes. That is theirs to do, at any time."
        }
        _ => "Someone in it took back their yes. That is theirs to do, at any time.",
    };
    view! {
        <div class="page page--middle">
            <Empty title="This clip was withdrawn">
                <p>{why}</p>
                <blockquote>{clip.script}</blockquote>
                <div class="row row--middle">
                    <a class="button button--primary" href=format!("{}#anew={}", Route::Make.path(), clip.id)>"Cast it anew"</a>
                    <a class="button" href=Route::Requests.path()>"Your requests"</a>
                </div>
            </Empty>
        </div>
    }
}

#[component]
fn Shown(clip: Clip, all: Fetched<Clip>) -> impl IntoView {
    let shared = Shared::get();
    let (signals, steering) = (ClipSignals::new(&clip), Steering::new());
    let (key_clip, deleting) = (clip.clone(), RwSignal::new(false));
    let keys = browser::listen::keys(move |key| {
        match key {
            "m" => shared.sound.update(|on| *on = !*on),
            "l" => signals.toggle_like(shared, &key_clip.id),
            "c" => copy_link(shared, key_clip.share.clone()),
            "f" => steering.full_screen(),
            " " => steering.toggle(),
            _ => return false,
        }
        true
    });
    StoredValue::new_local(keys);
    let draft = clip.state == ClipState::Draft;
    let held = clip.hold.clone().map(|hold| (hold, clip.id.clone()));
    let may_delete = clip.mine && !draft;
    let (draft_clip, papers, id) = (clip.clone(), clip.clone(), clip.id.clone());
    let barred = draft || held.is_some();
    let save = Route::Save(clip.id.clone()).path();
    view! {
        <div class="one__stage" class:one__stage--draft=barred>
            <ClipView clip=clip signals=signals active=true near=true steering=steering />
            <div class="one__corner">
                <a class="icon-button" href=Route::Feed.path() aria-label="Back to the feed">
                    <ui::Icon name="arrow-left" />
                </a>
                {may_delete
                    .then(|| {
                        view! {
                            <a class="icon-button" href=save aria-label="Save the file">
                                <ui::Icon name="download" />
                            </a>
                            <IconButton icon="trash" label="Delete this clip" on_press=move |_| deleting.set(true) />
                        }
                    })}
            </div>
            {may_delete
                .then(|| view! { <DeleteClip id=id open=deleting then=move |()| shared.replace(&Route::Feed) /> })}
            {held.map(|(hold, id)| view! { <HeldBar hold=hold id=id /> })}
            {draft.then(|| view! { <DraftBar clip=draft_clip published=move |c: Clip| all.set(c) /> })}
        </div>
        {move || (!steering.over.get()).then(|| view! { <Papers clip=papers.clone() /> })}
    }
}
