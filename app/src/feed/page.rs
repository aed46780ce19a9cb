//! The page of the feed.

use leptos::html::Div;
use leptos::prelude::*;
use ui::Waiting;
use wire::clips::{Clip, ClipState};

use super::empty::EmptyFeed;
use super::keys::{self, OnStage};
use crate::clip::{ClipSignals, ClipView, Papers, Steering};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::session::Who;

/// Clips whose stills are fetched at once.
const EAGER: usize = 2;

/// The feed.
#[component]
pub fn FeedPage() -> impl IntoView {
    let shared = Shared::get();
    let clips = shared.clips;
    clips.begin();
    let scroller = NodeRef::<Div>::new();
    // Whoever comes back is where they were.
    Effect::new(move || {
        if let Some(scroller) = scroller.get() {
            browser::scroll::put_at(&scroller, clips.active.get_untracked());
        }
    });
    Effect::new(move || {
        if shared.online.get() && clips.trouble.with_untracked(Option::is_some) {
            clips.load();
        }
    });
    let stage = StoredValue::new(Vec::<(Clip, OnStage)>::new());
    keys::listen(shared, clips, scroller, stage);

    let on_scroll = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            clips.show(browser::scroll::index(&scroller));
        }
    };
    let ids = move || clips.all.with(|all| all.iter().cloned().enumerate().collect::<Vec<_>>());
    let one = move |(index, clip): (usize, Clip)| {
        let on_stage = OnStage { signals: ClipSignals::new(&clip), steering: Steering::new() };
        stage.update_value(|all| all.push((clip.clone(), on_stage)));
        let active = Memo::new(move |_| clips.active.get() == index);
        // The one before stays loaded for a quick way back, the one after is loaded ahead.
        let near = Memo::new(move |_| clips.active.get().abs_diff(index) <= 1);
        let lazy = index >= EAGER;
        view! {
            <ClipView
                clip=clip
                signals=on_stage.signals
                active=active
                near=near
                steering=on_stage.steering
                lazy=lazy
            />
        }
    };
    let papers = move || {
        let here = |clip: &Clip| clip.state == ClipState::Published;
        clips
            .all
            .with(|all| all.get(clips.active.get()).cloned())
            .filter(here)
            .map(|clip| view! { <Papers clip=clip moves=true /> })
    };
    let is_empty = move || clips.begun.get() && clips.all.with(Vec::is_empty);
    let has_clips = move || clips.all.with(|all| !all.is_empty());
    view! {
        <h1 class="hidden">"Feed"</h1>
        <Show when=move || !clips.begun.get() && clips.trouble.get().is_none()>
            <Waiting label="Fetching clips" />
        </Show>
        {move || {
            (!clips.begun.get())
                .then(|| clips.trouble.get())
                .flatten()
                .map(|trouble| {
                    view! {
                        <div class="page page--middle">
                            <TroubleView trouble=trouble retry=move |()| clips.load() />
                        </div>
                    }
                })
        }}
        <Show when=is_empty>
            <EmptyFeed />
        </Show>
        <Show when=has_clips>
            <div class="feed">
                <div class="feed__scroll" node_ref=scroller on:scroll=on_scroll tabindex="0" aria-label="Clips" role="region">
                    <For each=ids key=|(_, clip)| clip.id.clone() children=one />
                    {move || {
                        clips
                            .trouble
                            .get()
                            .map(|trouble| {
                                view! {
                                    <div class="feed__end">
                                        <TroubleView trouble=trouble retry=move |()| clips.load() />
                                    </div>
                                }
                            })
                    }}
                </div>
                {papers}
                <SignInHint />
            </div>
        </Show>
    }
}

/// What a visitor is told beside the clips.
#[component]
fn SignInHint() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <Show when=move || session.who() == Who::Visitor>
            <a class="feed__invite" href=Route::SignIn.path()>"Sign in to make clips"</a>
        </Show>
    }
}
