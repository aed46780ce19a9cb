//! Whether bytes are a reading that a voice can be copied from. Pure.

use domain::reading::{ReadingFlaw, judge};
use hound::{SampleFormat, WavReader};
use wire::{Code, Problem};

use crate::body::sentence;
use crate::error::Answer;

/// Rates that a reading may have, in hertz.
const RATES_HZ: std::ops::RangeInclusive<u32> = 16_000..=48_000;

/// Checks a reading: WAV, PCM, 16 bit, mono, long enough, and somebody is heard in it.
///
/// # Errors
/// [`Code::FileRefused`] with the rule: `not_wav`, or that of a [`ReadingFlaw`].
pub fn check(bytes: &[u8]) -> Answer<()> {
    let not_wav = || {
        let detail = "The reading is no WAV file of the kind that is taken. Record it again.";
        Problem::new(Code::FileRefused, detail)
            .rule("not_wav")
            .measured("another file", "WAV, PCM, 16 bit, mono, 16 to 48 kHz")
    };
    let mut wav = WavReader::new(bytes).map_err(|_| not_wav())?;
    let spec = wav.spec();
    let fits = (spec.channels, spec.bits_per_sample, spec.sample_format) == (1, 16, SampleFormat::Int);
    if !fits || !RATES_HZ.contains(&spec.sample_rate) {
        return Err(not_wav().into());
    }
    let samples: Vec<i16> = wav.samples::<i16>().collect::<Result<_, _>>().map_err(|_| not_wav())?;
    judge(&samples, spec.sample_rate).map_err(|flaw| {
        let problem = Problem::new(Code::FileRefused, sentence(&flaw.to_string())).rule(flaw.rule());
        match flaw {
            ReadingFlaw::TooShort { ms } | ReadingFlaw::TooLong { ms } => {
                let (least, most) = domain::limits::VOICE_READING_MS;
                problem
                    .measured(format!("{:.1} s", ms as f64 / 1000.0), format!("{} to {} s", least / 1000, most / 1000))
            }
            ReadingFlaw::Silent | ReadingFlaw::Clipped => problem,
        }
        .into()
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use hound::{WavSpec, WavWriter};

    use super::*;

    fn wav(seconds: u32, rate: u32, channels: u16) -> Vec<u8> {
        let spec = WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int };
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut bytes, spec).unwrap();
        for n in 0..seconds * rate * u32::from(channels) {
            writer.write_sample((5000.0 * (n as f32 * 0.3).sin()) as i16).unwrap();
        }
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    #[test]
    fn only_a_reading_is_taken() {
        let rule = |bytes: &[u8]| match check(bytes) {
            Ok(()) => String::new(),
            Err(failure) => failure.into_problem().rule.unwrap_or_default(),
        };
        assert_eq!(rule(&wav(30, 48_000, 1)), "");
        assert_eq!(rule(&wav(10, 48_000, 1)), "too_short");
        assert_eq!(rule(&wav(41, 16_000, 1)), "too_long");
        assert_eq!(rule(&wav(30, 48_000, 2)), "not_wav");
        assert_eq!(rule(&wav(30, 8000, 1)), "not_wav");
        assert_eq!(rule(b"RIFF"), "not_wav");
        assert_eq!(rule(&wav(30, 48_000, 1)[..60_001]), "not_wav");
    }
}
