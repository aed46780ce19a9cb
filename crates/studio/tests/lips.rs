//! Lips on real speech: the product's own voice says scripts with short and long pauses.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod real;
mod synthetic;

use domain::speech::{Delivery, Mood, Phone, Speech};
use studio::Look;
use studio::compose::frames_for;
use studio::puppet::Puppet;
use studio::timeline::{Channel, Timeline};

const SCRIPTS: [&str; 5] = [
    "Ah. Wow. How far? Papa, hot pasta. Ha. Bravo, Bob. Aha.",
    "No, wait, what? I, uh, saw a car. So, are you on your way?",
    "Mum, Bob, Pam: a map, a pub, a beam. Maybe above, maybe below.",
    "Five wolves, very funny, have left the village. Off, then on.",
    "Stop. Look. Go now, or sit, and let a lot of light in.",
];

/// Every script, with ordinary and with very short pauses, in a few moods.
fn spoken() -> Vec<(Mood, Speech)> {
    let mut speaker = real::speech::speaker();
    let mut all = Vec::new();
    for script in SCRIPTS {
        for (mood, pauses) in [(Mood::Neutral, 1.0), (Mood::Neutral, 0.25), (Mood::Happy, 0.5), (Mood::Angry, 0.25)] {
            let delivery = Delivery { mood, pauses, ..Delivery::default() };
            all.push((mood, speaker.speak_as(script, None, 1.0, &delivery).expect("speech")));
        }
    }
    all
}

/// Stretches in which nothing is heard, from and to, in seconds: measured on the sound alone.
fn silences(s: &Speech) -> Vec<[f32; 2]> {
    let hop = s.rate_hz as usize / 100;
    let level = |part: &[f32]| (part.iter().map(|x| x * x).sum::<f32>() / part.len() as f32).sqrt();
    let levels: Vec<f32> = s.samples.chunks(hop).map(level).collect();
    let floor = 0.05 * levels.iter().copied().fold(0.0, f32::max);
    let mut out: Vec<[f32; 2]> = Vec::new();
    for (i, _) in levels.iter().enumerate().filter(|(_, l)| **l < floor) {
        let t = i as f32 / 100.0;
        match out.last_mut() {
            Some(last) if (last[1] - t).abs() < 0.001 => last[1] = t + 0.01,
            _ => out.push([t, t + 0.01]),
        }
    }
    out
}

#[test]
fn lips_meet_in_every_pause_and_never_gape_at_nobody() {
    let pack = synthetic::pack(true);
    let mut puppet = Puppet::new(&pack, 90, 160, &Look::default()).expect("a puppet");
    let (mut pauses, mut shortest, mut fastest) = (0, f32::MAX, 0f32);
    for (mood, s) in spoken() {
        for seed in [1, 2] {
            let t = Timeline::acted(&s, frames_for(&s), seed, mood);
            let gaps: Vec<f32> = (0..t.frames()).map(|f| puppet.lip_gap(&t, f)).collect();
            fastest = gaps.windows(2).map(|g| (g[1] - g[0]).abs()).fold(fastest, f32::max);
            let end = s.phones.last().map_or(0.0, |p| p.end_s);
            for [from, to] in silences(&s).into_iter().filter(|p| p[0] > 0.3 && p[1] < end) {
                // The closure of a stop is no pause: in those, phones go on.
                let goes_on = |p: &Phone| {
                    (p.start_s > from - 0.02 && p.start_s < to - 0.03) || (p.start_s <= from && p.end_s >= to)
                };
                // Nor is that of one that began before, and is over before the next sound; but for a word's last sound
                // that is quiet for longer than any stop until its time is up.
                let died = |p: &Phone| {
                    let last = s.words.iter().any(|w| (w.end_s - p.end_s).abs() < 0.03);
                    last && to >= p.end_s && p.end_s - p.start_s.max(from) >= 0.17
                };
                let closed = |p: &Phone| {
                    let stop = matches!(p.symbol.as_str(), "t" | "d" | "k" | "ɡ");
                    stop && p.end_s.min(to) - p.start_s.max(from) > 0.03 && !died(p)
                };
                if to - from < 0.14 || s.phones.iter().any(|p| goes_on(p) || closed(p)) {
                    continue;
                }
                pauses += 1;
                shortest = shortest.min(to - from);
                let frames = (30.0 * from).ceil() as usize..=((30.0 * to) as usize).min(gaps.len() - 1);
                let least = gaps[frames.clone()].iter().copied().fold(f32::MAX, f32::min);
                assert!(least < 0.012, "{mood:?}, pause {from:.2} to {to:.2} s: lips {least:.3} apart");
                // A quarter of a second after the voice died away nobody says "ah" any more.
                let late = (30.0 * (from + 0.25)) as usize;
                if (30.0 * (to - 0.2)) as usize > late {
                    assert!(gaps[late] < 0.02, "{mood:?}, {from:.2} s: still {:.3} apart", gaps[late]);
                }
            }
        }
    }
    println!("{pauses} pauses from {shortest:.2} s on; fastest lips: {fastest:.3} eye distances a frame");
    assert!(pauses > 60 && shortest < 0.2, "{pauses} from {shortest} s on");
    assert!(fastest <= 0.07, "{fastest}");
}

