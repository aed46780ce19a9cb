//! The moving picture: plays while it is on stage, stops when it is not.

use leptos::html::{Div, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon};
use wire::clips::{Clip, ClipState};

use super::heart::{self, Fault};
use crate::context::Shared;

/// How much of a clip must have played to count as a view, in seconds.
const VIEW_S: f64 = domain::limits::VIEW_MS as f64 / 1000.0;

/// How a player is steered from outside, by keys.
#[derive(Clone, Copy)]
pub struct Steering {
    /// The video.
    pub video: NodeRef<Video>,
    /// What goes full screen.
    pub frame: NodeRef<Div>,
    /// Whether the visitor paused it.
    pub paused: RwSignal<bool>,
    /// Whether the clip went while it was open: nothing of it is shown any more.
    pub over: RwSignal<bool>,
}

impl Steering {
    /// Nothing to steer yet.
    #[must_use]
    pub fn new() -> Self {
        let (paused, over) = (RwSignal::new(false), RwSignal::new(false));
        Self { video: NodeRef::new(), frame: NodeRef::new(), paused, over }
    }

    /// Pauses or goes on.
    pub fn toggle(self) {
        if let Some(video) = self.video.get_untracked() {
            self.paused.set(!browser::video::toggle(&video));
        }
    }

    /// Fills the screen, or gives it back.
    pub fn full_screen(self) {
        if let Some(frame) = self.frame.get_untracked() {
            browser::video::full_screen(&frame);
        }
    }
}

/// A player. Without sound until the first tap; from then on a tap pauses.
#[component]
pub fn Player(
    /// Of which clip.
    clip: Clip,
    /// Whether it is the one on stage.
    #[prop(into)]
    active: Signal<bool>,
    /// How it is steered.
    steering: Steering,
) -> impl IntoView {
    let shared = Shared::get();
    let Steering { video, paused, over, .. } = steering;
    let (position, fault) = (RwSignal::new(0.0), RwSignal::new(None::<Fault>));
    let (media, poster, id) = (clip.media.clone(), clip.poster.clone(), clip.id.clone());
    let gone = clip.id.clone();

    if clip.state == ClipState::Published {
        let playing = Signal::derive(move || active.get() && !paused.get() && fault.get().is_none());
        heart::beat(clip.id.clone(), playing, fault);
    }
    Effect::new(move || {
        if fault.get().is_some_and(Fault::ends) {
            if let Some(video) = video.get_untracked() {
                browser::video::clear(&video);
            }
            over.set(true);
            shared.clips.went(&gone);
        }
    });
    let counted = StoredValue::new(false);
    let moved = move |video: &leptos::web_sys::HtmlVideoElement| {
        position.set(browser::video::position(video));
        if !counted.get_value() && browser::video::seen(video, VIEW_S) {
            counted.set_value(true);
            heart::count(&clip);
        }
    };

    Effect::new(move || {
        let Some(video) = video.get() else { return };
        video.set_muted(!shared.sound.get());
        if active.get() {
            if !paused.get_untracked() {
                browser::video::play_or_mute(&video, move || shared.sound.set(false));
            }
        } else {
            browser::video::pause(&video);
            browser::video::rewind(&video);
            paused.set(false);
        }
    });
    // A page that nobody sees makes no noise.
    let visible = browser::listen::visibility(move |seen| {
        if let (Some(video), Some(true)) = (video.try_get_untracked().flatten(), active.try_get_untracked()) {
            if seen && paused.try_get_untracked() == Some(false) {
                browser::video::play(&video);
            } else {
                browser::video::pause(&video);
            }
        }
    });
    StoredValue::new_local(visible);

    let failed = move |_| {
        // What was cleared has nothing to load.
        if over.get_untracked() {
            return;
        }
        let Some(cut_off) = video.get_untracked().map(|video| browser::video::cut_off(&video)) else { return };
        let id = id.clone();
        spawn_local(async move {
            let found = Fault::of(&id, cut_off).await;
            let _ = fault.try_set(Some(found));
        });
    };
    let retry = move || {
        fault.set(None);
        if let Some(video) = video.get_untracked() {
            browser::video::reload(&video);
            if active.get_untracked() && !paused.get_untracked() {
                browser::video::play(&video);
            }
        }
    };
    Effect::new(move || {
        if shared.online.get() && fault.get_untracked() == Some(Fault::CutOff) {
            retry();
        }
    });

    let tap = move |_| {
        if shared.sound.get_untracked() {
            steering.toggle();
        } else {
            shared.sound.set(true);
        }
    };
    let tap_label = move || match (shared.sound.get(), paused.get()) {
        (false, _) => "Turn the sound on",
        (true, false) => "Pause",
        (true, true) => "Play",
    };
    view! {
        <video
            class="player__video"
            node_ref=video
            src=media
            poster=poster
            prop:loop=true
            prop:muted=true
            playsinline
            preload="auto"
            on:timeupdate:target=move |event| moved(&event.target())
            on:error=failed
        ></video>
        <button class="player__tap" type="button" aria-label=tap_label on:click=tap>
            <Show when=move || paused.get()>
                <span class="player__paused"><Icon name="play" /></span>
            </Show>
            <Show when=move || !shared.sound.get() && fault.get().is_none()>
                <span class="player__hint"><Icon name="sound-off" />"Tap for sound"</span>
            </Show>
        </button>
        {move || {
            fault
                .get()
                .map(|fault| {
                    view! {
                        <div class="player__gone" role="status">
                            <p>{fault.words()}</p>
                            {(!fault.ends())
                                .then(|| view! { <Button on_press=move |_| retry()>"Try again"</Button> })}
                        </div>
                    }
                })
        }}
        <input
            class="scrub"
            type="range"
            min="0"
            max="1000"
            aria-label="Position in the clip"
            prop:value=move || format!("{:.0}", position.get() * 1000.0)
            style:--place=move || format!("{:.2}%", position.get() * 100.0)
            on:input:target=move |event| {
                if let (Some(video), Ok(place)) = (video.get_untracked(), event.target().value().parse::<f64>()) {
                    browser::video::seek(&video, place / 1000.0);
                    position.set(place / 1000.0);
                }
            }
        />
    }
}
