//! Intonation, brightness and breath.

use crate::acoustic::{BIN_HZ, BINS, Frames};

/// Below this a frame is unvoiced.
const VOICED_HZ: f32 = 40.0;
/// The slope turns around this.
const PIVOT_HZ: f32 = 1000.0;
/// The slope ends here: nothing below a voice's first harmonics, nothing above its fricatives.
const SLOPE_HZ: (f32, f32) = (200.0, 8000.0);
/// The magnitude of a harmonic peak over the mean magnitude of its noise at equal power, as a natural logarithm. The
/// network's spectra are amplitudes: of each harmonic there, of each bin here.
const PEAK_OVER_NOISE: f32 = -1.9;
/// A whisper's source lacks the low frequencies of a voice: natural-log gain at 0 Hz, gone at [`LOW_END_HZ`].
const LOW_CUT: f32 = -2.3;
const LOW_END_HZ: f32 = 1200.0;
/// Quietest magnitude.
const SILENT: f32 = -20.0;

/// Mean logarithm of the pitch of all sentences of a script; 0 without one.
pub(super) fn mean_pitch(sentences: &[Frames]) -> f32 {
    let voiced = || sentences.iter().flat_map(|s| &s.f0_hz).filter(|f| **f > VOICED_HZ);
    voiced().map(|f| f.ln()).sum::<f32>() / voiced().count().max(1) as f32
}

/// Widens the pitch around a mean by a factor and shifts it by semitones.
pub(super) fn pitch(f0_hz: &mut [f32], mean: f32, range: f32, level_st: f32) {
    if range == 1.0 && level_st == 0.0 {
        return;
    }
    let shift = level_st * std::f32::consts::LN_2 / 12.0;
    for f in f0_hz.iter_mut().filter(|f| **f > VOICED_HZ) {
        *f = (mean + shift + range * (f.ln() - mean)).exp().clamp(50.0, 700.0);
    }
}

/// Tilts the spectra of voice and noise by so many dB an octave.
pub(super) fn brighten(frames: &mut Frames, db_an_octave: f32) {
    if db_an_octave == 0.0 {
        return;
    }
    let to_log = std::f32::consts::LN_10 / 20.0;
    let gain: Vec<f32> = (0..BINS)
        .map(|i| {
            let hz = (i as f32 * BIN_HZ).clamp(SLOPE_HZ.0, SLOPE_HZ.1);
            to_log * db_an_octave * (hz / PIVOT_HZ).log2()
        })
        .collect();
    for part in [&mut frames.harmonic, &mut frames.noise, &mut frames.free] {
        for frame in part.chunks_exact_mut(BINS) {
            for (x, g) in frame.iter_mut().zip(&gain) {
                *x += g;
            }
        }
    }
}

/// Turns a share of the voice's power into breath of the same spectrum. All of it is a whisper.
pub(super) fn breathe(frames: &mut Frames, share: f32) {
    if share <= 0.0 {
        return;
    }
    let share = share.min(1.0);
    let whisper = share >= 1.0;
    let low: Vec<f32> = (0..BINS).map(|i| share * LOW_CUT * (1.0 - i as f32 * BIN_HZ / LOW_END_HZ).max(0.0)).collect();
    let parts = frames.harmonic.chunks_exact_mut(BINS).zip(frames.noise.chunks_exact_mut(BINS));
    for ((harmonic, noise), f0) in parts.zip(&mut frames.f0_hz) {
        if *f0 <= VOICED_HZ {
            continue;
        }
        for ((h, n), low) in harmonic.iter_mut().zip(noise.iter_mut()).zip(&low) {
            let breath = (2.0 * (*h + PEAK_OVER_NOISE + low)).exp() * share;
            *n = 0.5 * ((2.0 * *n).exp() + breath).max(f32::MIN_POSITIVE).ln();
            *h = if whisper { SILENT } else { *h + 0.5 * (1.0 - share).ln() };
        }
        if whisper {
            *f0 = 0.0;
        }
    }
}
