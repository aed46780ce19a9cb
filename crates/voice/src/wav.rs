//! WAV files, for tests, benches and downloads.

use std::io::Cursor;

use crate::VoiceError;

/// Reads a WAV file (8 to 32 bit integers or 32 bit floats); channels are averaged to one.
///
/// Returns mono samples in [-1, 1] and the sample rate in hertz.
///
/// # Errors
/// [`VoiceError::Wav`] when the bytes are not a complete WAV file.
pub fn read(bytes: &[u8]) -> Result<(Vec<f32>, u32), VoiceError> {
    let bad = |e: hound::Error| VoiceError::Wav(e.to_string());
    let mut reader = hound::WavReader::new(Cursor::new(bytes)).map_err(bad)?;
    let spec = reader.spec();
    if spec.channels == 0 || spec.sample_rate == 0 {
        return Err(VoiceError::Wav("no channels or no sample rate".to_owned()));
    }
    let interleaved: Vec<f32> = match spec.sample_format {
        hound::SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>().map_err(bad)?,
        hound::SampleFormat::Int => {
            let scale = 1.0 / 2f32.powi(i32::from(spec.bits_per_sample) - 1);
            reader.samples::<i32>().map(|s| s.map(|v| v as f32 * scale)).collect::<Result<_, _>>().map_err(bad)?
        }
    };
    let channels = usize::from(spec.channels);
    let mono = interleaved.chunks_exact(channels).map(|c| c.iter().sum::<f32>() / channels as f32).collect();
    Ok((mono, spec.sample_rate))
}

/// Writes mono samples as a 16-bit WAV file. Samples outside [-1, 1] are clamped, NaN becomes 0.
///
/// # Errors
/// [`VoiceError::Wav`] when the file would be longer than the format allows (4 GiB).
pub fn write(samples: &[f32], rate_hz: u32) -> Result<Vec<u8>, VoiceError> {
    let bad = |e: hound::Error| VoiceError::Wav(e.to_string());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut out = Cursor::new(Vec::with_capacity(44 + 2 * samples.len()));
    let mut writer = hound::WavWriter::new(&mut out, spec).map_err(bad)?;
    for s in samples {
        writer.write_sample((s.clamp(-1.0, 1.0) * 32767.0) as i16).map_err(bad)?;
    }
    writer.finalize().map_err(bad)?;
    Ok(out.into_inner())
}
