//! The talking head on a synthetic face: no network, no camera.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod synthetic;

use studio::pack::{FacePack, PackError, PersonMask, Take, build};
use studio::puppet::Puppet;
use studio::timeline::{Channel, Timeline, Values};
use studio::{Canvas, Look};

const W: usize = 270;
const H: usize = 480;

fn timeline(set: &[(Channel, f32)]) -> Timeline {
    let mut v = Values::default();
    set.iter().for_each(|&(c, x)| v[c] = x);
    Timeline::from_values(&[v])
}

fn frame(pack: &FacePack, set: &[(Channel, f32)]) -> Canvas {
    let mut canvas = Canvas::new(W, H);
    canvas.fill([20, 90, 160]);
    let look = Look { tint: [0.5; 3], key: [0.0; 3], rim: [0.0; 3], shadow: 0.3, ..Look::default() };
    Puppet::new(pack, W, H, &look).expect("a puppet").draw(&timeline(set), 0, &mut canvas);
    canvas
}

fn hash(c: &Canvas) -> u64 {
    c.rgba.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Darkest green in a box around a point given in eye distances from the middle between the eyes.
fn darkest(c: &Canvas, x: f32, y: f32, r: f32) -> u8 {
    let s = 0.21 * W as f32;
    let (cx, cy) = (0.5 * W as f32 + x * s, 0.40 * H as f32 + y * s);
    let span = |m: f32| (m - r * s) as usize..=(m + r * s) as usize;
    span(cy).flat_map(|y| span(cx).map(move |x| (x, y))).map(|(x, y)| c.rgba[(y * W + x) * 4 + 1]).min().unwrap()
}

#[test]
fn a_frame_is_the_same_everywhere() {
    let pack = synthetic::pack(true);
    let pose = [
        (Channel::Jaw, 0.15),
        (Channel::Yaw, 6.0),
        (Channel::Roll, -2.0),
        (Channel::Smile, 0.3),
        (Channel::Blink, 0.3),
    ];
    let canvas = frame(&pack, &pose);
    assert_eq!(hash(&canvas), hash(&frame(&pack, &pose)));
    assert_eq!(hash(&canvas), GOLDEN, "{:#x}", hash(&canvas));
}

/// Changes when drawing changes: look at the new frames before it is written down.
const GOLDEN: u64 = 0x69bd_7213_67f1_68d6;

#[test]
fn the_lips_part_as_the_jaw_drops_and_meet_when_pressed() {
    let pack = synthetic::pack(true);
    let mut puppet = Puppet::new(&pack, W, H, &Look::default()).expect("a puppet");
    let mut gap = |set: &[(Channel, f32)]| puppet.lip_gap(&timeline(set), 0);
    assert!(gap(&[]) < 0.002, "{}", gap(&[]));
    let gaps: Vec<f32> = [0.05, 0.10, 0.15, 0.20].map(|j| gap(&[(Channel::Jaw, j)])).to_vec();
    assert!(gaps.windows(2).all(|g| g[1] > g[0] + 0.03), "{gaps:?}");
    assert!(gap(&[(Channel::Press, 0.1), (Channel::Round, 0.05)]) < 0.012);
    assert!(gap(&[(Channel::Jaw, 0.03), (Channel::Upper, 0.03), (Channel::Tuck, 0.1)]) < 0.02);
}

#[test]
fn a_blink_covers_the_iris_with_and_without_such_a_take() {
    for whole in [true, false] {
        let pack = synthetic::pack(whole);
        for side in [-0.5, 0.5] {
            let open = darkest(&frame(&pack, &[]), side, 0.0, 0.06);
            let shut = darkest(&frame(&pack, &[(Channel::Blink, 1.0)]), side, -0.03, 0.06);
            assert!(open < 90, "{open}");
            assert!(shut > open + 30, "whole {whole}, side {side}: {open} {shut}");
        }
    }
}

#[test]
fn the_scene_is_seen_beside_the_person_and_the_person_is_opaque() {
    let pack = synthetic::pack(true);
    let c = frame(&pack, &[(Channel::Yaw, 8.0), (Channel::Jaw, 0.2)]);
    assert_eq!(&c.rgba[..4], &[20, 90, 160, 255]);
    assert!(c.rgba.chunks_exact(4).all(|p| p[3] == 255));
    // No pixel of the backdrop's blue shines through the face.
    let s = 0.21 * W as f32;
    for (dx, dy) in [(0.0, 0.3), (-0.5, 0.5), (0.5, 0.5), (0.0, 1.7), (0.0, 1.25)] {
        let (x, y) = ((0.5 * W as f32 + dx * s) as usize, (0.40 * H as f32 + dy * s) as usize);
        let p = &c.rgba[(y * W + x) * 4..][..3];
        assert!(p[0] >= p[2], "{dx} {dy}: {p:?}");
    }
}

#[test]
fn a_pack_comes_back_as_it_was() {
    let pack = synthetic::pack(true);
    let bytes = pack.to_bytes().expect("bytes");
    assert!(bytes.len() < 2 * 1024 * 1024, "{}", bytes.len());
    let back = FacePack::from_bytes(&bytes).expect("a pack");
    assert_eq!(back, pack);
    assert_eq!(back.to_bytes().expect("bytes"), bytes);
    let still = back.still(96, 128);
    assert_eq!(still.len(), 96 * 128 * 4);
    assert!(still.chunks_exact(4).any(|p| p[3] == 255) && still.chunks_exact(4).any(|p| p[3] == 0));
}

#[test]
fn turned_takes_become_sides_and_scores_stay_in_range() {
    let (whole, plain) = (synthetic::pack(true), synthetic::pack(false));
    assert!(whole.sizes().sides > 1000 && plain.sizes().sides < 8, "{:?}", whole.sizes());
    let takes = whole.quality(&[]);
    assert!(takes.iter().all(|q| (0.0..=1.0).contains(&q.score)));
}

/// Made by the encoder of the first version from the same synthetic face.
const OLD: &[u8] = include_bytes!("fixtures/ustudyf1.pack");

#[test]
fn a_pack_of_the_first_version_opens_and_is_drawn() {
    assert_eq!(&OLD[..8], b"USTUDYF1");
    let old = FacePack::from_bytes(OLD).expect("an old pack");
    assert!(old.identity().is_empty() && old.own_shapes() == 0);
    let canvas = frame(&old, &[(Channel::Jaw, 0.1), (Channel::Yaw, 5.0)]);
    assert_eq!(hash(&canvas), hash(&frame(&old, &[(Channel::Jaw, 0.1), (Channel::Yaw, 5.0)])));
    // Kept from now on as a pack of this version, with nothing lost.
    let bytes = old.to_bytes().expect("bytes");
    assert_eq!(&bytes[..8], b"USTUDYF2");
    assert_eq!(FacePack::from_bytes(&bytes), Ok(old));
    // Damaged, with a checksum that fits: any answer but a panic.
    for at in (12..OLD.len()).step_by(OLD.len() / 61) {
        let mut bad = OLD.to_vec();
        bad[at] ^= 0x41;
        let sum = crc32fast::hash(&bad[12..]).to_le_bytes();
        bad[8..12].copy_from_slice(&sum);
        let _ = FacePack::from_bytes(&bad).map(|p| p.still(32, 32));
    }
}

#[test]
fn damaged_packs_are_refused() {
    let bytes = synthetic::pack(false).to_bytes().expect("bytes");
    for cut in [0, 3, 8, 11, 12, 40, bytes.len() / 2, bytes.len() - 1] {
        assert!(matches!(FacePack::from_bytes(&bytes[..cut]), Err(PackError::Unreadable(_))), "{cut}");
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 97) {
        let mut bad = bytes.clone();
        bad[at] ^= 0x41;
        assert!(matches!(FacePack::from_bytes(&bad), Err(PackError::Unreadable(_))), "{at}");
        // And with a checksum that fits: any answer but a panic.
        if at >= 12 {
            let sum = crc32fast::hash(&bad[12..]).to_le_bytes();
            bad[8..12].copy_from_slice(&sum);
            let _ = FacePack::from_bytes(&bad).map(|p| p.still(32, 32));
        }
    }
}

#[test]
fn takes_that_do_not_fit_are_refused() {
    let (w, h) = synthetic::SIZE;
    let (rgba, points, mask) = (synthetic::picture(true), synthetic::points(0.0, 1.0), synthetic::mask());
    let take = Take { pose: domain::capture::Pose::Neutral, rgba: &rgba, width: w, height: h, points: &points };
    let person = PersonMask { data: &mask, width: 64, height: 64 };
    assert_eq!(build(&[], &person), Err(PackError::NoNeutral));
    assert!(matches!(build(&[Take { width: w + 1, ..take }], &person), Err(PackError::Malformed(_))));
    assert!(matches!(build(&[Take { points: &points[1..], ..take }], &person), Err(PackError::Malformed(_))));
    assert!(matches!(build(&[take], &PersonMask { data: &mask[1..], ..person }), Err(PackError::Malformed(_))));
    let nowhere = vec![[f32::NAN; 3]; 468];
    assert!(matches!(build(&[Take { points: &nowhere, ..take }], &person), Err(PackError::Malformed(_))));
    let spot = vec![[100.0, 100.0, 0.0]; 468];
    assert!(matches!(build(&[Take { points: &spot, ..take }], &person), Err(PackError::NoFace(_))));
    let mut crumpled = points.clone();
    crumpled.reverse();
    assert!(build(&[Take { points: &crumpled, ..take }], &person).is_err());
}
