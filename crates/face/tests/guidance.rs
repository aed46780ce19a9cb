//! The guide's rules, on made-up faces. Its thresholds are tried on a real still in `stills.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use domain::capture::{Flaw, Pose as Wanted};
use face::guide::{Guidance, Guide, Hint};
use face::{Expression, Face, Frame, POINTS, Pose, Sighting};

const WIDTH: usize = 320;
const HEIGHT: usize = 240;

/// A frame with fine texture, so that it is neither dark nor blurred.
fn texture(low: u8, high: u8) -> Vec<u8> {
    (0..WIDTH * HEIGHT)
        .flat_map(|i| {
            let on = (i % WIDTH / 3 + i / WIDTH / 3).is_multiple_of(2);
            [if on { high } else { low }; 4]
        })
        .collect()
}

fn neutral() -> Face {
    // A blob of landmarks about the middle, 100 x 130 pixels.
    let points = (0..POINTS).map(|i| {
        let turn = i as f32;
        [160.0 + 50.0 * turn.sin(), 120.0 + 65.0 * turn.cos(), 0.0]
    });
    let mut points: Vec<_> = points.collect();
    points[4] = [160.0, 125.0, -10.0];
    points[168] = [160.0, 100.0, -5.0];
    let expression = Expression {
        eye_open_left: 0.6,
        eye_open_right: 0.6,
        mouth_open: 0.01,
        mouth_width: 0.8,
        lips: 0.28,
        brows: 0.38,
        eye_distance_px: 50.0,
    };
    Face { points, presence: 1.0, pose: Pose::default(), expression }
}

fn posed(pose: Wanted) -> Face {
    let mut f = neutral();
    match pose {
        Wanted::Neutral => {}
        Wanted::EyesShut => (f.expression.eye_open_left, f.expression.eye_open_right) = (0.15, 0.2),
        Wanted::Smile => f.expression.mouth_width = 0.95,
        Wanted::Ah => f.expression.mouth_open = 0.3,
        Wanted::TurnLeft => f.pose.yaw_deg = 20.0,
        Wanted::TurnRight => f.pose.yaw_deg = -20.0,
        Wanted::Oo => (f.expression.mouth_width, f.expression.lips) = (0.6, 0.3),
        Wanted::Up => f.pose.pitch_deg += 14.0,
        Wanted::Down => f.pose.pitch_deg -= 14.0,
        Wanted::Brows => f.expression.brows = 0.44,
        // What is between open eyes.
        Wanted::Blink => (f.expression.eye_open_left, f.expression.eye_open_right) = (0.1, 0.1),
    }
    f
}

/// Shows a guide frames of one face at 30 a second.
struct Film {
    guide: Guide,
    rgba: Vec<u8>,
    t_s: f64,
    frames: u32,
}

impl Film {
    fn new(poses: &[Wanted]) -> Self {
        Self { guide: Guide::new(poses.to_vec()), rgba: texture(60, 200), t_s: 10.0, frames: 0 }
    }

    fn show(&mut self, count: usize, face: Option<Face>) -> Guidance {
        self.t_s += 1.0 / 30.0;
        // A camera's noise: no two frames are the same, nor are the landmarks of two.
        self.frames += 1;
        self.rgba[0] = self.rgba[0].wrapping_add(1);
        let face = face.map(|mut f| {
            f.pose.roll_deg += (2.4 * self.frames as f32).sin();
            f
        });
        let frame = Frame::new(&self.rgba, WIDTH, HEIGHT).unwrap();
        self.guide.see(&frame, &Sighting { count, face }, self.t_s)
    }

    fn hold(&mut self, face: &Face, seconds: f64) -> Option<Guidance> {
        (0..(seconds * 30.0) as usize).map(|_| self.show(1, Some(face.clone()))).find(|g| g.caught.is_some())
    }
}

#[test]
fn every_pose_is_caught_after_its_hold_and_in_order() {
    let poses: Vec<_> = Wanted::ALL.into_iter().filter(|pose| *pose != Wanted::Blink).collect();
    let mut film = Film::new(&poses);
    for (i, pose) in poses.iter().copied().enumerate() {
        let face = posed(pose);
        let mut before = -1.0;
        let start = film.t_s;
        let caught = loop {
            let g = film.show(1, Some(face.clone()));
            if g.caught.is_some() {
                break g;
            }
            assert_eq!(g.pose, Some(pose));
            assert!(g.hint.is_none() && g.progress > before, "{pose:?}: {g:?}");
            before = g.progress;
        };
        assert_eq!((caught.caught, caught.pose), (Some(pose), Some(*poses.get(i + 1).unwrap_or(&pose))));
        assert!((0.39..0.5).contains(&(film.t_s - start)), "{pose:?} took {}", film.t_s - start);
    }
    // At the end the face is looked at once more.
    let last = posed(*poses.last().unwrap());
    assert!((0..30).all(|_| film.show(1, Some(last.clone())).hint == Some(Hint::LookAgain)));
    assert!((0..6).all(|_| film.show(1, Some(neutral())).pose.is_some()));
    let done = (0..6).map(|_| film.show(1, Some(neutral()))).last().unwrap();
    assert_eq!((done.hint, done.pose, done.progress, done.caught), (None, None, 1.0, None));
    assert_eq!(film.guide.rests().len(), 1);
}

