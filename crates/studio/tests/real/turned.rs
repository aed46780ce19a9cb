//! A drawn head that turns, beside photographs of the person turned so.

use domain::capture::Pose;
use face::Frame;
use studio::pack::FacePack;
use studio::puppet::Puppet;
use studio::timeline::{Channel, Timeline, Values};
use studio::{Canvas, Look};

use super::compare::{Closeness, compare, within};
use super::{Shot, aligner, look, material, pack, shots};

pub(crate) const W: usize = 540;
pub(crate) const H: usize = 720;

/// One photograph that is not of the scan, and what was drawn of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turned {
    /// How far the head is turned from the neutral take, in degrees.
    pub(crate) yaw_deg: f32,
    /// Drawn from the front view alone, and with the sides.
    pub(crate) front: Closeness,
    pub(crate) sides: Closeness,
    /// PSNR in dB where the two drawings differ, and the pixels there.
    pub(crate) front_there_db: f32,
    pub(crate) sides_there_db: f32,
    pub(crate) pixels: usize,
}

/// Draws the pack in plain light.
pub(crate) fn draw(pack: &FacePack, set: &[(Channel, f32)]) -> Canvas {
    let look = Look {
        tint: [0.42; 3],
        key: [0.0; 3],
        rim: [0.0; 3],
        shadow: 0.0,
        scale: 0.24,
        centre: [0.5, 0.42],
        ..Look::default()
    };
    let mut canvas = Canvas::new(W, H);
    canvas.fill([96, 104, 110]);
    let mut v = Values::default();
    set.iter().for_each(|&(c, x)| v[c] = x);
    Puppet::new(pack, W, H, &look).expect("a puppet").draw(&Timeline::from_values(&[v]), 0, &mut canvas);
    canvas
}

/// What the network sees in a picture.
pub(crate) fn seen(rgba: &[u8], width: usize, height: usize) -> face::Face {
    let mut aligner = aligner();
    let frame = Frame::new(rgba, width, height).expect("a frame");
    (0..3).for_each(|_| drop(aligner.align(&frame)));
    aligner.align(&frame).face.expect("a face")
}

/// Four frames of the film that are in no scan; `None` without the material. Where sides show was chosen on these frames.
pub(crate) fn measure(scan: &[Shot]) -> Option<Vec<Turned>> {
    use Pose::{TurnLeft, TurnRight};
    let film = material("WolfgangLanger_Pexels.mp4")?;
    let with = pack(scan).expect("a pack");
    // The same takes, and so the same head, but for the sides.
    let front = |s: &Shot| match s.pose {
        TurnLeft => Shot { pose: Pose::Down, ..s.clone() },
        TurnRight => Shot { pose: Pose::Up, ..s.clone() },
        _ => s.clone(),
    };
    let without = pack(&scan.iter().map(front).collect::<Vec<_>>()).expect("a pack");
    let pose = |s: &Shot| seen(&s.rgba, s.width, s.height).pose;
    let rest = pose(&scan[0]);
    let photos = shots(&film, &[(TurnLeft, 390), (TurnLeft, 404), (TurnRight, 10), (TurnRight, 20)], "null");
    let one = |(n, photo): (usize, &Shot)| {
        let p = pose(photo);
        let turn = [
            (Channel::Yaw, with.facing_deg() + p.yaw_deg - rest.yaw_deg),
            (Channel::Pitch, rest.pitch_deg - p.pitch_deg),
            (Channel::Roll, p.roll_deg - rest.roll_deg),
        ];
        look(&format!("turned-{n}-photo"), &photo.rgba, photo.width, photo.height);
        let drawn = [("front", &without), ("sides", &with)].map(|(kind, pack)| {
            let rgba = draw(pack, &turn).rgba;
            look(&format!("turned-{n}-{kind}"), &rgba, W, H);
            Shot { pose: photo.pose, rgba, width: W, height: H, points: Vec::new() }
        });
        // One registration for both: they are drawn in the same places.
        let points = seen(&drawn[0].rgba, W, H).points;
        let drawn = drawn.map(|d| Shot { points: points.clone(), ..d });
        let differ = |i: usize| {
            let d = |k: usize| drawn[0].rgba[4 * i + k].abs_diff(drawn[1].rgba[4 * i + k]);
            d(0).max(d(1)).max(d(2)) > 5
        };
        let close = [0, 1].map(|k| compare(&drawn[k], photo, photo.pose == TurnLeft));
        let there = [0, 1].map(|k| within(&drawn[k], photo, &differ));
        Turned {
            yaw_deg: p.yaw_deg - rest.yaw_deg,
            front: close[0],
            sides: close[1],
            front_there_db: there[0].0,
            sides_there_db: there[1].0,
            pixels: there[0].1,
        }
    };
    Some(photos.iter().enumerate().map(one).collect())
}
