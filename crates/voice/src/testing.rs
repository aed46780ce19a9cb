//! Real models and recordings for tests.

use std::path::PathBuf;

use crate::{Speaker, SpeechModels};

fn cache() -> PathBuf {
    match std::env::var_os("UNDERSTUDY_CACHE") {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
    }
}

fn read(path: PathBuf) -> Vec<u8> {
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}: run `cargo xtask setup`", path.display()))
}

/// A model file's bytes.
pub(crate) fn model(name: &str) -> Vec<u8> {
    read(cache().join("models").join(name))
}

/// A recording as mono samples and its rate; `.raw` is 16-bit little-endian at 16 kHz.
pub(crate) fn recording(name: &str) -> (Vec<f32>, u32) {
    let bytes = read(cache().join("material").join(name));
    if name.ends_with(".raw") {
        let samples = bytes.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0).collect();
        (samples, 16_000)
    } else {
        crate::wav::read(&bytes).unwrap()
    }
}

/// The files of [`SpeechModels`], owned.
pub(crate) struct Files([Vec<u8>; 8]);

impl Files {
    pub(crate) fn new() -> Self {
        Self(
            [
                "hibari.onnx",
                "lexicon_us_gold.json.gz",
                "lexicon_us_silver.json.gz",
                "tagger.json.gz",
                "oov.onnx",
                "oov.json",
                "vocab.json",
                "normalize.json",
            ]
            .map(|n| model(&format!("hibari/{n}"))),
        )
    }

    pub(crate) fn models(&self) -> SpeechModels<'_> {
        let [
            hibari_onnx,
            lexicon_gold_gz,
            lexicon_silver_gz,
            tagger_gz,
            oov_onnx,
            oov_json,
            vocab_json,
            normalize_json,
        ] = &self.0;
        SpeechModels {
            hibari_onnx,
            lexicon_gold_gz,
            lexicon_silver_gz,
            tagger_gz,
            oov_onnx,
            oov_json,
            vocab_json,
            normalize_json,
        }
    }
}

/// A speaker with the real models.
pub(crate) fn speaker() -> Speaker {
    Speaker::new(&Files::new().models()).unwrap()
}

/// Samples with white noise that many dB below their louder parts; always the same noise.
pub(crate) fn with_noise(samples: &[f32], snr_db: f32) -> Vec<f32> {
    let loud: Vec<f32> = samples.iter().copied().filter(|s| s.abs() > 0.02).collect();
    let power = loud.iter().map(|s| s * s).sum::<f32>() / loud.len().max(1) as f32;
    let height = (power * 10f32.powf(-snr_db / 10.0) * 3.0).sqrt();
    let mut state = 0x9E37_79B9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    samples.iter().map(|s| s + height * next()).collect()
}