#[test]
fn who_was_out_of_sight_looks_straight_ahead_before_anything_is_caught() {
    let mut film = Film::new(&[Wanted::Neutral, Wanted::Smile, Wanted::Ah]);
    film.hold(&neutral(), 1.0).expect("neutral");
    (0..9).for_each(|_| assert_eq!(film.show(0, None).hint, Some(Hint::NoFace)));
    assert!(film.hold(&posed(Wanted::Smile), 0.2).is_none(), "a third of a second is a slip of the landmarks");
    (0..15).for_each(|_| assert_eq!(film.show(0, None).caught, None));
    for _ in 0..30 {
        let g = film.show(1, Some(posed(Wanted::Smile)));
        assert_eq!((g.hint, g.caught, g.flaw), (Some(Hint::LookAgain), None, None));
    }
    (0..12).for_each(|_| assert_eq!(film.show(1, Some(neutral())).flaw, None));
    assert_eq!(film.guide.rests().len(), 1);
    film.hold(&posed(Wanted::Smile), 1.0).expect("smile");

    // Somebody else comes back: found out at rest, whatever they were asked to do.
    (0..15).for_each(|_| assert_eq!(film.show(0, None).caught, None));
    let mut other = neutral();
    other.points.iter_mut().step_by(2).for_each(|p| p[1] += 6.0);
    let flaw = (0..60).find_map(|i| film.show(1, Some(other.clone())).flaw.map(|flaw| (i, flaw)));
    assert!(matches!(flaw, Some((25..60, Flaw::OtherFace))), "{flaw:?}");
}

#[test]
fn a_picture_without_a_face_says_what_the_light_does_to_it() {
    let shown = |rgba: Vec<u8>| {
        let mut film = Film::new(&[Wanted::Neutral]);
        film.rgba = rgba;
        film.show(0, None).hint
    };
    assert_eq!(shown(texture(60, 200)), Some(Hint::NoFace));
    assert_eq!(shown(texture(0, 20)), Some(Hint::TooDark));
    assert_eq!(shown(texture(240, 255)), Some(Hint::TooBright));
    let burnt =
        (0..WIDTH * HEIGHT).flat_map(|i| [if (i % WIDTH / 20).is_multiple_of(3) { 120 } else { 255 }; 4]).collect();
    assert_eq!(shown(burnt), Some(Hint::TooBright), "hair and eyes are dark still, all skin is burnt");
    let window = |i: usize| ((i % WIDTH) as f32 - 160.0).hypot((i / WIDTH) as f32 - 120.0) > 80.0;
    let before = (0..WIDTH * HEIGHT).flat_map(|i| [if window(i) { 220 } else { 12 }; 4]).collect();
    assert_eq!(shown(before), Some(Hint::Backlit));
}

#[test]
fn a_blink_is_a_movement() {
    let mut film = Film::new(&[Wanted::Neutral, Wanted::Blink]);
    film.hold(&neutral(), 1.0).expect("neutral");
    film.hold(&neutral(), 0.3);
    assert!(film.hold(&posed(Wanted::Blink), 1.0).is_none(), "shut eyes are not a blink");
    assert!(film.hold(&neutral(), 0.3).is_none(), "nor are eyes that were shut for long");
    assert!(film.hold(&posed(Wanted::Blink), 0.14).is_none());
    assert_eq!(film.hold(&neutral(), 0.1).unwrap().caught, Some(Wanted::Blink));
    let trace = film.guide.trace();
    assert!(trace.iter().any(|g| g.eyes_open < 0.2) && trace.iter().any(|g| g.eyes_open > 0.5));
}

#[test]
fn lips_that_are_pressed_or_drawn_in_do_not_say_oo() {
    let mut film = Film::new(&[Wanted::Neutral, Wanted::Oo]);
    film.hold(&neutral(), 1.0).expect("neutral");
    let mut pressed = neutral();
    (pressed.expression.mouth_width, pressed.expression.lips) = (0.68, 0.2);
    assert!(film.hold(&pressed, 1.0).is_none());
    assert!(film.hold(&posed(Wanted::Oo), 1.0).is_some());
}

