//! Two people in one scene.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod real;
mod synthetic;

use domain::dialogue::Cue;
use domain::direction::CaptionStyle;
use domain::speech::{Delivery, Mood, Speech};
use studio::caption::SAFE;
use studio::compose::{Clip, ClipStyle, Dialogue};
use studio::puppet::Puppet;
use studio::scene::{Cut, Framing, Plan, SceneKind};
use studio::timeline::Channel;
use studio::{Canvas, Look};
use voice::Line;

const LINES: [(usize, &str); 4] = [
    (0, "Did you eat my sandwich?"),
    (1, "No, Mum. It was the cat, I promise."),
    (0, "We do not have a cat."),
    (1, "Maybe a very small one, above the lamp."),
];

fn speech(mood: Mood) -> (Speech, Vec<Cue>) {
    let lines = LINES.map(|(who, text)| Line { who, text, voice: None });
    let delivery = Delivery { mood, ..Delivery::default() };
    real::speech::speaker().converse(&lines, 1.0, &delivery).expect("speech")
}

fn style(width: usize, height: usize, seed: u64, captions: CaptionStyle) -> ClipStyle {
    ClipStyle { handle: "ana".to_owned(), width, height, seed, captions, mood: Mood::Neutral }
}

fn hash(c: &Canvas) -> u64 {
    c.rgba.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn only_who_speaks_moves_the_mouth_and_who_listens_looks() {
    let pack = synthetic::pack(true);
    let mut puppet = Puppet::new(&pack, 90, 160, &Look::default()).expect("a puppet");
    for mood in [Mood::Neutral, Mood::Happy, Mood::Angry] {
        let (speech, cues) = speech(mood);
        for seed in 0..4 {
            let style = ClipStyle { mood, ..style(90, 160, seed, CaptionStyle::None) };
            let who = Dialogue { packs: [&pack, &pack], names: ["@ana", "@ben"], cues: &cues };
            let clip = Clip::of_two(&who, &speech, &Plan::of(SceneKind::Plain, 1), &style).expect("a clip");
            for (me, t) in clip.timelines().iter().enumerate() {
                assert_eq!(t.frames(), clip.frames());
                let side = if me == 0 { 1.0 } else { -1.0 };
                let (mut listened, mut looked, mut blinks, mut pitch) = (0, 0, 0, [f32::MAX, f32::MIN]);
                for f in 0..t.frames() {
                    let (at, v, gap) = ((f as f32 + 0.5) / 30.0, t.at(f), puppet.lip_gap(t, f));
                    // Lips part a little before the voice, and take a moment to meet again.
                    let mine = cues.iter().any(|c| c.who == me && c.start_s - 0.25 < at && at < c.end_s + 0.30);
                    assert!(mine || gap < 0.01, "{mood:?}, seed {seed}: {me} gapes by {gap} at {at:.2} s");
                    let other = cues.iter().any(|c| c.who != me && c.start_s + 0.6 < at && at < c.end_s);
                    if other {
                        listened += 1;
                        looked += usize::from(side * v[Channel::Yaw] > 3.0 && side * v[Channel::GazeX] > 0.03);
                        pitch = [pitch[0].min(v[Channel::Pitch]), pitch[1].max(v[Channel::Pitch])];
                    }
                    blinks += usize::from(v[Channel::Blink] > 0.9);
                    assert!(v[Channel::Yaw].abs() < 12.0 && v[Channel::Pitch].abs() < 12.0, "{v:?}");
                    if f > 0 {
                        let last = t.at(f - 1);
                        let step = |c| (v[c] - last[c]).abs();
                        assert!(
                            step(Channel::Yaw) < 1.8 && step(Channel::Pitch) < 1.2,
                            "{mood:?} {seed}: a jerk at {at:.2} s"
                        );
                        assert!(step(Channel::GazeX) < 0.10, "{}", step(Channel::GazeX));
                    }
                }
                assert!(looked * 10 > listened * 9, "{mood:?}, seed {seed}: {me} looked in {looked} of {listened}");
                assert!(blinks > 0 && pitch[1] - pitch[0] > 0.8, "{mood:?}, seed {seed}: {blinks}, {pitch:?}");
                // Each of them opens the mouth in every line of theirs.
                for c in cues.iter().filter(|c| c.who == me) {
                    let (from, to) = ((30.0 * c.start_s) as u32, (30.0 * c.end_s) as u32);
                    let most = (from..to).map(|f| puppet.lip_gap(t, f)).fold(0.0, f32::max);
                    assert!(most > 0.06, "{me} hardly opens: {most}");
                }
            }
        }
    }
}

#[test]
fn faces_are_whole_and_in_the_safe_area_in_every_place_and_framing() {
    let pack = synthetic::pack(true);
    let (speech, cues) = speech(Mood::Neutral);
    let who = Dialogue { packs: [&pack, &pack], names: ["@ana", "@ben"], cues: &cues };
    let cuts =
        [vec![], vec![Cut { from_frame: 0, framing: Framing::Close }, Cut { from_frame: 120, framing: Framing::Wide }]];
    for kind in SceneKind::ALL {
        for cuts in &cuts {
            let plan = Plan { cuts: cuts.clone(), ..Plan::of(kind, 3) };
            let clip = Clip::of_two(&who, &speech, &plan, &style(45, 80, 3, CaptionStyle::None)).expect("a clip");
            let (mut both, mut alone) = (0, 0);
            for f in 0..clip.frames() {
                let faces = clip.faces(f);
                match faces.as_slice() {
                    [_] => alone += 1,
                    [a, b] => {
                        both += 1;
                        assert!(a.0 != b.0);
                        let (left, right) = if a.0 == 0 { (a.1, b.1) } else { (b.1, a.1) };
                        assert!(left[2] < right[0], "{kind:?}: faces overlap: {left:?} {right:?}");
                        let tall = |b: [f32; 4]| b[3] - b[1];
                        assert!((tall(left) / tall(right) - 1.0).abs() < 0.08, "of one size");
                    }
                    other => panic!("{kind:?}: {} faces", other.len()),
                }
                for (who, b) in faces {
                    // A head that turns and sways takes a little more.
                    let sway = 0.012;
                    assert!(b[0] - sway >= SAFE[0] && b[2] + sway <= SAFE[2], "{kind:?}, {who}: {b:?}");
                    assert!(b[1] >= SAFE[1] && b[3] <= 0.66, "{kind:?}, {who}: {b:?}");
                    // Whoever speaks is in the picture.
                    let now = (f as f32 + 0.5) / 30.0;
                    if let Some(c) = cues.iter().find(|c| c.start_s < now && now < c.end_s && cuts.is_empty()) {
                        assert!(clip.faces(f).iter().any(|(i, _)| *i == c.who), "{kind:?} at {now:.2} s");
                    }
                }
            }
            assert!(both > 60, "{kind:?}: both in {both} frames, one in {alone}");
        }
    }
}

#[test]
fn captions_stay_in_the_safe_area_and_change_place_and_colour() {
    let pack = synthetic::pack(true);
    let (speech, cues) = speech(Mood::Neutral);
    let long = "@a_very_long_handle_20";
    let who = Dialogue { packs: [&pack, &pack], names: ["@ana", long], cues: &cues };
    let (w, h) = (270usize, 480usize);
    for captions in [CaptionStyle::Karaoke, CaptionStyle::Pop, CaptionStyle::Typewriter, CaptionStyle::Minimal] {
        let plan = Plan::of(SceneKind::Plain, 3);
        let mut with = Clip::of_two(&who, &speech, &plan, &style(w, h, 3, captions)).expect("a clip");
        let mut without = Clip::of_two(&who, &speech, &plan, &style(w, h, 3, CaptionStyle::None)).expect("a clip");
        let (mut a, mut b) = (Canvas::new(w, h), Canvas::new(w, h));
        let mut middles = [Vec::new(), Vec::new()];
        for f in (0..with.frames()).step_by(7) {
            with.draw(f, &mut a);
            without.draw(f, &mut b);
            let chin = with.faces(f).iter().map(|(_, b)| b[3]).fold(0.0, f32::max);
            let (mut low, mut high) = (w, 0);
            for (i, (p, q)) in a.rgba.chunks_exact(4).zip(b.rgba.chunks_exact(4)).enumerate() {
                if p != q {
                    let (x, y) = ((i % w) as f32 / w as f32, (i / w) as f32 / h as f32);
                    assert!((SAFE[0]..=SAFE[2]).contains(&x) && y <= SAFE[3], "{captions:?} {f}: {x} {y}");
                    assert!(y > chin - 0.005, "{captions:?} {f}: over a chin: {y} {chin}");
                    (low, high) = (low.min(i % w), high.max(i % w));
                }
            }
            let now = f as f32 / 30.0;
            if let Some(c) = cues.iter().find(|c| c.start_s + 0.1 < now && now < c.end_s - 0.2)
                && high > low
                && with.faces(f).len() == 2
            {
                middles[c.who].push(0.5 * (low + high) as f32 / w as f32);
            }
        }
        if captions != CaptionStyle::Typewriter {
            assert!(middles[0].iter().all(|m| *m < 0.42), "{captions:?}: {middles:?}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_frames_in_any_order_and_another_others() {
    let pack = synthetic::pack(true);
    let (speech, cues) = speech(Mood::Neutral);
    let who = Dialogue { packs: [&pack, &pack], names: ["@ana", "@ben"], cues: &cues };
    let clip = |seed| {
        let style = style(180, 320, seed, CaptionStyle::Karaoke);
        Clip::of_two(&who, &speech, &Plan::of(SceneKind::Kitchen, seed), &style).expect("a clip")
    };
    let frames = [4, 30, 75, 140, 200];
    let mut canvas = Canvas::new(180, 320);
    let mut draw = |clip: &mut Clip, f: u32| {
        clip.draw(f, &mut canvas);
        hash(&canvas)
    };
    let (mut one, mut two, mut other) = (clip(5), clip(5), clip(6));
    let forth: Vec<u64> = frames.iter().map(|f| draw(&mut one, *f)).collect();
    let mut back: Vec<u64> = frames.iter().rev().map(|f| draw(&mut two, *f)).collect();
    back.reverse();
    assert_eq!(forth, back);
    assert!(frames.iter().zip(&forth).all(|(f, h)| draw(&mut other, *f) != *h));
}

#[test]
fn nothing_shows_through_faces() {
    let pack = synthetic::pack(true);
    let (speech, cues) = speech(Mood::Neutral);
    let who = Dialogue { packs: [&pack, &pack], names: ["@ana", "@ben"], cues: &cues };
    let (w, h) = (360usize, 640usize);
    // A backdrop in a colour that no one wears.
    let plan = Plan { colour: Some(0xe0_00_e0), ..Plan::of(SceneKind::Plain, 1) };
    let mut clip = Clip::of_two(&who, &speech, &plan, &style(w, h, 2, CaptionStyle::None)).expect("a clip");
    let mut canvas = Canvas::new(w, h);
    for f in [2, 20, 40] {
        clip.draw(f, &mut canvas);
        let faces = clip.faces(f);
        let boxes = faces.iter().map(|(_, b)| {
            let [cx, cy] = [0.5 * (b[0] + b[2]), 0.5 * (b[1] + b[3])];
            [cx - 0.05, cy - 0.05, cx + 0.05, cy + 0.05]
        });
        for [x0, y0, x1, y1] in boxes {
            for y in (y0 * h as f32) as usize..(y1 * h as f32) as usize {
                for x in (x0 * w as f32) as usize..(x1 * w as f32) as usize {
                    let p = &canvas.rgba[(y * w + x) * 4..][..3];
                    // The set alone is nine parts in ten magenta, however dark it gets.
                    let light = f32::from(p[0].min(p[2]));
                    let magenta = (light - f32::from(p[1])) / light.max(16.0);
                    assert!(magenta < 0.6, "frame {f}: the set at {x}, {y}: {p:?}");
                }
            }
        }
    }
}
