//! Every scene: whole, opaque, its own, moving, and the same twice.

use studio::Canvas;
use studio::scene::{Camera, Cut, Framing, Plan, Prop, SceneKind, Set, Style, TimeOfDay, Weather};

const W: usize = 90;
const H: usize = 160;

fn shot(plan: &Plan, frame: u32) -> Vec<u8> {
    let mut canvas = Canvas { rgba: vec![0; W * H * 4], width: W, height: H };
    let mut set = Set::new(plan, W, H);
    set.draw(frame, &mut canvas);
    set.draw_front(frame, &mut canvas);
    canvas.rgba
}

/// Mean difference of two pictures in steps of 256.
fn apart(a: &[u8], b: &[u8]) -> f32 {
    a.iter().zip(b).map(|(x, y)| f32::from(x.abs_diff(*y))).sum::<f32>() / a.len() as f32
}

#[test]
fn every_scene_fills_the_picture_and_differs_from_the_others() {
    let shots: Vec<Vec<u8>> = SceneKind::ALL.iter().map(|k| shot(&Plan::of(*k, 7), 30)).collect();
    for (kind, s) in SceneKind::ALL.iter().zip(&shots) {
        assert!(s.chunks_exact(4).all(|p| p[3] == 255), "{kind:?} is opaque");
        let light = s.chunks_exact(4).map(|p| u32::from(p[0]) + u32::from(p[1]) + u32::from(p[2])).sum::<u32>();
        assert!(light as usize / (W * H) > 24, "{kind:?} can be seen");
        // Each quarter of the picture has more than one tone: nothing was left unpainted.
        for quarter in s.chunks_exact(s.len() / 4) {
            let (low, high) = quarter.chunks_exact(4).fold((255, 0), |(l, h), p| (p[1].min(l), p[1].max(h)));
            assert!(high - low > 6, "{kind:?} has depth");
        }
    }
    for (i, a) in shots.iter().enumerate() {
        for (j, b) in shots.iter().enumerate().skip(i + 1) {
            assert!(apart(a, b) > 8.0, "{:?} and {:?}", SceneKind::ALL[i], SceneKind::ALL[j]);
        }
    }
}

#[test]
fn a_plan_gives_the_same_pixels_in_any_order_of_frames() {
    for kind in SceneKind::ALL {
        let plan = Plan::of(kind, 11);
        let mut set = Set::new(&plan, W, H);
        let mut canvas = Canvas::new(W, H);
        for frame in [299, 0, 45] {
            set.draw(frame, &mut canvas);
            set.draw_front(frame, &mut canvas);
        }
        assert_eq!(canvas.rgba, shot(&plan, 45), "{kind:?}");
    }
}

#[test]
fn scenes_move_slowly() {
    for kind in SceneKind::ALL {
        let plan = Plan::of(kind, 5);
        let (first, next, later) = (shot(&plan, 0), shot(&plan, 1), shot(&plan, 120));
        assert!(apart(&first, &later) > 0.05, "{kind:?} moves");
        assert!(apart(&first, &next) < 6.0, "{kind:?} does not jump");
    }
}

#[test]
fn time_weather_and_seed_change_the_picture() {
    for kind in [SceneKind::Beach, SceneKind::Forest, SceneKind::Mountains] {
        let base = Plan::of(kind, 5);
        let day = Plan { time: TimeOfDay::Day, ..base.clone() };
        let night = Plan { time: TimeOfDay::Night, ..base.clone() };
        assert!(apart(&shot(&day, 0), &shot(&night, 0)) > 15.0, "{kind:?}");
        let snow = Plan { weather: Weather::Snow, ..base.clone() };
        assert!(apart(&shot(&base, 0), &shot(&snow, 0)) > 0.5, "{kind:?}");
        assert_ne!(shot(&base, 0), shot(&Plan { seed: 6, ..base.clone() }, 0), "{kind:?}");
    }
    let blue = Plan::from_prompt("a blue backdrop", 1);
    let pixel = shot(&blue, 0)[(H / 3 * W + W / 2) * 4..][..3].to_vec();
    assert!(pixel[2] > pixel[0], "{pixel:?}");
}

#[test]
fn every_hour_and_weather_shows_wherever_there_is_daylight() {
    for kind in SceneKind::ALL.into_iter().filter(|k| k.has_daylight()) {
        // Streets that live by their lamps know evening and night only.
        let base = Plan { weather: Weather::Clear, ..Plan::of(kind, 5) };
        let at = |time| shot(&Plan { time, ..base.clone() }, 0);
        assert!(apart(&at(TimeOfDay::Day), &at(TimeOfDay::Night)) > 3.0, "{kind:?}");
        let fog = Plan { time: TimeOfDay::Day, weather: Weather::Fog, ..base.clone() };
        assert!(apart(&at(TimeOfDay::Day), &shot(&fog, 0)) > 0.5, "{kind:?}");
    }
}

#[test]
fn styles_props_text_and_cameras_change_the_picture() {
    let base = Plan { camera: Camera::Still, ..Plan::of(SceneKind::Kitchen, 5) };
    let plain = shot(&base, 40);
    for style in Style::ALL.iter().filter(|s| **s != Style::Natural) {
        let styled = shot(&Plan { style: *style, ..base.clone() }, 40);
        assert!(apart(&plain, &styled) > 4.0, "{style:?}");
        if *style == Style::Noir {
            assert!(styled.chunks_exact(4).all(|p| p[0].abs_diff(p[2]) < 3), "black and white");
        }
    }
    for prop in Prop::ALL {
        let with = shot(&base.clone().with_prop_toggled(*prop), 40);
        assert!(apart(&plain, &with) > 0.3, "{prop:?}");
        // What stands before a person leaves the face alone.
        let face = |s: &[u8]| s[W * 4 * H / 4..W * 4 * H * 55 / 100].to_vec();
        assert_eq!(face(&plain), face(&with), "{prop:?}");
    }
    assert_ne!(plain, shot(&base.clone().with_text("Hello"), 40));
    assert_eq!(plain, shot(&base.clone().with_text(" \u{4f60}\u{597d} "), 40), "what the font lacks is left out");
    for camera in Camera::ALL.iter().filter(|c| **c != Camera::Still) {
        let moved = Plan { camera: *camera, ..base.clone() };
        assert!(apart(&shot(&moved, 290), &shot(&base, 290)) > 0.3, "{camera:?}");
        assert!(apart(&shot(&moved, 100), &shot(&moved, 101)) < 6.0, "{camera:?} does not jump");
    }
}