/// What ends a capture in which these faces are shown, each for a second, after a neutral face.
fn flaw_of(wanted: &[Wanted], shown: &[Face]) -> Option<Flaw> {
    let mut film = Film::new(wanted);
    film.hold(&neutral(), 1.0).expect("neutral");
    let mut seen = shown.iter().flat_map(|face| std::iter::repeat_n(face, 30));
    seen.find_map(|face| film.show(1, Some(face.clone())).flaw)
}

#[test]
fn what_no_live_person_does_ends_the_capture() {
    use Wanted::{Ah, EyesShut, Neutral, Smile, TurnLeft, TurnRight};
    let away = || {
        let mut face = neutral();
        face.points.iter_mut().for_each(|p| p[0] += 60.0);
        face
    };
    assert_eq!(flaw_of(&[Neutral, Smile], &[neutral(), posed(Smile)]), None);
    assert_eq!(flaw_of(&[Neutral, TurnLeft], &[neutral(), posed(TurnRight)]), Some(Flaw::WrongTurn));
    let replayed = [neutral(), posed(Ah), neutral(), posed(EyesShut)];
    assert_eq!(flaw_of(&[Neutral, Smile], &replayed), Some(Flaw::OffScript));
    assert_eq!(flaw_of(&[Neutral, Smile], &[neutral(), away()]), Some(Flaw::Jump));
    let mut other = posed(Smile);
    other.points.iter_mut().step_by(2).for_each(|p| p[1] += 12.0);
    assert_eq!(flaw_of(&[Neutral, Smile], &[other]), Some(Flaw::OtherFace));
}

#[test]
fn a_frozen_picture_ends_the_capture() {
    let mut film = Film::new(&[Wanted::Neutral, Wanted::Smile]);
    film.hold(&neutral(), 1.0).expect("neutral");
    let frame = Frame::new(&film.rgba, WIDTH, HEIGHT).unwrap();
    let seen = Sighting { count: 1, face: Some(neutral()) };
    let mut flaw = None;
    for i in 1..90 {
        let found = film.guide.see(&frame, &seen, film.t_s + f64::from(i) / 30.0).flaw;
        flaw = flaw.or(found.map(|flaw| (i, flaw)));
    }
    let (frames, flaw) = flaw.unwrap();
    assert_eq!(flaw, Flaw::Frozen);
    assert!((44..60).contains(&frames), "{frames}");
}

#[test]
fn a_pose_done_again_has_to_be_the_same_face_s() {
    let mut film = Film::new(&[Wanted::Neutral, Wanted::Smile]);
    film.hold(&neutral(), 1.0).expect("neutral");
    film.hold(&posed(Wanted::Smile), 1.0).expect("smile");
    film.guide.redo(Wanted::Smile);
    assert!(film.hold(&neutral(), 1.0).is_none(), "measured against the same neutral face");
    film.hold(&posed(Wanted::Smile), 1.0).expect("smile again");
    film.guide.redo(Wanted::Smile);
    let mut other = posed(Wanted::Smile);
    other.points.iter_mut().step_by(2).for_each(|p| p[1] += 12.0);
    let flaw = (0..30).find_map(|_| film.show(1, Some(other.clone())).flaw);
    assert_eq!(flaw, Some(Flaw::OtherFace));
}

#[test]
fn a_pose_that_is_not_taken_is_asked_for() {
    for pose in Wanted::ALL.into_iter().skip(1) {
        let mut film = Film::new(&[Wanted::Neutral, pose]);
        film.hold(&neutral(), 1.0).expect("neutral");
        for _ in 0..30 {
            let g = film.show(1, Some(neutral()));
            assert_eq!((g.hint, g.progress), (Some(Hint::DoPose(pose)), 0.0));
        }
    }
}

#[test]
fn turning_to_the_other_side_is_told() {
    for (wanted, other) in [(Wanted::TurnLeft, Wanted::TurnRight), (Wanted::TurnRight, Wanted::TurnLeft)] {
        let mut film = Film::new(&[Wanted::Neutral, wanted]);
        film.hold(&neutral(), 1.0).expect("neutral");
        assert_eq!(film.show(1, Some(posed(other))).hint, Some(Hint::WrongWay));
        assert!(film.hold(&posed(wanted), 1.0).is_some());
    }
}

#[test]
fn poses_are_measured_against_the_person_s_own_face() {
    // Narrow eyes, a wide mouth, a camera at the side.
    let mut own = neutral();
    (own.expression.eye_open_left, own.expression.eye_open_right) = (0.3, 0.3);
    own.expression.mouth_width = 0.98;
    own.pose.yaw_deg = 9.0;
    let mut film = Film::new(&[Wanted::Neutral, Wanted::EyesShut, Wanted::Smile, Wanted::TurnLeft]);
    film.hold(&own, 1.0).expect("neutral");
    assert!(film.hold(&own, 1.0).is_none(), "narrow eyes are not shut eyes");
    let mut shut = own.clone();
    (shut.expression.eye_open_left, shut.expression.eye_open_right) = (0.1, 0.1);
    film.hold(&shut, 1.0).expect("shut");
    assert!(film.hold(&own, 1.0).is_none(), "a wide mouth is not a smile");
    let mut smile = own.clone();
    smile.expression.mouth_width = 1.12;
    film.hold(&smile, 1.0).expect("smile");
    let mut turned = own.clone();
    turned.pose.yaw_deg = 16.0;
    assert!(film.hold(&turned, 1.0).is_none(), "only 7 degrees from neutral");
    turned.pose.yaw_deg = 25.0;
    film.hold(&turned, 1.0).expect("turned");
}

