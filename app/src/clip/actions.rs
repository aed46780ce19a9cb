//! What can be done with a clip: like, share, sound, full screen.

use browser::share;
use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Icon, IconButton};
use wire::clips::{Clip, ClipState};

use crate::api;
use crate::context::Shared;
use crate::routes::Route;
use crate::session::Who;
use crate::trouble::{Trouble, Way};

/// Why a visitor cannot like a clip.
const MEMBERS: &str = "Members can like clips.";

/// What changes about a clip while it is on the screen.
#[derive(Debug, Clone, Copy)]
pub struct ClipSignals {
    /// How many like it.
    pub likes: RwSignal<u32>,
    /// Whether the visitor does.
    pub liked: RwSignal<bool>,
}

impl ClipSignals {
    /// As the edge told it.
    #[must_use]
    pub fn new(clip: &Clip) -> Self {
        Self { likes: RwSignal::new(clip.likes), liked: RwSignal::new(clip.liked) }
    }

    fn set(self, liked: bool, likes: u32) {
        self.liked.try_set(liked);
        self.likes.try_set(likes);
    }

    /// Likes the clip or takes it back: shown at once, corrected by the answer.
    pub fn toggle_like(self, shared: Shared, id: &ClipId) {
        if untrack(|| shared.session.who()) == Who::Visitor {
            shared.tell_to_sign_in(MEMBERS);
            return;
        }
        let (was, count) = (self.liked.get_untracked(), self.likes.get_untracked());
        self.set(!was, if was { count.saturating_sub(1) } else { count + 1 });
        let id = id.clone();
        spawn_local(async move {
            match api::like(&id, !was).await {
                Ok(now) => {
                    shared.clips.liked(&id, &now);
                    self.set(now.liked, now.likes);
                }
                Err(error) => {
                    self.set(was, count);
                    match Trouble::from(error) {
                        trouble if trouble.way == Way::SignIn => shared.tell_to_sign_in(MEMBERS),
                        trouble => shared.tell(&trouble.title),
                    }
                }
            }
        });
    }
}

/// Hands the link on.
pub fn share_clip(shared: Shared, clip: &Clip) {
    let (title, url) = (format!("A clip by {}", clip.creator.display_name), clip.share.clone());
    spawn_local(async move {
        match share::link(&title, &url).await {
            share::Shared::Sheet => {}
            share::Shared::Copied => shared.tell("Link copied."),
            share::Shared::Failed => shared.tell("The link could not be copied here."),
        }
    });
}

/// Copies the link.
pub fn copy_link(shared: Shared, url: String) {
    spawn_local(async move {
        shared.tell(if share::copy(&url).await { "Link copied." } else { "The link could not be copied here." });
    });
}

/// The column of actions at the right of a clip.
#[component]
pub fn Actions(
    /// The clip.
    clip: Clip,
    /// Its likes.
    signals: ClipSignals,
) -> impl IntoView {
    let shared = Shared::get();
    let remix = (clip.state == ClipState::Published).then(|| format!("{}#remix={}", Route::Make.path(), clip.id));
    let (id, shown) = (clip.id.clone(), StoredValue::new(clip));
    let ClipSignals { likes, liked } = signals;
    view! {
        <div class="actions">
            <IconButton
                icon=Signal::derive(move || if liked.get() { "heart-full" } else { "heart" })
                label=Signal::derive(move || {
                    let people = crate::time::count(likes.get(), "person likes", "people like");
                    format!("Like this clip, {people} it")
                })
                pressed=Signal::derive(move || liked.get())
                caption=Signal::derive(move || likes.get().to_string())
                on_press=move |_| signals.toggle_like(shared, &id)
            />
            <IconButton
                icon="share"
                label="Share this clip"
                caption="Share"
                on_press=move |_| shown.with_value(|clip| share_clip(shared, clip))
            />
            {remix.map(|to| view! {
                <a class="icon-button" href=to title="Remix this clip" aria-label="Remix this clip">
                    <Icon name="clapper" />
                    <span class="icon-button__caption" aria-hidden="true">"Remix"</span>
                </a>
            })}
            <IconButton
                icon=Signal::derive(move || if shared.sound.get() { "sound" } else { "sound-off" })
                label=Signal::derive(move || if shared.sound.get() { "Sound off" } else { "Sound on" }.to_owned())
                caption=Signal::derive(move || if shared.sound.get() { "Sound" } else { "Muted" }.to_owned())
                on_press=move |_| shared.sound.update(|on| *on = !*on)
            />
        </div>
    }
}
