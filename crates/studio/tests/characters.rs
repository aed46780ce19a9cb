//! Characters from drawn and photographed pictures. With `CHARACTER_OUT` set to a folder, what they look like is written
//! there as PNG.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::character::Kind;
use domain::direction::CaptionStyle;
use domain::speech::{Mood, Phone, Speech, Word};
use studio::character::{CharacterError, CharacterPack, CharacterPuppet, Eyes, Frame, Marks, Photo, Pose, cut};
use studio::compose::{Clip, ClipStyle, Lead};
use studio::scene::Plan;
use studio::{Canvas, Look};

const WHOLE: Frame = Frame { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };

/// A red round creature with white eyes, 300 x 300, on grained grey paper, with a hole between body and handle.
fn toy() -> (Vec<u8>, impl Fn(usize) -> bool) {
    let body = |i: usize| {
        let (x, y) = ((i % 300) as f32 - 150.0, (i / 300) as f32 - 160.0);
        x * x / (80.0 * 80.0) + y * y / (100.0 * 100.0) < 1.0
    };
    let mut rgba = Vec::new();
    for i in 0..300 * 300usize {
        let grain = (i.wrapping_mul(2_654_435_761) >> 13 & 31) as u8;
        let (x, y) = ((i % 300) as f32, (i / 300) as f32);
        let eye = |cx: f32| (x - cx) * (x - cx) + (y - 130.0) * (y - 130.0) < 150.0;
        let c = if !body(i) {
            [150 + grain, 152 + grain, 148 + grain]
        } else if eye(120.0) || eye(180.0) {
            [250, 250, 245]
        } else {
            [180 + grain, 40 + grain / 2, 30 + grain / 2]
        };
        rgba.extend([c[0], c[1], c[2], 255]);
    }
    (rgba, body)
}

fn marks() -> Marks {
    Marks {
        mouth: [[0.42, 0.58], [0.58, 0.58]],
        eyes: Some(Eyes { at: [[0.40, 0.433], [0.60, 0.433]], radius: 0.045 }),
    }
}

fn save(name: &str, rgba: &[u8], width: usize, height: usize) {
    if let Ok(folder) = std::env::var("CHARACTER_OUT") {
        let file = format!("{folder}/{name}.png");
        image::save_buffer(file, rgba, width as u32, height as u32, image::ExtendedColorType::Rgba8).unwrap();
    }
}

/// Share of the pixels that were decided rightly, over those of the thing (intersection over union).
fn overlap(rgba: &[u8], is: impl Fn(usize) -> bool) -> f32 {
    let (mut both, mut any) = (0, 0);
    for (i, p) in rgba.chunks_exact(4).enumerate() {
        both += usize::from(p[3] > 127 && is(i));
        any += usize::from(p[3] > 127 || is(i));
    }
    both as f32 / any as f32
}

#[test]
fn a_toy_is_cut_out_whole_with_its_white_eyes() {
    let (rgba, body) = toy();
    let photo = Photo { rgba: &rgba, width: 300, height: 300 };
    let frame = Frame { left: 0.15, top: 0.12, right: 0.85, bottom: 0.95 };
    let cutout = cut(&photo, &frame, Kind::Toy, 0.0).unwrap();
    save("toy-cut", &cutout.rgba(), 300, 300);
    let share = overlap(&cutout.rgba(), body);
    assert!(share > 0.97, "{share}");
    let b = cutout.bounds();
    assert!((b.left - 70.0 / 300.0).abs() < 0.02 && (b.bottom - 260.0 / 300.0).abs() < 0.02, "{b:?}");
}

/// A house drawn with a thin line on white paper: what it encloses is as white as the paper.
#[test]
fn a_drawing_keeps_the_paper_inside_its_outline() {
    let inside = |x: f32, y: f32| (80.0..220.0).contains(&x) && (120.0..260.0).contains(&y);
    let mut rgba = Vec::new();
    for i in 0..300 * 300 {
        let (x, y) = ((i % 300) as f32, (i / 300) as f32);
        let line = inside(x, y) && !((86.0..214.0).contains(&x) && (126.0..254.0).contains(&y));
        let c = if line { 30 } else { 246 };
        rgba.extend([c, c, c, 255]);
    }
    let photo = Photo { rgba: &rgba, width: 300, height: 300 };
    let frame = Frame { left: 0.2, top: 0.3, right: 0.8, bottom: 0.95 };
    let cutout = cut(&photo, &frame, Kind::Drawing, 0.0).unwrap();
    save("house-cut", &cutout.rgba(), 300, 300);
    let share = overlap(&cutout.rgba(), |i| inside((i % 300) as f32, (i / 300) as f32));
    assert!(share > 0.93, "{share}");
}

