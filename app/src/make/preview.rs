//! One frame of the clip to be, drawn while the prompt is typed.

use std::rc::{Rc, Weak};

use browser::worker::{Client, Studio};
use domain::CharacterId;
use domain::direction::Choices;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Icon;
use wire::workers::studio::{Answer, Direction, Request};

use super::players::Players;
use crate::api;
use crate::context::Shared;
use crate::trouble::{Trouble, Way};

/// Pixels of the preview.
const SIZE: (u32, u32) = (360, 640);
/// A device that needs longer for a preview frame, in milliseconds, gets smaller clips: a clip has four times its pixels
/// and 300 frames.
const SLOW_MS: f64 = 150.0;
/// How long nothing changes, in milliseconds, before a sketched place is painted as it will be in the clip.
const SETTLED_MS: i32 = 300;
/// Devices with so few processors get smaller clips without being measured.
const FEW_PROCESSORS: u32 = 2;

/// How large a clip this device can draw in good time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// 720 x 1280.
    Full,
    /// 540 x 960.
    Reduced,
}

impl Speed {
    /// By what the browser tells, and by the fastest preview so far, in milliseconds.
    #[must_use]
    pub fn of(processors: u32, fastest_preview_ms: Option<f64>) -> Self {
        let few = processors > 0 && processors <= FEW_PROCESSORS;
        if few || fastest_preview_ms.is_some_and(|ms| ms > SLOW_MS) { Self::Reduced } else { Self::Full }
    }

    /// Of this device, with what an earlier preview measured.
    #[must_use]
    pub fn here() -> Self {
        let measured = browser::store::get(KEPT_AS).and_then(|text| text.parse().ok());
        Self::of(browser::page::processors(), measured)
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Full => (720, 1280),
            Self::Reduced => (540, 960),
        }
    }
}

const KEPT_AS: &str = "preview-ms";

/// What is to be drawn.
#[derive(Debug, Clone)]
struct Wish {
    prompt: String,
    choices: Choices,
}

