//! A clip's file: the sound encoded and put beside the pictures, the whole of it checked.

use mp4::Sample;
use studio::sound::EncodedAudio;
use wire::workers::Failure;
use wire::workers::studio::Timings;
use worker_port::{failure, now_ms};

fn failed(error: impl std::fmt::Display) -> Failure {
    failure("studio", error.to_string())
}

/// Pictures as the encoder gave them.
pub(crate) struct Encoded {
    pub(crate) samples: Vec<Sample>,
    /// The decoder's configuration.
    pub(crate) avcc: Vec<u8>,
}

/// Encodes the whole sound, mono at the clip's rate.
pub(crate) fn encode(mixed: &[f32]) -> Result<EncodedAudio, Failure> {
    studio::sound::encode_aac(mixed).map_err(failed)
}

/// Writes the file.
pub(crate) fn write(
    (width, height): (u32, u32),
    pictures: &Encoded,
    sound: &EncodedAudio,
    timings: &mut Timings,
) -> Result<Vec<u8>, Failure> {
    let before = now_ms();
    let video =
        mp4::Video { width: width as u16, height: height as u16, avcc: &pictures.avcc, samples: &pictures.samples };
    let audio = mp4::Audio {
        rate_hz: domain::limits::AUDIO_RATE_HZ,
        channels: 1,
        frames: &sound.frames,
        asc: &sound.asc,
        priming: sound.priming,
        samples: sound.samples,
    };
    let file = mp4::write(&video, Some(&audio)).map_err(failed)?;
    // What the edge would refuse must not leave the device.
    mp4::check(&file).map_err(failed)?;
    timings.write_ms = (now_ms() - before) as f32;
    Ok(file)
}
