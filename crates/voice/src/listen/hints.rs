//! Every hint about the sound is provoked by recordings of people: a man and a woman, too quiet, too loud for the
//! microphone, and over noise. As they were recorded, neither is told anything.

use super::*;
use crate::testing;

/// Three words, who says them, and how often a second they were measured.
struct Said {
    samples: Vec<f32>,
    rate_hz: u32,
    words: [&'static str; 3],
}

fn people() -> [Said; 2] {
    let (samples, rate_hz) = testing::recording("goforward.raw");
    let man = Said { samples, rate_hz, words: ["forward", "ten", "meters"] };
    let (front, rate_hz) = testing::recording("Front_Center.wav");
    let (left, _) = testing::recording("Rear_Left.wav");
    let pause = vec![0.0; rate_hz as usize / 4];
    let woman = Said { samples: [front, pause, left].concat(), rate_hz, words: ["front", "center", "left"] };
    [man, woman]
}

/// A microphone's own noise, -80 dB, so that turning a recording down leaves what a quiet microphone gives.
fn hiss(n: usize) -> f32 {
    let mixed = (n as u32).wrapping_mul(0x9E37_79B9) ^ (n as u32 >> 7).wrapping_mul(0x85EB_CA6B);
    1.7e-4 * (mixed as f32 / u32::MAX as f32 * 2.0 - 1.0)
}

/// What is heard once `change` was done to each recording.
fn heard(change: impl Fn(&Said) -> Vec<f32>) -> Vec<Heard> {
    let mut speaker = testing::speaker();
    let mut listener = Listener::new(&testing::model("asr_waveform_fp16.onnx")).unwrap();
    let listen = |said: &Said| listener.hear(&change(said), said.rate_hz, &said.words, &mut speaker).unwrap();
    people().iter().map(listen).collect()
}

/// As recorded but for a level, with what a converter cuts off.
fn louder(said: &Said, by: f32) -> Vec<f32> {
    said.samples.iter().enumerate().map(|(n, s)| (by * s + hiss(n)).clamp(-1.0, 1.0)).collect()
}

#[test]
fn recordings_as_they_are_provoke_none() {
    for heard in heard(|said| louder(said, 1.0)) {
        let troubles = [Verdict::TooQuiet, Verdict::Clipped, Verdict::TooNoisy, Verdict::NothingHeard];
        assert!(!troubles.contains(&heard.verdict), "{heard:?}");
    }
}

#[test]
fn who_is_far_from_the_microphone_is_too_quiet() {
    for heard in heard(|said| louder(said, 0.006)) {
        assert_eq!(heard.verdict, Verdict::TooQuiet, "{heard:?}");
    }
}

#[test]
fn who_overdrives_the_microphone_is_clipped() {
    for heard in heard(|said| louder(said, 20.0)) {
        assert_eq!(heard.verdict, Verdict::Clipped, "{heard:?}");
    }
}

/// Recorded noise that is twice as loud as the speech, before, during and after it. As loud as the speech, the woman is
/// still understood.
#[test]
fn who_speaks_over_noise_is_told_so() {
    let (noise, noise_hz) = testing::recording("Noise.wav");
    let power = |s: &[f32]| s.iter().map(|v| v * v).sum::<f32>() / s.len().max(1) as f32;
    let loud = |s: &[f32]| power(&s.iter().copied().filter(|v| v.abs() > 0.02).collect::<Vec<_>>());
    for heard in heard(|said| {
        let noise = if said.rate_hz == noise_hz { noise.clone() } else { resample::to_16k(&noise, noise_hz).unwrap() };
        // The recording fades in and out: its loud middle, over and over.
        let noise = &noise[noise.len() / 4..noise.len() / 4 * 3];
        let gain = 2.0 * (loud(&said.samples) / power(noise).max(1e-12)).sqrt();
        let mixed = said.samples.iter().zip(noise.iter().cycle()).map(|(s, n)| 0.3 * (s + gain * n));
        mixed.map(|s| s.clamp(-1.0, 1.0)).collect()
    }) {
        assert_eq!(heard.verdict, Verdict::TooNoisy, "{heard:?}");
    }
}
