//! The face: a preview in an oval, a ring that fills, one instruction at a time.

use std::cell::Cell;
use std::rc::Rc;

use browser::camera::Camera;
use browser::clock::Interval;
use browser::frames::Frames;
use browser::listen::Listener;
use browser::media_error::MediaError;
use domain::capture::Pose;
use leptos::html::{Canvas, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Ring};
use wire::workers::face::{Hint, Request};

use super::instruct;
use super::sight::{Sight, watch};
use super::state::Scan;
use super::title::Title;
use crate::context::Shared;
use crate::trouble::{self, Trouble};

/// How long a camera may give no frame while the page is on the screen, in milliseconds.
const DARK_MS: f64 = 6000.0;
/// Between two looks whether it gives frames, in milliseconds.
const WATCH_MS: i32 = 1000;

/// What must end with this step: the camera, the loop over its frames, and the watch over both.
struct Filming {
    _camera: Camera,
    _frames: Frames,
    _watchdog: Interval,
    _ended: Vec<Listener>,
}

/// The camera step.
#[component]
pub fn Poses(
    /// The scan.
    scan: Scan,
    /// What to hold, in this order.
    poses: Vec<Pose>,
    /// These were held before, and are only done again: whatever goes wrong, the scan stays as it is.
    #[prop(optional)]
    redo: bool,
) -> impl IntoView {
    let shared = Shared::get();
    let (video, points) = (NodeRef::<Video>::new(), NodeRef::<Canvas>::new());
    let total = poses.len();
    let sight = Sight::new(poses.clone(), redo);
    let filming = StoredValue::new_local(None::<Filming>);
    let fail = move |trouble: Trouble| if redo { scan.back(Some(trouble)) } else { scan.stop(trouble) };

    spawn_local(async move {
        let face = match shared.crew.face().await {
            Ok(face) => face,
            Err(failure) => return fail(failure.into()),
        };
        let ask = match poses.as_slice() {
            [pose] if redo => Request::Redo { pose: *pose },
            _ => Request::Begin { poses },
        };
        if let Err(failure) = face.ask(&ask, Vec::new()).await {
            return fail(failure.into());
        }
        let Some(camera) = scan.camera.try_update_value(Option::take).flatten() else { return };
        let Some(element) = video.try_get_untracked().flatten() else { return };
        camera.show_in(&element);
        let lost = move || fail(trouble::camera(MediaError::Busy));
        let lit_at = Rc::new(Cell::new(browser::clock::tick_ms()));
        if let Some(frames) = watch(scan, face, video, points, sight, Rc::clone(&lit_at)) {
            let ended = camera.ended(lost);
            let watchdog = browser::clock::every(WATCH_MS, move || {
                let now = browser::clock::tick_ms();
                if !browser::page::visible() {
                    lit_at.set(now);
                } else if now - lit_at.get() > DARK_MS {
                    lit_at.set(f64::INFINITY);
                    lost();
                }
            });
            let all = Filming { _camera: camera, _frames: frames, _watchdog: watchdog, _ended: ended };
            filming.try_update_value(|f| *f = Some(all));
        }
    });

    let instruction = move || match sight.hint.get() {
        Some(Hint::LookAgain) => instruct::instruction(Pose::Neutral),
        _ => sight.pose().map_or("Done", instruct::instruction),
    };
    let hint = move || {
        if !sight.lit.get() {
            return "The camera is starting.";
        }
        match (sight.hint.get().map(instruct::hint).filter(|words| !words.is_empty()), sight.pose()) {
            (Some(words), _) => words,
            (None, Some(pose)) => instruct::help(pose),
            (None, None) if redo => "That is the pose.",
            (None, None) => "That was the face. Now your voice.",
        }
    };
    let segments = move || {
        let (done, hold) = (sight.wanted.get(), sight.hold.get());
        let full = |i: usize| match i.cmp(&done) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => hold,
            std::cmp::Ordering::Greater => 0.0,
        };
        (0..total).map(full).collect::<Vec<f32>>()
    };
    let troubled =
        move || sight.hint.get().is_some_and(|h| !matches!(h, Hint::DoPose | Hint::HoldStill | Hint::LookAgain));
    let count = move || format!("{} of {total}", sight.wanted.get().min(total));
    view! {
        <section class="poses">
            <Title><span aria-live="polite">{instruction}</span></Title>
            <div class="oval" class:oval--troubled=troubled>
                <div class="oval__picture">
                    <video class="oval__video" node_ref=video prop:muted=true playsinline aria-label="You"></video>
                    <canvas class="oval__points" node_ref=points aria-hidden="true"></canvas>
                </div>
                <Ring segments=Signal::derive(segments) />
            </div>
            <p class="poses__hint">{hint}</p>
            <p class="hidden" role="status" aria-live="polite">{move || sight.spoken.get()}</p>
            {if redo {
                view! { <Button on_press=move |_| scan.back(None)>"Cancel"</Button> }.into_any()
            } else {
                view! { <p class="poses__count number">{count}</p> }.into_any()
            }}
        </section>
    }
}
