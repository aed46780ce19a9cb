//! Pronunciations of words that no dictionary has, by a small character network.

use std::collections::HashMap;

use rten::Model;
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::VoiceError;

/// Reads unknown words.
pub(crate) struct Unknown {
    model: Model,
    letters: HashMap<char, i32>,
    phones: Vec<char>,
    longest: usize,
}

#[derive(serde::Deserialize)]
struct Meta {
    r#in: Vec<char>,
    out: Vec<char>,
    maxlen: usize,
}

impl Unknown {
    /// Loads network and alphabet.
    pub(crate) fn new(onnx: &[u8], json: &[u8]) -> Result<Self, VoiceError> {
        let meta: Meta = serde_json::from_slice(json).map_err(|e| VoiceError::model("oov.json", e))?;
        let model = crate::network::load("oov.onnx", onnx)?;
        let letters = meta.r#in.iter().enumerate().map(|(i, c)| (*c, i as i32 + 1)).collect();
        Ok(Self { model, letters, phones: meta.out, longest: meta.maxlen })
    }

    /// Phonemes of a word; empty when it has no letter that the network knows. Long words are read in parts.
    pub(crate) fn read(&self, word: &str) -> Result<String, VoiceError> {
        let ids: Vec<i32> = word.chars().filter_map(|c| self.letters.get(&c).copied()).collect();
        let mut out = String::new();
        for part in ids.chunks(self.longest.max(1)).take(4) {
            let failed = |e: &dyn std::fmt::Display| VoiceError::network("oov.onnx", e);
            let input = NdTensor::from_data([1, part.len()], part.to_vec());
            let value = self.model.run_one(input.view().into(), None).map_err(|e| failed(&e))?;
            let codes: NdTensor<i32, 2> = value.try_into().map_err(|e: rten::TryFromValueError| failed(&e))?;
            let mut last = 0;
            for code in codes.iter().copied() {
                // 0 is the blank of connectionist temporal classification (Graves et al. 2006).
                if code != last && code > 0 {
                    let c = self.phones.get(code as usize - 1).copied().unwrap_or(' ');
                    if super::phones::is_phone(c) || matches!(c, super::phones::PRIMARY | super::phones::SECONDARY) {
                        out.push(c);
                    }
                }
                last = code;
            }
        }
        Ok(out)
    }
}