#[test]
fn a_picture_with_a_cut_of_its_own_keeps_it() {
    let (mut rgba, body) = toy();
    rgba.chunks_exact_mut(4).enumerate().filter(|(i, _)| !body(*i)).for_each(|(_, p)| p[3] = 0);
    let cutout = cut(&Photo { rgba: &rgba, width: 300, height: 300 }, &WHOLE, Kind::Pet, 0.5).unwrap();
    assert!(overlap(&cutout.rgba(), body) > 0.999);
}

#[test]
fn what_cannot_be_cut_is_said() {
    let flat = vec![128; 64 * 64 * 4];
    let photo = Photo { rgba: &flat, width: 64, height: 64 };
    assert!(matches!(
        cut(&photo, &Frame { left: 0.5, right: 0.5, ..WHOLE }, Kind::Toy, 0.0),
        Err(CharacterError::Malformed(_))
    ));
    assert!(matches!(cut(&Photo { width: 63, ..photo }, &WHOLE, Kind::Toy, 0.0), Err(CharacterError::Malformed(_))));
    assert!(matches!(cut(&Photo { width: 0, ..photo }, &WHOLE, Kind::Toy, 0.0), Err(CharacterError::Malformed(_))));
    assert!(cut(&photo, &Frame { left: f32::NAN, ..WHOLE }, Kind::Toy, f32::NAN).is_err());
}

fn packed() -> CharacterPack {
    let (rgba, _) = toy();
    let frame = Frame { left: 0.15, top: 0.12, right: 0.85, bottom: 0.95 };
    let cutout = cut(&Photo { rgba: &rgba, width: 300, height: 300 }, &frame, Kind::Toy, 0.0).unwrap();
    CharacterPack::build(&cutout, &marks()).unwrap()
}

#[test]
fn a_pack_is_read_as_written_and_nothing_else_is() {
    let pack = packed();
    let bytes = pack.to_bytes().unwrap();
    assert_eq!(CharacterPack::from_bytes(&bytes).unwrap(), pack);
    for end in (0..bytes.len()).step_by(97) {
        assert!(CharacterPack::from_bytes(&bytes[..end]).is_err());
    }
    for at in (0..bytes.len()).step_by(101) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x20;
        assert!(CharacterPack::from_bytes(&changed).is_err(), "{at}");
    }
}

#[test]
fn a_mouth_must_be_on_the_thing() {
    let (rgba, _) = toy();
    let frame = Frame { left: 0.15, top: 0.12, right: 0.85, bottom: 0.95 };
    let cutout = cut(&Photo { rgba: &rgba, width: 300, height: 300 }, &frame, Kind::Toy, 0.0).unwrap();
    for mouth in [[[0.01, 0.01], [0.05, 0.01]], [[0.5, 0.5], [0.5, 0.5]], [[f32::NAN, 0.5], [0.5, 0.5]]] {
        assert_eq!(CharacterPack::build(&cutout, &Marks { mouth, eyes: None }), Err(CharacterError::NoMouth));
    }
}

fn drawn(pack: &CharacterPack, pose: &Pose, name: &str) -> Canvas {
    let mut canvas = Canvas::new(270, 480);
    canvas.fill([90, 130, 160]);
    CharacterPuppet::new(pack, 270, 480, &Look::default()).unwrap().draw_pose(pose, &mut canvas);
    save(name, &canvas.rgba, 270, 480);
    canvas
}

fn differing(a: &Canvas, b: &Canvas) -> usize {
    a.rgba.chunks_exact(4).zip(b.rgba.chunks_exact(4)).filter(|(a, b)| a != b).count()
}

#[test]
fn the_mouth_parts_the_eyes_shut_and_the_body_gives_way() {
    let pack = packed();
    let rest = drawn(&pack, &Pose::default(), "toy-rest");
    let open = drawn(&pack, &Pose { open: 1.0, ..Pose::default() }, "toy-open");
    let shut = drawn(&pack, &Pose { blink: 1.0, ..Pose::default() }, "toy-blink");
    let pressed = drawn(&pack, &Pose { squash: 0.1, sway: 0.03, ..Pose::default() }, "toy-squash");
    let few = |n: usize| (60..270 * 480 / 8).contains(&n);
    assert!(few(differing(&rest, &open)) && few(differing(&rest, &shut)));
    assert!(differing(&rest, &pressed) > 2000);
    // Shut eyes are no longer white.
    let white = |c: &Canvas| c.rgba.chunks_exact(4).filter(|p| p.iter().all(|v| *v > 215)).count();
    assert!(white(&rest) > 100 && white(&shut) < white(&rest) / 4, "{} {}", white(&rest), white(&shut));
}

