//! How a timeline acts: what must hold in every mood, for every seed.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod synthetic;

use domain::speech::{Mood, Phone, Speech};
use studio::Look;
use studio::math::Random;
use studio::puppet::Puppet;
use studio::timeline::{Channel, Timeline, Values};

const FRAMES: u32 = 300;

/// Ten seconds of speech with phones as long as they are in English, in phrases of two seconds.
fn speech(seed: u64) -> Speech {
    const SYMBOLS: [&str; 24] = [
        "m", "ɑ", "b", "i", "p", "æ", "f", "I", "v", "ɛ", "t", "O", "n", "u", "w", "ʌ", "l", "A", "s", "ɪ", "k", "ɔ",
        "ʃ", "ə",
    ];
    let mut random = Random::new(seed, 1);
    let (mut t, mut phones) = (0.2, Vec::new());
    while t < 9.4 {
        if phones.len() % 28 == 27 {
            t += random.range(0.25, 0.6);
        }
        let symbol = SYMBOLS[(random.bits() % 24) as usize];
        let long = random.range(0.035, 0.15);
        let stress = (random.bits() % 4).min(2) as u8;
        phones.push(Phone { symbol: symbol.into(), start_s: t, end_s: t + long, stress });
        t += long;
    }
    let samples = (0..160_000).map(|i| 0.2 * studio::math::sin(i as f32 * 0.05)).collect();
    Speech { samples, rate_hz: 16_000, phones, words: Vec::new() }
}

fn all(t: &Timeline) -> Vec<Values> {
    (0..t.frames()).map(|f| t.at(f)).collect()
}

#[test]
fn bilabials_are_shut_in_the_middle_and_lips_never_snap() {
    let pack = synthetic::pack(true);
    let mut puppet = Puppet::new(&pack, 90, 160, &Look::default()).expect("a puppet");
    let (mut shut, mut count, mut fastest) = (0, 0, 0f32);
    for mood in Mood::ALL {
        for seed in 0..4 {
            let s = speech(seed);
            let t = Timeline::acted(&s, FRAMES, seed, mood);
            let gaps: Vec<f32> = (0..FRAMES).map(|f| puppet.lip_gap(&t, f)).collect();
            for p in s.phones.iter().filter(|p| matches!(p.symbol.as_str(), "m" | "b" | "p")) {
                count += 1;
                shut += usize::from(gaps[(15.0 * (p.start_s + p.end_s)) as usize] < 0.012);
            }
            fastest = gaps.windows(2).map(|g| (g[1] - g[0]).abs()).fold(fastest, f32::max);
        }
    }
    println!("{shut} of {count} bilabials shut; fastest lips: {fastest:.3} eye distances a frame");
    assert!(shut * 100 >= count * 95, "{shut} of {count}");
    assert!(fastest <= 0.07, "{fastest}");
}

#[test]
fn lower_lips_touch_the_teeth_in_f_and_v() {
    let s = speech(9);
    let t = Timeline::acted(&s, FRAMES, 9, Mood::Neutral);
    for p in s.phones.iter().filter(|p| matches!(p.symbol.as_str(), "f" | "v")) {
        let v = t.at((15.0 * (p.start_s + p.end_s)) as u32);
        assert!(v[Channel::Tuck] > 0.09 && v[Channel::Jaw] < 0.04, "{v:?}");
    }
}

#[test]
fn nothing_pops() {
    use Channel::{Breath, Brow, BrowInner, Frown, GazeX, GazeY, Knit, Lids, Pitch, Roll, Round, Smile, Wide, Yaw};
    // Most that a channel may change from one frame to the next.
    let limits = [
        // 66 degrees a second: from one side straight to the other.
        (Yaw, 2.2),
        (Pitch, 1.2),
        (Roll, 0.9),
        (Brow, 0.20),
        (BrowInner, 0.10),
        (Knit, 0.15),
        (Lids, 0.10),
        (Frown, 0.05),
        (Smile, 0.04),
        (Breath, 0.25),
        (GazeX, 0.09),
        (GazeY, 0.05),
        (Wide, 0.06),
        (Round, 0.075),
    ];
    for mood in Mood::ALL {
        for seed in 0..6 {
            let frames = all(&Timeline::acted(&speech(seed), FRAMES, seed, mood));
            for (channel, most) in limits {
                let step = frames.windows(2).map(|w| (w[1][channel] - w[0][channel]).abs()).fold(0.0, f32::max);
                assert!(step <= most, "{mood:?}, seed {seed}: {channel:?} moves by {step} in a frame");
            }
            assert!(
                frames.iter().all(|v| v[Yaw].abs() < 13.5 && v[Pitch].abs() < 10.0 && v[Roll].abs() < 8.0),
                "{mood:?}"
            );
        }
    }
}

#[test]
fn heads_turn_to_both_sides_and_come_back_to_the_lens() {
    for mood in Mood::ALL {
        for seed in 0..20 {
            for frames in [120, 150, 219, 300] {
                let whole = speech(seed);
                let end_s = frames as f32 / 30.0 - 0.4;
                let phones = whole.phones.iter().filter(|p| p.end_s < end_s).cloned().collect();
                let s = Speech { phones, ..whole };
                let yaws: Vec<f32> =
                    all(&Timeline::acted(&s, frames, seed, mood)).iter().map(|v| v[Channel::Yaw]).collect();
                let (left, right) = yaws.iter().fold((0.0f32, 0.0f32), |(l, r), y| (l.min(*y), r.max(*y)));
                assert!(left < -11.3 && right > 11.3, "{mood:?}, seed {seed}, {frames}: {left} to {right}");
                // A look aside, not a sway: it comes to rest there, and for much of the time the head is near the lens.
                let rests =
                    |side: f32| yaws.windows(2).filter(|w| side * w[1] > 10.0 && (w[1] - w[0]).abs() < 0.35).count();
                assert!(rests(1.0) >= 6 && rests(-1.0) >= 6, "{mood:?}, seed {seed}, {frames}: passes by");
                let near = yaws.iter().filter(|y| y.abs() < 7.0).count();
                assert!(frames < 200 || near * 5 > 2 * yaws.len(), "{mood:?}, seed {seed}: {near} of {frames}");
                assert!(yaws.last().is_some_and(|y| y.abs() < 6.0), "{mood:?}, seed {seed}: {yaws:?}");
            }
        }
    }
}

