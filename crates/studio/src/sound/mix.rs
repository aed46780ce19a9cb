//! Speech and room together, exactly as long as the pictures.

use domain::limits::{AUDIO_RATE_HZ, FPS};

use super::tone;
use crate::scene::Plan;

/// Highest sample of a clip: 1 dB below full scale, so that the decoder's ripples do not clip.
const PEAK: f32 = 0.89;
/// Fade of the room at both ends, in samples.
const FADE: usize = 12_000;

/// Mixes mono speech at 48 kHz with the tone of a place (38 to 45 dB below full scale) into a clip of `frames` frames.
/// Speech that is longer is cut, shorter is followed by the room alone.
#[must_use]
pub fn mix(speech: &[f32], plan: &Plan, seed: u64, frames: u32) -> Vec<f32> {
    let count = frames as usize * (AUDIO_RATE_HZ / FPS) as usize;
    let mut out = tone::room(plan, seed, count);
    let fade = FADE.min(count / 2);
    for i in 0..fade {
        let k = i as f32 / fade as f32;
        out[i] *= k;
        out[count - 1 - i] *= k;
    }
    for (o, s) in out.iter_mut().zip(speech) {
        *o += if s.is_finite() { *s } else { 0.0 };
    }
    let peak = out.iter().fold(0.0f32, |p, s| p.max(s.abs()));
    if peak > PEAK {
        let k = PEAK / peak;
        out.iter_mut().for_each(|s| *s *= k);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::SceneKind;

    fn db(samples: &[f32]) -> f32 {
        10.0 * (samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32).log10()
    }

    #[test]
    fn the_length_is_exact_and_the_peak_kept() {
        for frames in [1, 7, 60, 300] {
            let loud = vec![1.4f32; 700_000];
            let out = mix(&loud, &Plan::of(SceneKind::Beach, 1), 1, frames);
            assert_eq!(out.len(), frames as usize * 1600);
            assert!(out.iter().all(|s| s.abs() <= PEAK + 1e-6));
        }
        assert!(mix(&[], &Plan::of(SceneKind::Beach, 1), 1, 0).is_empty());
    }

    #[test]
    fn every_room_is_quiet_but_there_and_its_own() {
        let rooms: Vec<Vec<f32>> = SceneKind::ALL.iter().map(|k| mix(&[], &Plan::of(*k, 3), 3, 150)).collect();
        for (kind, room) in SceneKind::ALL.iter().zip(&rooms) {
            let level = db(&room[FADE..room.len() - FADE]);
            assert!((-46.5..=-36.5).contains(&level), "{kind:?}: {level} dB");
        }
        for (i, a) in rooms.iter().enumerate() {
            assert!(rooms[i + 1..].iter().all(|b| a != b));
        }
        assert_eq!(rooms[1], mix(&[], &Plan::of(SceneKind::Beach, 3), 3, 150));
    }

    #[test]
    fn speech_is_heard_unchanged_over_the_room() {
        let speech: Vec<f32> = (0..96_000).map(|i| 0.3 * libm::sinf(i as f32 * 0.03)).collect();
        let plan = Plan::of(SceneKind::Library, 5);
        let (with, without) = (mix(&speech, &plan, 5, 60), mix(&[], &plan, 5, 60));
        assert!(with.iter().zip(&without).zip(&speech).all(|((w, o), s)| (w - o - s).abs() < 1e-5));
    }
}
