//! What a mood is made of: where a face rests, and how lively it is.

use domain::speech::Mood;

/// How a mood looks. What is not said to be a share is in the units of the channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Manner {
    pub(super) smile: f32,
    /// How far the smile comes and goes.
    pub(super) smile_swing: f32,
    /// What is added to the smile once all is said.
    pub(super) smile_after: f32,
    pub(super) brow: f32,
    pub(super) brow_inner: f32,
    pub(super) knit: f32,
    pub(super) lids: f32,
    pub(super) frown: f32,
    /// Where the head rests, in degrees; the tilt is to either side.
    pub(super) pitch: f32,
    pub(super) tilt: f32,
    /// How far the head drifts and turns, in degrees.
    pub(super) turn: f32,
    pub(super) sway: f32,
    /// Share of the usual speed of all drifting.
    pub(super) pace: f32,
    /// What a stressed vowel does: degrees of a nod, and a share of the brows' rise (below 0 they knit).
    pub(super) nod: f32,
    pub(super) lift: f32,
    /// Shortest and longest time from blink to blink, in seconds.
    pub(super) blink_s: [f32; 2],
    /// Mean time between two glances away from the lens, in seconds, and their size in eye distances.
    pub(super) glance_s: f32,
    pub(super) glance: f32,
    /// Share of the usual opening of the mouth.
    pub(super) jaw: f32,
    /// Jaw drop of a silent mouth.
    pub(super) gape: f32,
    /// Share of the usual depth of breath.
    pub(super) breath: f32,
    /// How far the head is nearer to the lens, in eye distances.
    pub(super) lean: f32,
    /// How firmly silent lips are pressed, in eye distances.
    pub(super) press: f32,
}

const NEUTRAL: Manner = Manner {
    smile: 0.22,
    smile_swing: 0.08,
    smile_after: 0.12,
    brow: 0.0,
    brow_inner: 0.0,
    knit: 0.0,
    lids: 0.0,
    frown: 0.0,
    pitch: 0.0,
    tilt: 0.8,
    turn: 6.5,
    sway: 2.2,
    pace: 1.0,
    nod: 4.5,
    lift: 1.0,
    blink_s: [1.9, 4.6],
    glance_s: 3.2,
    glance: 0.040,
    jaw: 1.0,
    gape: 0.0,
    breath: 1.0,
    lean: 0.0,
    press: 0.0,
};

impl Manner {
    pub(super) fn of(mood: Mood) -> Self {
        match mood {
            Mood::Neutral => NEUTRAL,
            Mood::Happy => Self {
                smile: 0.50,
                smile_swing: 0.12,
                smile_after: 0.15,
                brow: 0.36,
                frown: -0.35,
                pitch: -1.2,
                tilt: 2.6,
                turn: 7.5,
                sway: 3.1,
                pace: 1.25,
                nod: 6.0,
                lift: 1.15,
                jaw: 1.06,
                lean: 0.10,
                ..NEUTRAL
            },
            Mood::Deadpan => Self {
                smile: 0.03,
                smile_swing: 0.02,
                smile_after: 0.0,
                brow: -0.12,
                lids: 0.30,
                frown: 0.14,
                tilt: 0.0,
                turn: 2.2,
                sway: 0.7,
                pace: 0.55,
                nod: 1.0,
                lift: 0.12,
                blink_s: [4.2, 7.0],
                glance_s: 7.0,
                glance: 0.025,
                jaw: 0.84,
                breath: 0.7,
                ..NEUTRAL
            },
            Mood::Shocked => Self {
                smile: 0.04,
                smile_swing: 0.03,
                smile_after: 0.0,
                brow: 1.05,
                brow_inner: 0.25,
                lids: -0.70,
                pitch: -2.5,
                turn: 4.5,
                sway: 2.0,
                pace: 1.3,
                nod: 3.0,
                lift: 0.35,
                blink_s: [3.6, 6.4],
                glance_s: 4.5,
                jaw: 1.12,
                gape: 0.045,
                breath: 1.4,
                ..NEUTRAL
            },
            Mood::Sad => Self {
                smile: 0.0,
                smile_swing: 0.03,
                smile_after: 0.0,
                brow: -0.05,
                brow_inner: 0.95,
                knit: 0.30,
                lids: 0.24,
                frown: 0.90,
                pitch: 3.0,
                tilt: 2.8,
                turn: 3.2,
                sway: 1.5,
                pace: 0.6,
                nod: 2.0,
                lift: 0.30,
                blink_s: [2.2, 4.8],
                glance_s: 2.4,
                jaw: 0.86,
                breath: 1.2,
                ..NEUTRAL
            },
            Mood::Angry => Self {
                smile: 0.0,
                smile_swing: 0.02,
                smile_after: 0.0,
                brow: -0.20,
                brow_inner: -0.35,
                knit: 0.72,
                lids: 0.36,
                frown: 0.70,
                pitch: 2.2,
                tilt: 0.5,
                turn: 5.5,
                sway: 1.8,
                pace: 1.35,
                nod: 6.0,
                lift: -0.35,
                lean: 0.20,
                press: 0.07,
                blink_s: [3.0, 5.8],
                glance_s: 6.0,
                glance: 0.030,
                jaw: 1.10,
                breath: 1.3,
                ..NEUTRAL
            },
            Mood::Whisper => Self {
                smile: 0.08,
                brow: 0.10,
                brow_inner: 0.35,
                lids: 0.30,
                pitch: 2.4,
                tilt: 3.4,
                turn: 3.8,
                sway: 1.6,
                pace: 0.8,
                nod: 2.4,
                lift: 0.7,
                glance_s: 2.2,
                glance: 0.055,
                jaw: 0.60,
                breath: 0.8,
                lean: 0.60,
                ..NEUTRAL
            },
        }
    }
}