#[test]
fn eyes_blink_as_often_as_the_mood_wants_and_come_back_to_the_lens() {
    let rate = |mood| {
        let mut blinks = 0;
        let (mut away, mut last) = (0, 0);
        for seed in 0..30 {
            let frames = all(&Timeline::acted(&speech(seed), FRAMES, seed, mood));
            let shut: Vec<bool> = frames.iter().map(|v| v[Channel::Blink] > 0.9).collect();
            let here = usize::from(shut[0]) + shut.windows(2).filter(|s| !s[0] && s[1]).count();
            assert!((1..=6).contains(&here), "{mood:?}, seed {seed}: {here} blinks in ten seconds");
            blinks += here;
            let off = |v: &Values| v[Channel::GazeX].abs().max(v[Channel::GazeY].abs());
            away += frames.iter().filter(|v| off(v) > 0.025).count();
            last += usize::from(off(&frames[299]) < 0.03);
            // Never away for a second.
            assert!(frames.windows(30).all(|w| w.iter().any(|v| off(v) < 0.025)), "{mood:?}, seed {seed}");
        }
        assert_eq!(last, 30, "{mood:?}: at the end it looks at the lens");
        assert!(away < 30 * 300 / 4, "{mood:?} looks away too long: {away}");
        blinks as f32 * 6.0 / 30.0
    };
    let rates: Vec<f32> = Mood::ALL.iter().map(|m| rate(*m)).collect();
    println!("blinks a minute: {:?}", Mood::ALL.iter().map(|m| m.name()).zip(&rates).collect::<Vec<_>>());
    assert!(rates.iter().all(|r| (8.0..=30.0).contains(r)), "{rates:?}");
    assert!(rates[2] < 0.8 * rates[0], "deadpan blinks less than neutral: {rates:?}");
}

#[test]
fn moods_differ_where_they_should() {
    let mean = |mood, channel: Channel| {
        let frames = all(&Timeline::acted(&speech(3), FRAMES, 3, mood));
        frames.iter().map(|v| v[channel]).sum::<f32>() / frames.len() as f32
    };
    let moves = |mood| {
        let frames = all(&Timeline::acted(&speech(3), FRAMES, 3, mood));
        // Every head turns to both sides: how lively it is shows in nods and tilts.
        let turn = |w: &[Values]| {
            (w[1][Channel::Roll] - w[0][Channel::Roll]).abs() + (w[1][Channel::Pitch] - w[0][Channel::Pitch]).abs()
        };
        frames.windows(2).map(turn).sum::<f32>()
    };
    assert!(mean(Mood::Happy, Channel::Smile) > mean(Mood::Neutral, Channel::Smile) + 0.15);
    assert!(mean(Mood::Shocked, Channel::Brow) > 0.8 && mean(Mood::Shocked, Channel::Lids) < -0.4);
    assert!(mean(Mood::Sad, Channel::BrowInner) > 0.7 && mean(Mood::Sad, Channel::Frown) > 0.4);
    assert!(mean(Mood::Angry, Channel::Knit) > 0.7 && mean(Mood::Angry, Channel::BrowInner) < -0.3);
    assert!(mean(Mood::Sad, Channel::Pitch) > mean(Mood::Shocked, Channel::Pitch) + 3.0);
    assert!(moves(Mood::Deadpan) < 0.5 * moves(Mood::Neutral));
    assert!(mean(Mood::Whisper, Channel::Jaw) < 0.7 * mean(Mood::Neutral, Channel::Jaw));
    assert!(mean(Mood::Happy, Channel::Frown) < -0.25 && mean(Mood::Whisper, Channel::Lean) > 0.5);
    // Brows that come further down than this lie on the eyes, and make another face of it.
    assert!(mean(Mood::Angry, Channel::Knit) < 0.9 && mean(Mood::Angry, Channel::BrowInner) > -0.45);
}

/// Of the bytes of a timeline in each mood. Changes when acting changes: look at the moods before it is written down.
const STORED: [u64; 7] = [
    0x679b_974a_08fd_4d2e,
    0xbffb_191e_66dd_f01b,
    0x87b8_05b9_1482_8628,
    0x6dfa_f2b8_effa_67c8,
    0x539d_ca02_9a14_73e7,
    0x6fba_9934_dfa9_b0bd,
    0x5b57_b2bc_27b3_3ca2,
];

#[test]
fn a_stored_timeline_is_the_same_to_the_bit() {
    let hashes = Mood::ALL.map(|mood| {
        let t = Timeline::acted(&speech(5), FRAMES, 5, mood);
        let bytes = t.to_bytes();
        assert_eq!(bytes, Timeline::acted(&speech(5), FRAMES, 5, mood).to_bytes());
        assert_eq!(Timeline::from_bytes(&bytes).as_ref(), Ok(&t));
        assert_ne!(bytes, Timeline::acted(&speech(5), FRAMES, 6, mood).to_bytes());
        bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    });
    assert_eq!(hashes, STORED, "{hashes:#018x?}");
}
