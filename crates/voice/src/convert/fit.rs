//! An equaliser fitted by listening to the result.
//!
//! The built-in voice's spectrum changes with the pitch, since fewer or more harmonics sample it, so a difference of
//! two long-term spectra misses the target. The converted voice says a sentence, is measured as the recording was, and
//! what is still missing is added.

use super::base::{Base, SENTENCE};
use super::{EQUALISER_BANDS, MOST_FITTED_DB, VoiceProfile};
use crate::{Speaker, VoiceError};

/// How often the result is listened to.
const ROUNDS: usize = 3;
/// Share of what is missing that is added each time.
const STEP: f32 = 0.8;

/// Gains in dB of [`EQUALISER_BANDS`] bands that bring the converted voice's long-term spectrum to the target's.
pub(crate) fn equaliser_db(
    profile: &VoiceProfile,
    target: &Base,
    speaker: &mut Speaker,
) -> Result<Vec<f32>, VoiceError> {
    let mut fitted = VoiceProfile { equaliser: vec![0.0; EQUALISER_BANDS], ..profile.clone() };
    let wanted = target.spectrum_db(EQUALISER_BANDS, 1.0);
    let base = speaker.base()?.clone();
    let plain = speaker.frames(SENTENCE)?;
    for _ in 0..ROUNDS {
        let mut frames = plain.clone();
        super::apply(&mut frames, &fitted, &base);
        let heard = Base::measure(&speaker.sound_16k(&frames)?)?.spectrum_db(EQUALISER_BANDS, 1.0);
        for (gain, (want, have)) in fitted.equaliser.iter_mut().zip(wanted.iter().zip(&heard)) {
            *gain = (*gain + STEP * (want - have)).clamp(-MOST_FITTED_DB, MOST_FITTED_DB);
        }
    }
    Ok(fitted.equaliser)
}
