//! A still of what is asked for, drawn on this device with the visitor's own pack.

use std::rc::{Rc, Weak};

use browser::worker::{Client, Studio};
use domain::CharacterId;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::consent::CastRequest;
use wire::workers::studio::{Answer, Direction, Request};

use super::card::seen;
use crate::api;
use crate::context::Shared;
use crate::trouble::Trouble;

/// Pixels of the still.
const SIZE: (u32, u32) = (270, 480);

/// Stills are drawn one after the other; the pack is opened once.
#[derive(Clone, Copy)]
pub struct Turn {
    busy: RwSignal<bool>,
    /// Where which pack is open: a character's, or the visitor's own.
    opened: StoredValue<(Weak<Client<Studio>>, Option<CharacterId>), LocalStorage>,
}

impl Turn {
    /// Nobody's turn yet.
    #[must_use]
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), opened: StoredValue::new_local((Weak::new(), None)) }
    }
}

/// The still.
#[component]
pub fn Still(
    /// What is asked for.
    request: CastRequest,
    /// Whose turn it is.
    turn: Turn,
) -> impl IntoView {
    let shared = Shared::get();
    let canvas = NodeRef::<Canvas>::new();
    let who = seen(&request).and_then(|wanted| wanted.character.clone());
    let label =
        if who.is_some() { "Your character, as this clip would show it" } else { "You, as this clip would show you" };
    let direction = Direction {
        prompt: request.prompt,
        handle: request.creator.handle.to_string(),
        names: Vec::new(),
        seed: request.seed,
        width: SIZE.0,
        height: SIZE.1,
        choices: request.choices,
    };
    spawn_local(async move {
        // The page may be left at any time.
        while turn.busy.try_get_untracked().unwrap_or(false) {
            browser::clock::sleep(30).await;
        }
        turn.busy.try_set(true);
        let drawn = async {
            let studio = shared.crew.studio().await?;
            let here = Rc::downgrade(&studio);
            if turn.opened.try_with_value(|(at, open)| !at.ptr_eq(&here) || *open != who).unwrap_or(false) {
                let pack = match &who {
                    Some(id) => api::character_pack(id).await?,
                    None => api::my_pack().await?,
                };
                studio.ask(&Request::Open, vec![pack]).await?;
                turn.opened.try_set_value((here, who));
            }
            let (answer, buffers) = studio.ask(&Request::Preview { direction, sketch: false }, Vec::new()).await?;
            if let (Answer::Still { width, height, .. }, [rgba, ..]) = (answer, buffers.as_slice())
                && let Some(canvas) = canvas.try_get_untracked().flatten()
            {
                browser::canvas::draw_rgba(&canvas, rgba, width, height);
            }
            Ok::<_, Trouble>(())
        };
        // A still that cannot be drawn leaves the dark of the stage: the words are what is decided about.
        let _ = drawn.await;
        turn.busy.try_set(false);
    });
    view! {
        <canvas
            class="request__still"
            node_ref=canvas
            width=SIZE.0
            height=SIZE.1
            role="img"
            aria-label=label
        ></canvas>
    }
}