#[test]
fn parted_lips_pass_as_neutral_after_a_while() {
    let mut film = Film::new(&[Wanted::Neutral]);
    let mut parted = neutral();
    parted.expression.mouth_open = 0.16;
    assert!(film.hold(&parted, 1.1).is_none());
    assert!(film.hold(&parted, 1.0).is_some());
}

#[test]
fn the_most_urgent_hint_is_given() {
    let bare = |change: &dyn Fn(&mut Face)| {
        let mut face = neutral();
        change(&mut face);
        Film::new(&[Wanted::Neutral]).show(1, Some(face)).hint
    };
    assert_eq!(Film::new(&[Wanted::Neutral]).show(0, None).hint, Some(Hint::NoFace));
    assert_eq!(Film::new(&[Wanted::Neutral]).show(2, Some(neutral())).hint, Some(Hint::TwoFaces));
    assert_eq!(bare(&|f| f.expression.eye_distance_px = 20.0), Some(Hint::TooFar));
    let scale = |f: &mut Face| {
        f.points.iter_mut().for_each(|p| (p[0], p[1]) = (160.0 + 2.2 * (p[0] - 160.0), 120.0 + 2.2 * (p[1] - 120.0)));
    };
    assert_eq!(bare(&scale), Some(Hint::TooNear));
    assert_eq!(bare(&|f| f.points.iter_mut().for_each(|p| p[0] += 105.0)), Some(Hint::OffCentre));
    for (pixels, hint) in [
        (texture(5, 30), Hint::TooDark),
        (texture(245, 255), Hint::TooBright),
        ((0..WIDTH * HEIGHT).flat_map(|i| [(i % WIDTH / 2) as u8; 4]).collect(), Hint::Blurred),
    ] {
        let mut film = Film::new(&[Wanted::Neutral]);
        film.rgba = pixels;
        assert_eq!(film.show(1, Some(neutral())).hint, Some(hint));
    }
}

#[test]
fn movement_asks_to_hold_still_and_twitches_are_forgiven() {
    let mut film = Film::new(&[Wanted::Neutral]);
    for i in 0..30 {
        let mut face = neutral();
        let x = 3.0 * (i % 15) as f32 - 20.0;
        face.points.iter_mut().for_each(|p| p[0] += x);
        let g = film.show(1, Some(face));
        assert!(i == 0 || g.hint == Some(Hint::HoldStill), "{i}: {g:?}");
    }
    let mut film = Film::new(&[Wanted::Neutral]);
    for i in 0..40 {
        // A blink in every tenth frame.
        let face = if i % 10 == 9 { posed(Wanted::EyesShut) } else { neutral() };
        if film.show(1, Some(face)).caught.is_some() {
            return;
        }
    }
    panic!("a twitch cost the whole hold");
}

#[test]
fn a_second_face_ends_the_hold_and_a_pause_too() {
    let mut film = Film::new(&[Wanted::Neutral]);
    film.hold(&neutral(), 0.3);
    assert_eq!(film.show(2, Some(neutral())).hint, Some(Hint::TwoFaces));
    assert_eq!(film.show(1, Some(neutral())).hint, Some(Hint::TwoFaces), "remembered for a moment");
    assert!(film.hold(&neutral(), 0.8).is_none());
    assert!(film.hold(&neutral(), 0.6).is_some());

    let mut film = Film::new(&[Wanted::Neutral]);
    film.hold(&neutral(), 0.35);
    film.t_s += 5.0;
    assert!(film.hold(&neutral(), 0.3).is_none());
}

#[test]
fn slow_cameras_pass_too() {
    let mut guide = Guide::new(vec![Wanted::Neutral]);
    let rgba = texture(60, 200);
    let frame = Frame::new(&rgba, WIDTH, HEIGHT).unwrap();
    let seen = Sighting { count: 1, face: Some(neutral()) };
    let at = |i: i32| f64::from(i) * 0.25;
    assert!((0..4).any(|i| guide.see(&frame, &seen, at(i)).caught.is_some()));
    // And look straight ahead at the end.
    assert!((4..10).any(|i| guide.see(&frame, &seen, at(i)).pose.is_none()));
}
