use domain::speech::{Speech, Word};

use super::*;
use crate::signal::pitch;
use crate::{Speaker, testing};

const SCRIPT: &str = "We were all away a year ago, and nobody knew why.";

fn said(speaker: &mut Speaker, script: &str, delivery: Delivery) -> Speech {
    let speech = speaker.speak_as(script, None, 1.0, &delivery).unwrap();
    let times = |all: &mut dyn Iterator<Item = (f32, f32)>| {
        let all: Vec<(f32, f32)> = all.collect();
        assert!(all.iter().all(|(a, b)| a < b && *b <= speech.duration_s() + 1e-3), "{all:?}");
        assert!(all.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-4), "{all:?}");
    };
    times(&mut speech.phones.iter().map(|p| (p.start_s, p.end_s)));
    times(&mut speech.words.iter().map(|w| (w.start_s, w.end_s)));
    let estimate = speaker.estimate_as_s(script, 1.0, &delivery).unwrap();
    assert!((estimate - speech.duration_s()).abs() < 0.05, "{estimate} {}", speech.duration_s());
    speech
}

fn register(speech: &Speech) -> Option<(f32, f32)> {
    pitch::statistics(&pitch::track(&crate::resample::to_16k(&speech.samples, speech.rate_hz).unwrap()))
}

fn mood(mood: Mood) -> Delivery {
    Delivery { mood, ..Delivery::default() }
}

#[test]
fn moods_change_pitch_and_pace_and_a_whisper_has_no_pitch() {
    let mut speaker = testing::speaker();
    let (plain_hz, plain_range) = register(&said(&mut speaker, SCRIPT, mood(Mood::Neutral))).unwrap();
    let mut of = |m| {
        let speech = said(&mut speaker, SCRIPT, mood(m));
        let (hz, range) = register(&speech).unwrap_or((0.0, 0.0));
        eprintln!("{m:?}: {hz:.0} Hz, range {range:.3}, {:.2} s", speech.duration_s());
        (hz / plain_hz, range / plain_range, speech.duration_s())
    };
    let (happy, deadpan, shocked) = (of(Mood::Happy), of(Mood::Deadpan), of(Mood::Shocked));
    let (sad, angry, plain) = (of(Mood::Sad), of(Mood::Angry), of(Mood::Neutral));
    assert!(happy.0 > 1.06 && happy.1 > 1.0, "{happy:?}");
    assert!(deadpan.1 < 0.6, "{deadpan:?}");
    assert!(shocked.0 > happy.0, "{shocked:?}");
    assert!(sad.0 < 0.97 && sad.1 < 0.85 && sad.2 > 1.08 * plain.2, "{sad:?}");
    assert!(angry.2 < plain.2, "{angry:?}");
    let whisper = said(&mut speaker, SCRIPT, mood(Mood::Whisper));
    let samples = crate::resample::to_16k(&whisper.samples, whisper.rate_hz).unwrap();
    let track = pitch::track(&samples);
    let voiced = track.iter().flatten().count();
    assert!(voiced * 50 < track.len(), "{voiced} of {}", track.len());
}

#[test]
fn the_pitch_range_widens_and_narrows_the_intonation() {
    let mut speaker = testing::speaker();
    let mut range =
        |pitch_range| register(&said(&mut speaker, SCRIPT, Delivery { pitch_range, ..Delivery::default() })).unwrap().1;
    let (one_note, own, wide) = (range(0.0), range(1.0), range(1.8));
    assert!(one_note < 0.03 && wide > 1.2 * own, "{one_note} {own} {wide}");
}

/// A word by its text.
fn word<'a>(speech: &'a Speech, text: &str) -> &'a Word {
    speech.words.iter().find(|w| w.text == text).unwrap()
}

#[test]
fn an_emphasised_word_is_longer_higher_and_without_asterisks() {
    let mut speaker = testing::speaker();
    let plain = said(&mut speaker, "I never really said that.", Delivery::default());
    let loud = said(&mut speaker, "I never *really* said that.", Delivery::default());
    let length = |s: &Speech| word(s, "really").end_s - word(s, "really").start_s;
    assert!(length(&loud) > 1.15 * length(&plain), "{} {}", length(&loud), length(&plain));
    let height = |s: &Speech| {
        let track = pitch::track(&crate::resample::to_16k(&s.samples, s.rate_hz).unwrap());
        let w = word(s, "really");
        let within = &track[(100.0 * w.start_s) as usize..(100.0 * w.end_s) as usize];
        within.iter().flatten().copied().fold(0.0, f32::max)
    };
    assert!(height(&loud) > 1.08 * height(&plain), "{} {}", height(&loud), height(&plain));
}

#[test]
fn pauses_last_as_long_as_the_script_asks() {
    let mut speaker = testing::speaker();
    for (script, least, most) in
        [("Well, [1.5s] no.", 1.4, 1.9), ("Well [pause] no.", 0.55, 1.1), ("Well no.", 0.0, 0.2)]
    {
        let speech = said(&mut speaker, script, Delivery::default());
        let texts: Vec<&str> = speech.words.iter().map(|w| w.text.trim_end_matches(',')).collect();
        assert_eq!(texts, ["Well", "no."], "{script}");
        let gap = speech.words[1].start_s - speech.words[0].end_s;
        assert!((least..=most).contains(&gap), "{script}: {gap}");
    }
    let mut gap = |pauses| {
        let s = said(&mut speaker, "I see, thank you; goodbye.", Delivery { pauses, ..Delivery::default() });
        s.words.windows(2).map(|w| w[1].start_s - w[0].end_s).sum::<f32>()
    };
    let (short, own, long) = (gap(0.25), gap(1.0), gap(3.0));
    assert!(short < 0.7 * own && long > 1.8 * own, "{short} {own} {long}");
}

#[test]
fn any_delivery_is_bounded() {
    let mut speaker = testing::speaker();
    for bad in [f32::NAN, f32::INFINITY, -5.0, 1e9] {
        for mood in Mood::ALL {
            said(&mut speaker, "Oh *no*.", Delivery { pitch_range: bad, pauses: bad, mood });
        }
    }
}
