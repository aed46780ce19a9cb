//! Real speech: scripts read aloud by the product's own voice.

use domain::speech::{Delivery, Mood, Speech};
use voice::{Speaker, SpeechModels};

use super::model;

/// The voice with its models.
pub(crate) fn speaker() -> Speaker {
    let file = |name: &str| model(&format!("hibari/{name}"));
    Speaker::new(&SpeechModels {
        hibari_onnx: &file("hibari.onnx"),
        lexicon_gold_gz: &file("lexicon_us_gold.json.gz"),
        lexicon_silver_gz: &file("lexicon_us_silver.json.gz"),
        tagger_gz: &file("tagger.json.gz"),
        oov_onnx: &file("oov.onnx"),
        oov_json: &file("oov.json"),
        vocab_json: &file("vocab.json"),
        normalize_json: &file("normalize.json"),
    })
    .expect("a voice")
}

/// A script as it is said in a mood.
pub(crate) fn say(speaker: &mut Speaker, script: &str, mood: Mood) -> Speech {
    speaker.speak_as(script, None, 1.0, &Delivery { mood, ..Delivery::default() }).expect("speech")
}