#[test]
fn lips_press_for_m_b_and_p_and_touch_the_teeth_for_f_and_v() {
    let pack = synthetic::pack(true);
    let mut puppet = Puppet::new(&pack, 90, 160, &Look::default()).expect("a puppet");
    let (mut shut, mut pressed, mut bitten, mut teeth) = (0, 0, 0, 0);
    for (mood, s) in spoken() {
        let t = Timeline::acted(&s, frames_for(&s), 1, mood);
        for p in &s.phones {
            let frame = ((15.0 * (p.start_s + p.end_s)) as u32).min(t.frames() - 1);
            match p.symbol.as_str() {
                "m" | "b" | "p" => {
                    pressed += 1;
                    shut += usize::from(puppet.lip_gap(&t, frame) < 0.012);
                }
                "f" | "v" => {
                    bitten += 1;
                    teeth += usize::from(t.at(frame)[Channel::Tuck] > 0.09 && t.at(frame)[Channel::Jaw] < 0.04);
                }
                _ => {}
            }
        }
    }
    println!("{shut} of {pressed} bilabials shut, {teeth} of {bitten} lips on teeth");
    assert!(pressed >= 100 && shut == pressed, "{shut} of {pressed}");
    assert!(bitten > 40 && teeth == bitten, "{teeth} of {bitten}");
}

#[test]
fn rounding_comes_early_and_the_tongue_leaves_lips_alone() {
    let (mut early, mut rounded) = (0, 0);
    for (mood, s) in spoken() {
        let t = Timeline::acted(&s, frames_for(&s), 1, mood);
        for w in s.phones.windows(2) {
            let frame = |at: f32| t.at((30.0 * at).max(0.0) as u32);
            if matches!(w[1].symbol.as_str(), "w" | "u" | "ɔ") && w[0].end_s == w[1].start_s {
                rounded += 1;
                // 60 ms before it is heard, half of the rounding is there.
                early += usize::from(
                    frame(w[1].start_s - 0.06)[Channel::Round]
                        > 0.4 * frame(0.5 * (w[1].start_s + w[1].end_s))[Channel::Round],
                );
            }
            if matches!(w[1].symbol.as_str(), "t" | "d" | "n" | "l" | "k" | "ɡ") {
                let v = frame(0.5 * (w[1].start_s + w[1].end_s));
                assert!(v[Channel::Press] < 0.11 && v[Channel::Upper] < 0.04, "{}: {v:?}", w[1].symbol);
            }
        }
    }
    println!("{early} of {rounded} rounded sounds are prepared");
    assert!(rounded > 5 && early * 10 >= rounded * 9, "{early} of {rounded}");
}
