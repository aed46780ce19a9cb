//! Writing a clip: `ftyp`, `moov`, `mdat`.

use mp4_atom::{Encode, Ftyp};
use thiserror::Error;

use crate::index::index;
use crate::layout::Layout;

/// One encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// NAL units, each after its length (AVCC), as WebCodecs gives them with `avc: { format: "avc" }`.
    pub data: Vec<u8>,
    /// Whether it can be decoded alone (IDR).
    pub key: bool,
    /// In units of 1/30 s; 1 for every frame of a clip.
    pub duration: u32,
}

/// The pictures of a clip, in order of display (no B-frames).
#[derive(Debug, Clone, Copy)]
pub struct Video<'a> {
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// `AVCDecoderConfigurationRecord`: the `description` that WebCodecs gives with the first chunk.
    pub avcc: &'a [u8],
    /// In order.
    pub samples: &'a [Sample],
}

/// The sound of a clip.
#[derive(Debug, Clone, Copy)]
pub struct Audio<'a> {
    /// Samples a second.
    pub rate_hz: u32,
    /// 1 or 2.
    pub channels: u16,
    /// Raw AAC-LC access units, 1024 samples each.
    pub frames: &'a [Vec<u8>],
    /// `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6).
    pub asc: &'a [u8],
    /// Encoder delay in samples, skipped by the edit list.
    pub priming: u32,
    /// True length in samples, set by the edit list.
    pub samples: u64,
}

/// Why a clip could not be written.
#[derive(Debug, Error)]
pub enum Mp4Error {
    /// There is nothing to write, or what there is does not fit together.
    #[error("cannot write the clip: {0}")]
    Input(&'static str),
    /// A box could not be read or written.
    #[error("cannot write the clip: {0}")]
    Box(#[from] mp4_atom::Error),
}

/// Writes a clip with its index first. The same input gives the same bytes: no times of creation are written.
///
/// # Errors
/// [`Mp4Error`] when there is no sample, the decoder configuration is unreadable, the edit list would show more sound
/// than there is, or the file would pass 4 GiB.
pub fn write(video: &Video<'_>, audio: Option<&Audio<'_>>) -> Result<Vec<u8>, Mp4Error> {
    if video.samples.is_empty() || video.samples.iter().any(|s| s.data.is_empty()) {
        return Err(Mp4Error::Input("a clip needs pictures"));
    }
    if let Some(a) = audio {
        let coded = a.frames.len() as u64 * 1024;
        if a.rate_hz == 0 || a.samples == 0 || coded < u64::from(a.priming) + a.samples {
            return Err(Mp4Error::Input("the sound is shorter than its length says"));
        }
        if a.frames.iter().any(Vec::is_empty) {
            return Err(Mp4Error::Input("an empty frame of sound"));
        }
    }
    let layout = Layout::plan(video, audio);
    let mut ftyp = Vec::new();
    Ftyp {
        major_brand: b"isom".into(),
        minor_version: 512,
        compatible_brands: vec![b"isom".into(), b"iso2".into(), b"avc1".into(), b"mp41".into()],
    }
    .encode(&mut ftyp)?;
    // The index has the same length whatever the offsets are: write it once to learn where the media begins.
    let mut moov = Vec::new();
    index(video, audio, &layout, 0)?.encode(&mut moov)?;
    let body = ftyp.len() + moov.len() + 8;
    let media: usize = layout.runs.iter().map(|r| r.bytes).sum();
    let total = u32::try_from(body + media).map_err(|_| Mp4Error::Input("a clip above 4 GiB"))?;
    let mut out = ftyp;
    out.reserve_exact(total as usize - out.len());
    index(video, audio, &layout, body as u32)?.encode(&mut out)?;
    out.extend_from_slice(&(media as u32 + 8).to_be_bytes());
    out.extend_from_slice(b"mdat");
    for run in &layout.runs {
        if run.video {
            video.samples[run.range.clone()].iter().for_each(|s| out.extend_from_slice(&s.data));
        } else if let Some(a) = audio {
            a.frames[run.range.clone()].iter().for_each(|f| out.extend_from_slice(f));
        }
    }
    Ok(out)
}
