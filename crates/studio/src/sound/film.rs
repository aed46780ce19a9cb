//! The sound of films: AAC in, mono at the clip's rate out, each moment where the film has it.

use domain::limits::{AUDIO_RATE_HZ, MAX_CLIP_MS};
use rubato::audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Fft, FixedSync, Resampler};

use super::SoundError;

/// Sample rates that are taken.
const RATES_HZ: std::ops::RangeInclusive<u32> = 7_350..=96_000;

/// Decodes AAC (LC, HE) to mono at [`AUDIO_RATE_HZ`], mixed from all channels. `asc` is its `AudioSpecificConfig`, `units`
/// are its access units, each with the time in microseconds at which it begins: what is before 0 is left out, what begins
/// late begins late, and nothing after `end_us` or the end of a clip is decoded.
///
/// # Errors
/// [`SoundError::Decoder`] for sound that is damaged or no AAC.
pub fn decode_aac<'a>(
    asc: &[u8],
    units: impl IntoIterator<Item = (i64, &'a [u8])>,
    end_us: i64,
) -> Result<Vec<f32>, SoundError> {
    let failed = |e: syom::AacError| SoundError::Decoder(e.to_string());
    let end_us = end_us.min(i64::from(MAX_CLIP_MS) * 1000);
    let mut decoder = syom::Decoder::from_asc(asc, syom::DecodeOptions::speech()).map_err(failed)?;
    let (mut samples, mut rate_hz, mut first) = (Vec::new(), 0, None);
    for (at_us, unit) in units {
        if at_us >= end_us {
            break;
        }
        first.get_or_insert(at_us);
        decoder
            .decode_au(unit, |frame| {
                rate_hz = frame.sample_rate;
                samples.extend_from_slice(frame.planar.first().copied().unwrap_or_default());
                Ok(())
            })
            .map_err(failed)?;
    }
    let Some(first) = first else { return Ok(Vec::new()) };
    if samples.is_empty() {
        return Ok(samples);
    }
    let ticks = |us: i64| us.saturating_mul(i64::from(rate_hz)) / 1_000_000;
    if first < 0 {
        samples.drain(..usize::try_from(ticks(-first)).unwrap_or(usize::MAX).min(samples.len()));
    } else {
        samples.splice(..0, std::iter::repeat_n(0.0, usize::try_from(ticks(first)).unwrap_or(0)));
    }
    samples.truncate(usize::try_from(ticks(end_us.max(0))).unwrap_or(usize::MAX));
    at_clip_rate(samples, rate_hz)
}

/// Mono samples at [`AUDIO_RATE_HZ`]. Those that are not numbers become 0.
///
/// # Errors
/// [`SoundError::Decoder`] for a rate that no sound has.
pub fn at_clip_rate(mut samples: Vec<f32>, rate_hz: u32) -> Result<Vec<f32>, SoundError> {
    samples.iter_mut().filter(|s| !s.is_finite()).for_each(|s| *s = 0.0);
    if rate_hz == AUDIO_RATE_HZ || samples.is_empty() {
        return Ok(samples);
    }
    if !RATES_HZ.contains(&rate_hz) {
        return Err(SoundError::Decoder(format!("{rate_hz} samples a second")));
    }
    let failed = |e: &dyn std::fmt::Display| SoundError::Decoder(e.to_string());
    let mut fft =
        Fft::<f32>::new(rate_hz as usize, AUDIO_RATE_HZ as usize, 1024, 1, FixedSync::Both).map_err(|e| failed(&e))?;
    let frames = samples.len();
    let input = InterleavedOwned::new_from(samples, 1, frames).map_err(|e| failed(&e))?;
    Ok(fft.process_all(&input, frames, None).map_err(|e| failed(&e))?.take_data())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::encode_aac;

    /// A click at `at` of `rate_hz`, and where the loudest sample of the result is, in seconds.
    fn peak(samples: &[f32]) -> f32 {
        let most = samples.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        most.map_or(0.0, |(i, _)| i as f32 / 48_000.0)
    }

    #[test]
    fn a_click_stays_where_it_was() {
        for rate_hz in [8_000u32, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] {
            let mut samples = vec![0.0f32; rate_hz as usize * 2];
            let at = rate_hz as usize * 3 / 4;
            samples[at..at + 3].fill(0.9);
            let out = at_clip_rate(samples, rate_hz).unwrap();
            assert!((peak(&out) - 0.75).abs() < 0.001, "{rate_hz}: {}", peak(&out));
            assert!((out.len() as f32 / 48_000.0 - 2.0).abs() < 0.03, "{rate_hz}: {}", out.len());
        }
        assert!(at_clip_rate(vec![0.0; 100], 1).is_err());
        assert_eq!(at_clip_rate(vec![f32::NAN, 0.5], 48_000).unwrap(), [0.0, 0.5]);
    }

    #[test]
    fn what_is_decoded_is_on_time() {
        let mut tone = vec![0.0f32; 96_000];
        tone[48_000..48_200].iter_mut().enumerate().for_each(|(i, s)| *s = libm::sinf(i as f32 * 0.3));
        let audio = encode_aac(&tone).unwrap();
        let heard = |skip_us: i64, end_us: i64| {
            let units = audio.frames.iter().enumerate().map(|(i, f)| {
                let at = i as i64 * 1024 * 1_000_000 / 48_000 - skip_us;
                (at, f.as_slice())
            });
            decode_aac(&audio.asc, units, end_us).unwrap()
        };
        let priming = i64::from(audio.priming) * 1_000_000 / 48_000;
        assert!((peak(&heard(priming, 2_000_000)) - 1.002).abs() < 0.004);
        // A track that begins half a second late.
        assert!((peak(&heard(priming - 500_000, 2_500_000)) - 1.502).abs() < 0.004);
        assert_eq!(heard(priming, 700_000).len(), 33_600);
        assert!(decode_aac(&[0xff, 0xff], [(0, &[1u8, 2, 3][..])], 1_000_000).is_err());
        assert!(decode_aac(&audio.asc, [(0, &[][..])], 1_000_000).is_err());
        assert!(decode_aac(&audio.asc, [], 1_000_000).unwrap().is_empty());
    }
}
