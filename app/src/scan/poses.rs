//! The face: a preview in an oval, a ring that fills, one instruction at a time.

use std::cell::Cell;
use std::rc::Rc;

use browser::Buffer;
use browser::camera::Camera;
use browser::clock::Interval;
use browser::frames::Frames;
use browser::listen::Listener;
use browser::media_error::MediaError;
use browser::worker::{Client, Face};
use leptos::html::{Canvas, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Ring;
use wire::likeness::Capture;
use wire::workers::Failure;
use wire::workers::face::{Answer, Hint, Request};

use super::instruct;
use super::state::{Scan, Step};
use super::title::Title;
use crate::context::Shared;
use crate::trouble;

/// How long a hint must hold before it is shown: one frame of trouble is no trouble.
const HINT_AFTER_MS: f64 = 350.0;
/// How long after a pose the next instruction waits, in milliseconds.
const BREATH_MS: i32 = 450;

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

/// What is seen now.
#[derive(Clone, Copy)]
struct Sight {
    wanted: RwSignal<usize>,
    hold: RwSignal<f32>,
    hint: RwSignal<Option<Hint>>,
    /// Whether the camera has given a frame.
    lit: RwSignal<bool>,
}

/// The camera step.
#[component]
pub fn Poses(
    /// The scan.
    scan: Scan,
    /// What to hold, in this order.
    capture: Capture,
) -> impl IntoView {
    let shared = Shared::get();
    let (video, points) = (NodeRef::<Video>::new(), NodeRef::<Canvas>::new());
    let sight = Sight {
        wanted: RwSignal::new(0),
        hold: RwSignal::new(0.0),
        hint: RwSignal::new(None),
        lit: RwSignal::new(false),
    };
    let filming = StoredValue::new_local(None::<Filming>);
    let poses = StoredValue::new(capture.poses.clone());
    let total = capture.poses.len();

    spawn_local(async move {
        let face = match shared.crew.face().await {
            Ok(face) => face,
            Err(failure) => return scan.stuck(failure.into()),
        };
        if let Err(failure) = face.ask(&Request::Begin { poses: capture.poses }, Vec::new()).await {
            return scan.stuck(failure.into());
        }
        let Some(camera) = scan.camera.try_update_value(Option::take).flatten() else { return };
        let Some(element) = video.try_get_untracked().flatten() else { return };
        camera.show_in(&element);
        let lost = move || scan.stuck(trouble::camera(MediaError::Busy));
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

    let instruction = move || {
        let pose = poses.with_value(|p| p.get(sight.wanted.get()).copied());
        pose.map_or("Done", instruct::instruction)
    };
    let hint = move || {
        if !sight.lit.get() {
            return "The camera is starting.";
        }
        let pose = poses.with_value(|p| p.get(sight.wanted.get()).copied());
        match (sight.hint.get().map(instruct::hint).filter(|words| !words.is_empty()), pose) {
            (Some(words), _) => words,
            (None, Some(pose)) => instruct::help(pose),
            (None, None) => "That was the face. Now your voice.",
        }
    };
    let segments = move || {
        let (done, hold) = (sight.wanted.get(), sight.hold.get());
        (0..total)
            .map(|i| {
                if i < done {
                    1.0
                } else if i == done {
                    hold
                } else {
                    0.0
                }
            })
            .collect::<Vec<f32>>()
    };
    let troubled = move || sight.hint.get().is_some_and(|h| !matches!(h, Hint::DoPose | Hint::HoldStill));
    view! {
        <section class="poses">
            <Title><span aria-live="assertive">{instruction}</span></Title>
            <div class="oval" class:oval--troubled=troubled>
                <div class="oval__picture">
                    <video class="oval__video" node_ref=video prop:muted=true playsinline aria-label="You"></video>
                    <canvas class="oval__points" node_ref=points aria-hidden="true"></canvas>
                </div>
                <Ring segments=Signal::derive(segments) />
            </div>
            <p class="poses__hint" aria-live="polite">{hint}</p>
            <p class="poses__count number">{move || format!("{} of {total}", sight.wanted.get().min(total))}</p>
        </section>
    }
}

/// Sends frames to the face worker, at most one at a time, and shows what it sees. `lit_at` is when the last frame came.
fn watch(
    scan: Scan,
    face: Rc<Client<Face>>,
    video: NodeRef<Video>,
    points: NodeRef<Canvas>,
    sight: Sight,
    lit_at: Rc<Cell<f64>>,
) -> Option<Frames> {
    let element = video.try_get_untracked().flatten()?;
    let began = browser::clock::tick_ms();
    let busy = Rc::new(Cell::new(false));
    let ended = Rc::new(Cell::new(false));
    let since = Rc::new(Cell::new((None::<Hint>, began)));
    let colour = browser::canvas::token("--spot", "gold");
    let camera = element.clone();
    Some(browser::frames::each(&element, move || {
        if busy.get() || ended.get() {
            lit_at.set(browser::clock::tick_ms());
            return;
        }
        let Some(frame) = browser::frames::take(&camera) else { return };
        busy.set(true);
        lit_at.set(browser::clock::tick_ms());
        let t_s = (browser::clock::tick_ms() - began) / 1000.0;
        let (face, busy, ended, since) = (Rc::clone(&face), Rc::clone(&busy), Rc::clone(&ended), Rc::clone(&since));
        let colour = colour.clone();
        spawn_local(async move {
            let answer = face.ask(&Request::See { t_s }, vec![frame]).await;
            busy.set(false);
            seen(scan, face, answer, points, sight, &since, &ended, &colour);
        });
    }))
}

#[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
fn seen(
    scan: Scan,
    face: Rc<Client<Face>>,
    answer: Result<(Answer, Vec<Buffer>), Failure>,
    points: NodeRef<Canvas>,
    sight: Sight,
    since: &Cell<(Option<Hint>, f64)>,
    ended: &Cell<bool>,
    colour: &str,
) {
    let (answer, buffers) = match answer {
        Ok(answer) => answer,
        Err(failure) => {
            ended.set(true);
            return scan.stuck(failure.into());
        }
    };
    let Answer::Seen { hint, pose, progress, caught, width, height, .. } = answer else {
        return;
    };
    sight.lit.set(true);
    if let Some(canvas) = points.try_get_untracked().flatten() {
        let landmarks = buffers.first().map(Buffer::to_f32).unwrap_or_default();
        browser::canvas::draw_points(&canvas, &landmarks, width, height, colour);
    }
    let now = browser::clock::tick_ms();
    if since.get().0 != hint {
        since.set((hint, now));
    }
    if sight.hint.try_get_untracked() != Some(hint) && (hint.is_none() || now - since.get().1 > HINT_AFTER_MS) {
        sight.hint.set(hint);
    }
    sight.hold.set(progress);
    if caught.is_some() {
        browser::sound::click();
        sight.hold.set(0.0);
        sight.wanted.try_update(|n| *n += 1);
    }
    if pose.is_none() && !ended.replace(true) {
        spawn_local(async move {
            match face.ask(&Request::Evidence, Vec::new()).await {
                Ok((Answer::Evidence { poses, trace }, _)) => drop(scan.evidence.try_set_value((poses, trace))),
                Ok(_) => {}
                Err(failure) => return scan.stuck(failure.into()),
            }
            browser::clock::sleep(BREATH_MS).await;
            // The scan may have stopped in that breath.
            if scan.step.try_get_untracked() == Some(Step::Poses) {
                scan.step.set(Step::Words);
            }
        });
    }
}
