//! Every scene: whole, opaque, its own, moving, and the same twice.

use studio::Canvas;
use studio::scene::{Plan, SceneKind, Set, TimeOfDay, Weather};

const W: usize = 90;
const H: usize = 160;

fn shot(plan: &Plan, frame: u32) -> Vec<u8> {
    let mut canvas = Canvas { rgba: vec![0; W * H * 4], width: W, height: H };
    Set::new(plan, W, H).draw(frame, &mut canvas);
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
