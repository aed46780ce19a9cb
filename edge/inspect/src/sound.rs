//! From a soundtrack to its acoustic fingerprint: AAC-LC decoded by Symphonia, fingerprints by Chromaprint's algorithm.
//!
//! Opus is not decoded: there is no pure-Rust decoder of it that is old enough to be trusted with hostile bytes. Such a
//! track counts as one that cannot be heard.

use domain::limits::MAX_CLIP_MS;
use domain::soundprint::SoundPrint;
use mp4::SoundTrack;
use rusty_chromaprint::{Configuration, Fingerprinter};
use symphonia_codec_aac::AacDecoder;
use symphonia_core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia_core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia_core::packet::PacketRef;
use symphonia_core::units::{Duration, Timestamp};

/// Samples at 11025 Hz to one spectrum, and to one word: half of Chromaprint's own, which are made for songs. A word still
/// looks at twenty spectra, so that the first comes after 1.4 s.
const FRAME: usize = 2048;
const HOP: usize = FRAME / 3;
/// Below it, as a root mean square of samples in [-1, 1], there is nothing to hear: -60 dB.
const SILENCE: f64 = 0.001;
/// Parts of a thousand of codec frames that may be damaged before the whole is.
const MAX_DAMAGED: usize = 50;

/// Bars of a wave.
const BARS: usize = 64;
/// How far below the loudest bar one has no height any more, in decibels.
const DEPTH_DB: f64 = 42.0;

/// What is heard of a soundtrack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Its acoustic fingerprint; none where it is too short or never changes.
    pub print: Option<SoundPrint>,
    /// How loud its parts are ([`wire::inspection::Inspection::wave`]).
    pub wave: Vec<u8>,
}

/// Listens to a soundtrack. None where it is silent, or is not AAC-LC with one or two channels that decodes.
#[must_use]
pub fn hear(track: &SoundTrack<'_>) -> Option<Heard> {
    let samples = decode(track)?;
    if loudness(&samples) < SILENCE * f64::from(i16::MAX) {
        return None;
    }
    Some(Heard { print: fingerprint(track, &samples), wave: wave(&samples) })
}

/// Root mean square.
fn loudness(samples: &[i16]) -> f64 {
    (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len().max(1) as f64).sqrt()
}

/// How loud equal parts are, on the scale of decibels by which ears go.
fn wave(samples: &[i16]) -> Vec<u8> {
    let part = samples.len().div_ceil(BARS).max(1);
    let parts: Vec<f64> = samples.chunks(part).map(loudness).collect();
    let most = parts.iter().copied().fold(1.0, f64::max);
    let height = |part: f64| 1.0 + 20.0 * (part.max(1.0) / most).log10() / DEPTH_DB;
    parts.into_iter().map(|part| (255.0 * height(part)).round().clamp(0.0, 255.0) as u8).collect()
}

fn fingerprint(track: &SoundTrack<'_>, samples: &[i16]) -> Option<SoundPrint> {
    let config = Configuration::preset_test2().with_frame_size(FRAME).with_frame_overlap(FRAME - HOP);
    let mut printer = Fingerprinter::new(&config);
    printer.start(track.rate_hz(), u32::from(track.channels())).ok()?;
    printer.consume(samples);
    printer.finish();
    SoundPrint::of(printer.fingerprint())
}

/// Samples of all channels in turn.
fn decode(track: &SoundTrack<'_>) -> Option<Vec<i16>> {
    let channels = usize::from(track.channels());
    if track.codec() == "opus" || !(1..=2).contains(&channels) {
        return None;
    }
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_AAC).with_extra_data(track.config().into());
    let mut decoder = AacDecoder::try_new(&parameters, &AudioDecoderOptions::default()).ok()?;
    // No clip is longer, whatever the index says.
    let most = track.rate_hz() as usize * (MAX_CLIP_MS as usize / 1000 + 1) * channels;
    let (mut samples, mut block, mut frames, mut damaged) = (Vec::new(), Vec::<i16>::new(), 0usize, 0usize);
    for frame in track.frames() {
        let packet = PacketRef::new(0, Timestamp::new(0), Duration::new(0), frame);
        frames += 1;
        match decoder.decode_ref(&packet) {
            Ok(decoded) => {
                decoded.copy_to_vec_interleaved(&mut block);
                samples.extend_from_slice(&block);
            }
            Err(_) => damaged += 1,
        }
        if samples.len() >= most {
            break;
        }
    }
    (1000 * damaged <= MAX_DAMAGED * frames && samples.len() % channels == 0).then_some(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_is_high_where_it_is_loud() {
        let loud = |n: usize| [20_000i16, -20_000].into_iter().cycle().take(n);
        let soft = |n: usize| [200i16, -200].into_iter().cycle().take(n);
        let samples: Vec<i16> = loud(6400).chain(soft(6400)).chain(std::iter::repeat_n(0, 6400)).collect();
        let bars = wave(&samples);
        assert_eq!(bars.len(), BARS);
        assert_eq!((bars[0], bars[63]), (255, 0));
        assert!((1..40).contains(&bars[30]), "40 dB below: {}", bars[30]);
        assert!(wave(&[]).is_empty());
        assert_eq!(wave(&[5]).len(), 1);
    }
}
