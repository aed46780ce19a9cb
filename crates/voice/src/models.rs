//! The files that speech needs.

/// Bytes of the files that [`crate::Speaker::new`] reads. They come from the package `hibari-tts` (Apache-2.0).
#[derive(Clone, Copy)]
pub struct SpeechModels<'a> {
    /// `hibari.onnx`: phonemes to the parameters of a source-filter vocoder.
    pub hibari_onnx: &'a [u8],
    /// `lexicon_us_gold.json.gz`: checked pronunciations.
    pub lexicon_gold_gz: &'a [u8],
    /// `lexicon_us_silver.json.gz`: further pronunciations.
    pub lexicon_silver_gz: &'a [u8],
    /// `tagger.json.gz`: weights of the part-of-speech tagger.
    pub tagger_gz: &'a [u8],
    /// `oov.onnx`: letters to phonemes for unknown words.
    pub oov_onnx: &'a [u8],
    /// `oov.json`: the alphabets of `oov.onnx`.
    pub oov_json: &'a [u8],
    /// `vocab.json`: phoneme symbols to the network's numbers.
    pub vocab_json: &'a [u8],
    /// `normalize.json`: abbreviations, units, titles, currencies.
    pub normalize_json: &'a [u8],
}
