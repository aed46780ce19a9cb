//! Measuring a voice for a pack: from the words of a capture and, if there is one, from a longer reading.

use super::analyse::{best_stretch, profile, rises, stretch_costs};
use super::base::Base;
use super::{ENVELOPE_BANDS, VoiceProfile};
use crate::listen::{floor_db, share_clipped};
use crate::signal::activity;
use crate::{Speaker, VoiceError, resample};

/// A reading must stand out of its noise by this, in dB.
const LEAST_SNR_DB: f32 = 12.0;
/// Largest share of clipped samples in a reading.
const MOST_CLIPPED: f32 = 0.01;
/// Less voiced sound than this, in seconds, is no reading.
const LEAST_VOICED_S: f32 = 2.0;
/// A reading whose mean pitch is farther than this from the words' (natural logarithm) is by another voice.
const MOST_PITCH: f32 = 0.35;
/// The same for the long-term spectra: root mean square in dB.
const MOST_ENVELOPE_DB: f32 = 9.0;
/// Voiced seconds by which half of what can be known of a voice is known.
const HALF_KNOWN_S: f32 = 1.2;

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Enrolment {
    /// The voice.
    pub profile: VoiceProfile,
    /// How well it is known, 0 to 1: by voiced seconds, noise and clipping.
    pub quality: f32,
    /// A reading was given, but it is too noisy, too short or by another voice, and was left out.
    pub reading_left_out: bool,
}

/// One recording, measured.
struct Take {
    samples: Vec<f32>,
    base: Base,
    snr_db: f32,
    clipped: f32,
}

impl Take {
    fn new(samples: &[f32], rate_hz: u32) -> Result<Self, VoiceError> {
        let clipped = share_clipped(samples);
        let samples = resample::to_16k(samples, rate_hz)?;
        let loudness = activity::loudness_db(&samples);
        let active = activity::speech_frames(&loudness);
        let snr_db = activity::percentile(&loudness, 0.95) - floor_db(&loudness, &active);
        Ok(Self { base: Base::measure(&samples)?, samples, snr_db, clipped })
    }

    /// Whether this reading may be measured together with these words.
    fn goes_with(&self, words: &Self) -> bool {
        let pitch = (self.base.f0_mean_hz / words.base.f0_mean_hz).ln().abs();
        self.snr_db >= LEAST_SNR_DB
            && self.clipped <= MOST_CLIPPED
            && self.base.voiced_s >= LEAST_VOICED_S
            && pitch <= MOST_PITCH
            && envelope_db(&self.base, &words.base) <= MOST_ENVELOPE_DB
    }
}

/// Measures a voice from a take of the given words and a longer reading, both mono and of one rate.
///
/// # Errors
/// As [`super::analyse::analyse_words`] for the words. A reading that cannot be used is left out.
pub fn enrol(
    take: &[f32],
    reading: Option<&[f32]>,
    rate_hz: u32,
    words: &[&str],
    speaker: &mut Speaker,
) -> Result<Enrolment, VoiceError> {
    let take = Take::new(take, rate_hz)?;
    let mut rise = rises(&stretch_costs(&take.samples, &take.base, words, speaker)?);
    let read = reading.map(|r| Take::new(r, rate_hz));
    let read = read.and_then(Result::ok).filter(|r| r.goes_with(&take));
    let reading_left_out = reading.is_some() && read.is_none();
    let Some(read) = read else {
        let warp = best_stretch(&rise, &rise, take.base.f0_mean_hz, speaker.base()?);
        let quality = quality(take.base.voiced_s, take.snr_db, take.clipped);
        return Ok(Enrolment { profile: profile(&take.base, warp, speaker)?, quality, reading_left_out });
    };
    let aligned = rise.clone();
    let long = rises(&stretch_costs(&read.samples, &read.base, &[], speaker)?);
    for (a, b) in rise.iter_mut().zip(long) {
        *a += b;
    }
    let warp = best_stretch(&rise, &aligned, read.base.f0_mean_hz, speaker.base()?);
    let mut profile = profile(&read.base, warp, speaker)?;
    profile.voiced_s += take.base.voiced_s;
    let quality = quality(profile.voiced_s, read.snr_db, read.clipped.max(take.clipped));
    Ok(Enrolment { profile, quality, reading_left_out })
}

