//! Median seconds to say about ten seconds of speech, and to load the models.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a native bench may read the clock and stop on errors"
)]

use std::path::PathBuf;
use std::time::Instant;

use domain::speech::Speech;
use voice::{Speaker, SpeechModels, VoiceProfile};

const SCRIPT: &str = "Your likeness, on your terms. Scan your face, say three words, and your understudy is ready. \
    Put it into clips of ten seconds, with your friends, wherever you like, and take it back whenever you want.";

fn main() {
    let cache = std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
        PathBuf::from,
    );
    let read = |n: &str| std::fs::read(cache.join("models/hibari").join(n)).expect("run `cargo xtask setup`");
    let files = [
        "hibari.onnx",
        "lexicon_us_gold.json.gz",
        "lexicon_us_silver.json.gz",
        "tagger.json.gz",
        "oov.onnx",
        "oov.json",
        "vocab.json",
        "normalize.json",
    ]
    .map(read);
    // To listen to: raw samples, the rate in the file's name.
    let out = std::env::var_os("SPEAK_OUT").map(PathBuf::from);
    let start = Instant::now();
    let mut speaker = Speaker::new(&SpeechModels {
        hibari_onnx: &files[0],
        lexicon_gold_gz: &files[1],
        lexicon_silver_gz: &files[2],
        tagger_gz: &files[3],
        oov_onnx: &files[4],
        oov_json: &files[5],
        vocab_json: &files[6],
        normalize_json: &files[7],
    })
    .expect("models load");
    println!("load: {:.3} s", start.elapsed().as_secs_f32());
    let voice = VoiceProfile {
        f0_mean_hz: 115.0,
        f0_std: 0.2,
        warp: 0.86,
        envelope: vec![0.0; 32],
        equaliser: vec![],
        voiced_s: 2.0,
        version: 1,
    };
    for (name, voice) in [("built-in voice", None), ("converted voice", Some(&voice))] {
        let mut times = Vec::new();
        let mut speech = Speech::default();
        for _ in 0..7 {
            let start = Instant::now();
            speech = speaker.speak(SCRIPT, voice, 1.0).expect("speech");
            times.push(start.elapsed().as_secs_f32());
        }
        times.sort_by(f32::total_cmp);
        let seconds = speech.duration_s();
        if let Some(folder) = &out {
            let bytes: Vec<u8> = speech.samples.iter().flat_map(|s| s.to_le_bytes()).collect();
            let file = folder.join(format!("{}.{}.f32le", name.replace(' ', "-"), speech.rate_hz));
            std::fs::write(file, bytes).expect("SPEAK_OUT is a folder");
        }
        println!("{name}: {:.3} s for {seconds:.1} s of speech ({:.3}x real time)", times[3], times[3] / seconds);
    }
    let start = Instant::now();
    let estimate = speaker.estimate_s(SCRIPT, 1.0).expect("estimate");
    println!("estimate: {:.3} s ({estimate:.1} s of speech)", start.elapsed().as_secs_f32());
}
