//! What the face worker sees, frame by frame, and where that leads.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use browser::Buffer;
use browser::frames::Frames;
use browser::worker::{Client, Face};
use domain::capture::{Flaw, Pose};
use leptos::html::{Canvas, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::workers::Failure;
use wire::workers::face::{Answer, Hint, Request};

use super::announce::Announcer;
use super::instruct;
use super::state::{Scan, Step};
use crate::trouble::Trouble;

/// How long a hint must hold before it is shown: one frame of trouble is no trouble.
const HINT_AFTER_MS: f64 = 350.0;
/// How long after the last pose the next step waits, in milliseconds.
const BREATH_MS: i32 = 450;

/// What is seen now.
#[derive(Clone, Copy)]
pub struct Sight {
    poses: StoredValue<Vec<Pose>>,
    redo: bool,
    /// How many poses are caught.
    pub wanted: RwSignal<usize>,
    /// How long the wanted one is held, 0 to 1.
    pub hold: RwSignal<f32>,
    /// What is wrong.
    pub hint: RwSignal<Option<Hint>>,
    /// What is told to who cannot see it.
    pub spoken: RwSignal<&'static str>,
    /// Whether the camera has given a frame.
    pub lit: RwSignal<bool>,
}

impl Sight {
    /// Before the first frame.
    #[must_use]
    pub fn new(poses: Vec<Pose>, redo: bool) -> Self {
        Self {
            poses: StoredValue::new(poses),
            redo,
            wanted: RwSignal::new(0),
            hold: RwSignal::new(0.0),
            hint: RwSignal::new(None),
            spoken: RwSignal::new(""),
            lit: RwSignal::new(false),
        }
    }

    /// The pose that is wanted; none when all are caught. Tracked.
    #[must_use]
    pub fn pose(self) -> Option<Pose> {
        self.poses.with_value(|poses| poses.get(self.wanted.get()).copied())
    }

    /// Tells who cannot see it how the wanted pose is done.
    fn speak_help(self) {
        let pose = untrack(|| self.pose());
        self.spoken.try_set(pose.map_or("", instruct::help));
    }
}

/// What goes on from one frame to the next.
struct Going {
    /// A frame is with the worker.
    busy: Cell<bool>,
    /// Nothing more is to be seen.
    ended: Cell<bool>,
    /// The last hint, and since when.
    since: Cell<(Option<Hint>, f64)>,
    announcer: RefCell<Announcer>,
    /// Of the face points.
    colour: String,
}

/// Sends frames to the face worker, at most one at a time, and shows what it sees. `lit_at` is when the last frame came.
pub fn watch(
    scan: Scan,
    face: Rc<Client<Face>>,
    video: NodeRef<Video>,
    points: NodeRef<Canvas>,
    sight: Sight,
    lit_at: Rc<Cell<f64>>,
) -> Option<Frames> {
    let element = video.try_get_untracked().flatten()?;
    // The poses that are done again belong to the same capture: its clock goes on.
    let began = scan.began_at.try_get_value()?;
    let going = Rc::new(Going {
        busy: Cell::new(false),
        ended: Cell::new(false),
        since: Cell::new((None, browser::clock::tick_ms())),
        announcer: RefCell::default(),
        colour: browser::canvas::token("--spot", "gold"),
    });
    let camera = element.clone();
    Some(browser::frames::each(&element, move || {
        if going.busy.get() || going.ended.get() {
            lit_at.set(browser::clock::tick_ms());
            return;
        }
        let Some(frame) = browser::frames::take(&camera) else { return };
        going.busy.set(true);
        lit_at.set(browser::clock::tick_ms());
        let t_s = (browser::clock::tick_ms() - began) / 1000.0;
        let (face, going) = (Rc::clone(&face), Rc::clone(&going));
        spawn_local(async move {
            let answer = face.ask(&Request::See { t_s }, vec![frame]).await;
            going.busy.set(false);
            seen(scan, face, answer, points, sight, &going);
        });
    }))
}

fn seen(
    scan: Scan,
    face: Rc<Client<Face>>,
    answer: Result<(Answer, Vec<Buffer>), Failure>,
    points: NodeRef<Canvas>,
    sight: Sight,
    going: &Going,
) {
    // Answers may come after the step was left.
    if going.ended.get() || sight.lit.is_disposed() {
        return;
    }
    let (answer, buffers) = match answer {
        Ok(answer) => answer,
        Err(failure) => {
            going.ended.set(true);
            return if sight.redo { scan.back(Some(failure.into())) } else { scan.stop(failure) };
        }
    };
    let Answer::Seen { hint, pose, progress, caught, flaw, width, height, .. } = answer else {
        return;
    };
    if !sight.lit.get_untracked() {
        sight.lit.set(true);
        sight.speak_help();
    }
    if let Some(canvas) = points.try_get_untracked().flatten() {
        let landmarks = buffers.first().map(Buffer::to_f32).unwrap_or_default();
        browser::canvas::draw_points(&canvas, &landmarks, width, height, &going.colour);
    }
    show_hint(hint, sight, going);
    sight.hold.set(progress);
    if caught.is_some() {
        browser::sound::click();
        sight.hold.set(0.0);
        sight.wanted.update(|n| *n += 1);
        sight.speak_help();
    }
    if let Some(flaw) = flaw {
        going.ended.set(true);
        spawn_local(fail(scan, face, flaw, sight.redo));
    } else if pose.is_none() && !going.ended.replace(true) {
        spawn_local(finish(scan, face, sight.redo));
    }
}

fn show_hint(hint: Option<Hint>, sight: Sight, going: &Going) {
    let now = browser::clock::tick_ms();
    if going.since.get().0 != hint {
        going.since.set((hint, now));
    }
    let holds = hint.is_none() || now - going.since.get().1 > HINT_AFTER_MS;
    if holds && sight.hint.get_untracked() != hint {
        sight.hint.set(hint);
    }
    if let Some(words) = going.announcer.borrow_mut().hear(hint.map_or("", instruct::hint), now) {
        sight.spoken.set(words);
    }
}

/// Every pose is caught.
async fn finish(scan: Scan, face: Rc<Client<Face>>, redo: bool) {
    if !redo {
        match face.ask(&Request::Evidence, Vec::new()).await {
            Ok((Answer::Evidence { poses, trace, rests }, _)) => {
                drop(scan.evidence.try_set_value((poses, trace, rests)))
            }
            Ok(_) => {}
            Err(failure) => return scan.stop(failure),
        }
    }
    browser::clock::sleep(BREATH_MS).await;
    // The scan may have stopped in that breath.
    match scan.step.try_get_untracked() {
        Some(Step::Redo(_)) if redo => scan.step.set(Step::Building),
        Some(Step::Poses) if !redo => scan.step.set(Step::Words),
        _ => {}
    }
}

/// Something speaks against what was seen. The edge is told, so that it counts, unless it has accepted the capture long
/// ago and one pose of it was only tried again.
async fn fail(scan: Scan, face: Rc<Client<Face>>, flaw: Flaw, redo: bool) {
    if redo {
        let (what, next) = instruct::flaw(flaw);
        return scan.back(Some(Trouble::new(&what, format!("{next} The pose stays as it was."))));
    }
    if let Ok((Answer::Evidence { poses, trace, rests }, _)) = face.ask(&Request::Evidence, Vec::new()).await {
        scan.evidence.try_set_value((poses, trace, rests));
    }
    let stop = scan.report(flaw).await;
    if scan.step.try_get_untracked() == Some(Step::Poses) {
        scan.stop(stop);
    }
}