/// Root mean square difference of two long-term spectra, in dB.
fn envelope_db(a: &Base, b: &Base) -> f32 {
    let (a, b) = (a.spectrum_db(ENVELOPE_BANDS, 1.0), b.spectrum_db(ENVELOPE_BANDS, 1.0));
    let sum: f32 = a.iter().zip(&b).map(|(x, y)| (x - y) * (x - y)).sum();
    (sum / a.len().max(1) as f32).sqrt()
}

/// How well a voice is known, 0 to 1.
fn quality(voiced_s: f32, snr_db: f32, clipped: f32) -> f32 {
    let length = voiced_s / (voiced_s + HALF_KNOWN_S);
    let clean = ((snr_db - 5.0) / 25.0).clamp(0.0, 1.0);
    let whole = 1.0 - (clipped / MOST_CLIPPED).clamp(0.0, 1.0);
    length * (0.5 + 0.5 * clean) * (0.5 + 0.5 * whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn man() -> VoiceProfile {
        VoiceProfile {
            f0_mean_hz: 115.0,
            f0_std: 0.2,
            warp: 0.86,
            envelope: vec![],
            equaliser: vec![],
            voiced_s: 1.0,
            version: 1,
        }
    }

    #[test]
    fn a_reading_is_used_if_it_is_clean_and_by_the_same_voice() {
        let mut speaker = testing::speaker();
        let words = ["umbrella", "volcano", "saturday"];
        let man = man();
        let take = speaker.speak(&words.join(", "), Some(&man), 1.0).unwrap();
        let first = domain::capture::READING.split_inclusive(". ").take(3).collect::<String>();
        let reading = speaker.speak(&first, Some(&man), 1.0).unwrap().samples;
        let child = VoiceProfile { f0_mean_hz: 300.0, warp: 1.12, ..man.clone() };
        let other = speaker.speak(&first, Some(&child), 1.0).unwrap().samples;
        let alone = enrol(&take.samples, None, take.rate_hz, &words, &mut speaker).unwrap();
        assert!(!alone.reading_left_out);
        let with = enrol(&take.samples, Some(&reading), take.rate_hz, &words, &mut speaker).unwrap();
        eprintln!(
            "words: quality {:.2}, warp {}; with a reading: {:.2}, {}",
            alone.quality, alone.profile.warp, with.quality, with.profile.warp
        );
        assert!(!with.reading_left_out && with.quality > alone.quality + 0.1);
        assert!((with.profile.warp - 0.86).abs() <= 0.041, "{}", with.profile.warp);
        let measured = super::super::analyse::analyse(&reading, take.rate_hz, &mut speaker).unwrap();
        assert_eq!(with.profile.f0_mean_hz, measured.f0_mean_hz);
        assert!(with.profile.voiced_s > measured.voiced_s);
        let by_another = enrol(&take.samples, Some(&other), take.rate_hz, &words, &mut speaker).unwrap();
        assert!(by_another.reading_left_out);
        assert_eq!(by_another.profile, alone.profile);
        let noisy = testing::with_noise(&reading, 6.0);
        let in_noise = enrol(&take.samples, Some(&noisy), take.rate_hz, &words, &mut speaker).unwrap();
        assert!(in_noise.reading_left_out);
        for bad in [vec![], vec![0.0; 96_000], vec![f32::NAN; 96_000]] {
            assert!(enrol(&take.samples, Some(&bad), take.rate_hz, &words, &mut speaker).unwrap().reading_left_out);
        }
    }

    #[test]
    fn noise_and_clipping_cost_quality() {
        assert!(quality(15.0, 35.0, 0.0) > 0.9);
        assert!(quality(1.0, 35.0, 0.0) > quality(1.0, 15.0, 0.0));
        assert!(quality(1.0, 35.0, 0.0) > quality(1.0, 35.0, 0.005));
        assert_eq!(quality(0.0, 35.0, 0.0), 0.0);
    }
}