#[test]
fn a_clip_of_a_character_is_the_same_twice_and_moves_as_it_speaks() {
    let pack = packed();
    let phone =
        |symbol: &str, start_s: f32, stress| Phone { symbol: symbol.into(), start_s, end_s: start_s + 0.2, stress };
    let speech = Speech {
        samples: (0..24_000u32).map(|i| 0.3 * ((i % 80) as f32 / 40.0 - 1.0)).collect(),
        rate_hz: 16_000,
        phones: vec![phone("h", 0.1, 0), phone("O", 0.3, 2), phone("m", 0.6, 0), phone("ɑ", 0.9, 2)],
        words: vec![Word { text: "Hello".into(), start_s: 0.1, end_s: 1.1 }],
    };
    let plan = Plan::from_prompt("On a beach at sunset", 3);
    let style = ClipStyle {
        handle: "ana".into(),
        width: 270,
        height: 480,
        seed: 3,
        captions: CaptionStyle::Karaoke,
        mood: Mood::Neutral,
    };
    let mut frames = Vec::new();
    for _ in 0..2 {
        let mut clip =
            Clip::on_set(Clip::set(&plan, &style).unwrap(), Lead::Character(&pack), &speech, &style).unwrap();
        let mut canvas = Canvas::new(270, 480);
        for frame in [2, 11, 14, 30] {
            clip.draw(frame, &mut canvas);
            save(&format!("clip-{frame}"), &canvas.rgba, 270, 480);
            frames.push(canvas.rgba.clone());
        }
    }
    assert!(frames[..4] == frames[4..], "drawn twice, the same");
    assert!(frames[0] != frames[1] && frames[1] != frames[2]);
}

/// A picture of the test material: `cargo xtask setup` fetches it.
fn material(name: &str) -> (Vec<u8>, usize, usize) {
    let cache = std::env::var("UNDERSTUDY_CACHE")
        .unwrap_or_else(|_| format!("{}/.cache/understudy", std::env::var("HOME").expect("a home folder")));
    let path = format!("{cache}/material/{name}");
    let picture =
        image::open(&path).unwrap_or_else(|e| panic!("{path}: {e}: run `cargo xtask setup --tests`")).to_rgba8();
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    (picture.into_raw(), w, h)
}

/// Whether the cut-out has what is at these places (fractions of the picture), and nothing at those.
fn assert_cut(rgba: &[u8], w: usize, h: usize, has: &[[f32; 2]], not: &[[f32; 2]]) {
    let alpha = |p: &[f32; 2]| rgba[((p[1] * h as f32) as usize * w + (p[0] * w as f32) as usize) * 4 + 3];
    has.iter().for_each(|p| assert!(alpha(p) > 200, "nothing is left at {p:?}: {}", alpha(p)));
    not.iter().for_each(|p| assert!(alpha(p) < 60, "something is left at {p:?}: {}", alpha(p)));
}

#[test]
fn a_photographed_cat_speaks() {
    let (rgba, w, h) = material("chelsea.png");
    let frame = Frame { left: 0.0, top: 0.0, right: 0.86, bottom: 1.0 };
    let cutout = cut(&Photo { rgba: &rgba, width: w, height: h }, &frame, Kind::Pet, 0.0).unwrap();
    save("cat-cut", &cutout.rgba(), w, h);
    let eyes = Eyes { at: [[0.38, 0.387], [0.705, 0.455]], radius: 0.075 };
    let marks = Marks { mouth: [[0.47, 0.885], [0.66, 0.885]], eyes: Some(eyes) };
    let pack = CharacterPack::build(&cutout, &marks).unwrap();
    let bytes = pack.to_bytes().unwrap().len();
    assert!(bytes < 400_000, "{bytes}");
    let rest = drawn(&pack, &Pose::default(), "cat-rest");
    let speaks = drawn(&pack, &Pose { open: 0.8, squash: 0.02, blink: 0.5, ..Pose::default() }, "cat-open");
    assert!(differing(&rest, &speaks) > 500);
    assert_cut(
        &cutout.rgba(),
        w,
        h,
        &[[0.38, 0.39], [0.70, 0.45], [0.58, 0.81], [0.50, 0.15]],
        &[[0.95, 0.2], [0.95, 0.7]],
    );
}

#[test]
fn a_photographed_cup_stands_alone() {
    let (rgba, w, h) = material("coffee.png");
    let frame = Frame { left: 0.12, top: 0.02, right: 0.82, bottom: 0.98 };
    let cutout = cut(&Photo { rgba: &rgba, width: w, height: h }, &frame, Kind::Toy, 0.0).unwrap();
    save("cup-cut", &cutout.rgba(), w, h);
    assert_cut(
        &cutout.rgba(),
        w,
        h,
        &[[0.22, 0.5], [0.38, 0.67], [0.5, 0.85]],
        &[[0.03, 0.1], [0.95, 0.1], [0.9, 0.9], [0.05, 0.9]],
    );
}
