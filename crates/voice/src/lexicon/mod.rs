//! From words to phonemes: dictionary, part of speech, word forms and a network for unknown words.

pub(crate) mod forms;
pub(crate) mod phones;
pub(crate) mod pronounce;
pub(crate) mod table;
pub(crate) mod tagger;
pub(crate) mod unknown;

use std::io::Read;

use crate::VoiceError;

/// Most bytes that a compressed data file may unpack to: a damaged one must not fill the memory.
const MAX_UNPACKED: u64 = 64 << 20;

/// Unpacks a gzip file.
pub(crate) fn unpack(what: &'static str, gz: &[u8]) -> Result<Vec<u8>, VoiceError> {
    let mut out = Vec::with_capacity(gz.len().saturating_mul(4).min(8 << 20));
    flate2::read::GzDecoder::new(gz)
        .take(MAX_UNPACKED)
        .read_to_end(&mut out)
        .map_err(|e| VoiceError::model(what, e))?;
    Ok(out)
}