/// The live picture. It waits for a likeness and follows the prompt: each change is drawn at once, a new place as a sketch
/// first; what changed while a picture was drawn is drawn next, and only the latest of it.
#[component]
pub fn Preview(
    /// Where it plays.
    prompt: RwSignal<String>,
    /// How it is acted.
    choices: RwSignal<Choices>,
    /// The creator's handle, for the mark.
    handle: String,
    /// The character that plays, or none for the likeness.
    character: RwSignal<Option<CharacterId>>,
    /// Who plays beside the creator: their pack opens for the clip alone.
    other: RwSignal<Option<String>>,
    /// Whether there is a likeness to draw.
    #[prop(into)]
    ready: Signal<bool>,
    /// Takes what keeps this page from making any clip.
    unable: RwSignal<Option<Trouble>>,
) -> impl IntoView {
    let shared = Shared::get();
    let canvas = NodeRef::<Canvas>::new();
    let (drawn, words) = (RwSignal::new(false), RwSignal::new("The preview appears here"));
    let guest = RwSignal::new(String::new());
    let (opened, times) = (StoredValue::new_local((Weak::<Client<Studio>>::new(), None)), StoredValue::new(0u32));
    let (wanted, drawing) = (StoredValue::new(None::<Wish>), StoredValue::new(false));
    let handle = StoredValue::new(handle);

    // Draws one picture; says whether its place is a sketch.
    let draw = move |Wish { prompt, choices }: Wish, sketch: bool| async move {
        let studio = shared.crew.studio().await?;
        // A studio that was started anew has nothing open.
        let here = Rc::downgrade(&studio);
        let (Some(who), Some(handle)) = (character.try_get_untracked(), handle.try_get_value()) else {
            return Ok(false);
        };
        if opened.try_with_value(|(o, open)| !o.ptr_eq(&here) || *open != who) == Some(true) {
            let pack = match &who {
                Some(id) => api::character_pack(id).await?,
                None => api::my_pack().await?,
            };
            studio.ask(&Request::Open, vec![pack]).await?;
            opened.try_update_value(|o| *o = (here, who));
        }
        let prompt = if prompt.trim().is_empty() { "On a theatre stage".to_owned() } else { prompt };
        let direction =
            Direction { prompt, handle, names: Vec::new(), seed: 1, width: SIZE.0, height: SIZE.1, choices };
        let from = browser::clock::tick_ms();
        let (answer, buffers) = studio.ask(&Request::Preview { direction, sketch }, Vec::new()).await?;
        let took_ms = browser::clock::tick_ms() - from;
        // The first frame also sets the scene up; only later ones tell how fast this device draws.
        if times.try_update_value(|n| std::mem::replace(n, *n + 1)).unwrap_or(0) > 0 {
            let best = browser::store::get(KEPT_AS).and_then(|t| t.parse().ok()).unwrap_or(f64::MAX);
            browser::store::set(KEPT_AS, &format!("{:.0}", took_ms.min(best)));
        }
        let (Answer::Still { width, height, sketched }, [rgba, ..]) = (answer, buffers.as_slice()) else {
            return Ok(false);
        };
        if let Some(canvas) = canvas.try_get_untracked().flatten() {
            drawn.try_set(browser::canvas::draw_rgba(&canvas, rgba, width, height));
        }
        Ok::<_, Trouble>(sketched)
    };
    let follow = move || async move {
        // Once the page is left there is nothing more to draw.
        while let Some(wish) = wanted.try_update_value(Option::take).flatten() {
            let mut failed = None;
            match draw(wish.clone(), true).await {
                Ok(true) => {
                    browser::clock::sleep(SETTLED_MS).await;
                    if wanted.try_with_value(Option::is_none) == Some(true) {
                        failed = draw(wish, false).await.err();
                    }
                }
                Ok(false) => {}
                Err(trouble) => failed = Some(trouble),
            }
            if failed.is_some() {
                words.try_set("The preview could not be drawn here");
            }
            unable.try_set(failed.filter(|t| matches!(t.way, Way::Reload | Way::Elsewhere)));
        }
        drawing.try_set_value(false);
    };
    Effect::new(move || {
        let wish = Wish { prompt: prompt.get(), choices: choices.get() };
        character.track();
        if !ready.get() {
            if let Some(other) = other.get().filter(|other| Players::is_address(other)) {
                drawn.set(false);
                guest.set(format!("@{other} is seen in the clip itself"));
            }
            return;
        }
        guest.set(String::new());
        if !drawn.get_untracked() {
            words.set("Setting the scene");
        }
        wanted.set_value(Some(wish));
        if !drawing.get_value() {
            drawing.set_value(true);
            spawn_local(follow());
        }
    });
    view! {
        <div class="preview" class:preview--drawn=move || drawn.get()>
            <canvas
                class="preview__picture"
                node_ref=canvas
                width=SIZE.0
                height=SIZE.1
                role="img"
                aria-label="A frame of your clip"
            ></canvas>
            <Show when=move || !drawn.get()>
                <p class="preview__words"><Icon name="clapper" />{move || if guest.get().is_empty() { words.get().to_owned() } else { guest.get() }}</p>
            </Show>
            <Show when=move || drawn.get() && other.get().is_some() && character.get().is_none()>
                <p class="preview__note">
                    {move || format!("You alone. @{} joins you in the clip itself.", other.get().unwrap_or_default())}
                </p>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_slow_devices_draw_smaller_clips() {
        assert_eq!(Speed::of(8, None), Speed::Full);
        assert_eq!(Speed::of(0, Some(80.0)), Speed::Full);
        assert_eq!(Speed::of(2, None), Speed::Reduced);
        assert_eq!(Speed::of(8, Some(400.0)).size(), (540, 960));
    }
}
