//! How far speech stands out of what is there when nobody speaks.

use crate::signal::activity::percentile;

/// Fewer quiet frames than this do not tell how loud the quiet is: 0.15 s.
const LEAST_QUIET: usize = 15;
/// Words that were understood may still be too noisy to measure a voice by: dB between speech and noise.
const LEAST_SNR_DB: f32 = 5.0;
/// Below this, words that were not understood were drowned.
const DROWNED_SNR_DB: f32 = 12.0;

/// Loudness in dB of full scale of what is there when nobody speaks.
pub(crate) fn floor_db(loudness_db: &[f32], active: &[bool]) -> f32 {
    let quiet: Vec<f32> = loudness_db.iter().zip(active).filter(|(_, a)| !**a).map(|(l, _)| *l).collect();
    // A recording without a pause has its quietest moments inside words.
    if quiet.len() >= LEAST_QUIET { percentile(&quiet, 0.5) } else { percentile(loudness_db, 0.02) }
}

/// Whether noise is what has to change.
pub(crate) fn too_noisy(level_db: f32, noise_db: f32, understood: bool) -> bool {
    level_db - noise_db < if understood { LEAST_SNR_DB } else { DROWNED_SNR_DB }
}