#[test]
fn cuts_frame_the_set_anew_and_hold() {
    let cut = |from_frame, framing| Cut { from_frame, framing };
    let cuts = vec![cut(0, Framing::Wide), cut(60, Framing::Close), cut(150, Framing::Medium)];
    let plan = Plan { cuts, ..Plan::of(SceneKind::Classroom, 3) };
    let looks = Set::new(&plan, W, H).looks();
    assert_eq!(looks.iter().map(|l| l.0).collect::<Vec<_>>(), [0, 60, 150]);
    assert!(looks[1].1.scale > 1.3 * looks[0].1.scale);
    let (before, after, later) = (shot(&plan, 59), shot(&plan, 60), shot(&plan, 61));
    assert!(apart(&before, &after) > 8.0 && apart(&after, &later) < 4.0);
    // Frames may be asked for in any order.
    let mut set = Set::new(&plan, W, H);
    let mut canvas = Canvas::new(W, H);
    for frame in [200, 61, 0, 60] {
        set.draw(frame, &mut canvas);
        set.draw_front(frame, &mut canvas);
    }
    assert_eq!(canvas.rgba, after);
    // More than can be kept, out of order: the first three, sorted.
    let many = Plan { cuts: (0..9).rev().map(|i| cut(10 * i, Framing::ALL[i as usize % 3])).collect(), ..plan };
    assert!(many.shots().len() <= 4 && many.shots()[0].from_frame == 0);
}

#[test]
fn looks_are_within_range() {
    for kind in SceneKind::ALL {
        let look = Set::new(&Plan::of(kind, 2), 45, 80).look();
        for c in look.tint.iter().chain(&look.key).chain(&look.rim).chain([&look.shadow]) {
            assert!((0.0..=1.0).contains(c), "{kind:?}: {look:?}");
        }
    }
}

#[test]
fn odd_sizes_do_not_panic() {
    for (w, h) in [(16, 16), (1, 1), (33, 57), (160, 90)] {
        let mut canvas = Canvas::new(w.max(16), h.max(16));
        Set::new(&Plan::of(SceneKind::City, 1), w, h).draw(3, &mut canvas);
    }
}

#[test]
fn a_set_follows_a_plan_whose_painting_is_the_same_and_no_other() {
    let draw = |set: &mut Set| {
        let mut canvas = Canvas::new(W, H);
        set.draw(20, &mut canvas);
        set.draw_front(20, &mut canvas);
        canvas.rgba
    };
    let plan = Plan { text: Some("before".to_owned()), ..Plan::of(SceneKind::Kitchen, 5) };
    let moved = Plan { camera: Camera::Push, text: Some("after".to_owned()), ..plan.clone() };
    let mut followed = Set::new(&plan, W, H).follow(&moved).unwrap();
    assert_eq!(draw(&mut followed), draw(&mut Set::new(&moved, W, H)));
    let others = [
        Plan { time: TimeOfDay::Night, ..plan.clone() },
        Plan { style: Style::Noir, ..plan.clone() },
        Plan { props: vec![Prop::Mug], ..plan.clone() },
        Plan { cuts: vec![Cut { from_frame: 40, framing: Framing::Close }], ..plan.clone() },
        Plan { seed: 6, ..plan.clone() },
    ];
    for other in others {
        assert!(Set::new(&plan, W, H).follow(&other).is_none(), "{other:?}");
    }
}

/// Means of green over 18 by 32 blocks.
fn blocks(set: &mut Set) -> Vec<f32> {
    let (w, h) = (4 * W, 4 * H);
    let mut canvas = Canvas::new(w, h);
    set.draw(10, &mut canvas);
    let side = w / 18;
    let block = |i: usize| {
        let (x0, y0) = (i % 18 * side, i / 18 * side);
        let sum: u32 =
            (0..side * side).map(|k| u32::from(canvas.rgba[((y0 + k / side) * w + x0 + k % side) * 4 + 1])).sum();
        sum as f32 / (side * side) as f32
    };
    (0..18 * 32).map(block).collect()
}

#[test]
fn a_sketch_shows_the_same_place_less_finely() {
    let apart = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| (x - y).abs()).sum::<f32>() / a.len() as f32;
    for kind in SceneKind::ALL {
        let plan = Plan::of(kind, 3);
        let (mut sketch, mut set) = (Set::sketch(&plan, 4 * W, 4 * H), Set::new(&plan, 4 * W, 4 * H));
        assert!(sketch.is_sketch() && !set.is_sketch());
        assert_eq!(sketch.look(), set.look());
        let (coarse, fine) = (blocks(&mut sketch), blocks(&mut set));
        let moved: Vec<f32> = fine[18..].iter().copied().chain(fine[..18].iter().copied()).collect();
        let (same, other) = (apart(&coarse, &fine), apart(&coarse, &moved));
        assert!(same < 0.5 * other, "{kind:?}: {same} apart, {other} from one that is moved");
    }
}
