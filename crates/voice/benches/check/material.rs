//! Voices: the built-in one with several profiles, those of `flite` where it is installed, and people.

use std::path::PathBuf;
use std::process::Command;

use domain::capture::WORDS;
use voice::{Speaker, SpeechModels, VoiceProfile};

/// Voices of Debian's package `flite`.
const FLITE: [&str; 4] = ["slt", "rms", "awb", "kal16"];

/// A voice that says the first words of the list, each by itself.
pub(crate) struct Voice {
    pub(crate) name: String,
    pub(crate) rate_hz: u32,
    words: Vec<Vec<f32>>,
}

impl Voice {
    pub(crate) fn word(&self, k: usize) -> &[f32] {
        self.words.get(k).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn cache() -> PathBuf {
    std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
        PathBuf::from,
    )
}

pub(crate) fn model(name: &str) -> Vec<u8> {
    std::fs::read(cache().join("models").join(name)).expect("run `cargo xtask setup`")
}

/// A recording as mono samples and its rate; `.raw` is 16-bit little-endian at 16 kHz.
pub(crate) fn recording(name: &str) -> (Vec<f32>, u32) {
    let bytes = std::fs::read(cache().join("material").join(name)).expect("run `cargo xtask setup --tests`");
    if name.ends_with(".raw") {
        let samples = bytes.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0).collect();
        (samples, 16_000)
    } else {
        voice::wav::read(&bytes).expect("a WAV file")
    }
}

pub(crate) fn speaker() -> Speaker {
    let file = |n: &str| model(&format!("hibari/{n}"));
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
    .expect("models load")
}

/// Every voice there is, each saying the first `count` words.
pub(crate) fn voices(speaker: &mut Speaker, count: usize) -> Vec<Voice> {
    let profile = |f0_mean_hz: f32, warp: f32| VoiceProfile {
        f0_mean_hz,
        f0_std: 0.2,
        warp,
        envelope: Vec::new(),
        equaliser: vec![],
        voiced_s: 2.0,
        version: 1,
    };
    let own = [
        ("built-in", None),
        ("built-in as a man", Some(profile(115.0, 0.86))),
        ("built-in as another man", Some(profile(95.0, 0.80))),
        ("built-in as a child", Some(profile(270.0, 1.10))),
    ];
    let mut voices = Vec::new();
    for (name, profile) in own {
        let mut say = |w: &&str| speaker.speak(w, profile.as_ref(), 1.0).expect("speech").samples;
        let words = WORDS.iter().take(count).map(&mut say).collect();
        voices.push(Voice { name: name.to_owned(), rate_hz: domain::limits::AUDIO_RATE_HZ, words });
    }
    for name in FLITE {
        match WORDS.iter().take(count).map(|w| flite(name, w)).collect::<Option<Vec<_>>>() {
            Some(words) => voices.push(Voice { name: format!("flite {name}"), rate_hz: 16_000, words }),
            None => println!("flite {name}: not installed, left out"),
        }
    }
    voices
}

/// A word by one of flite's voices, at 16 kHz.
fn flite(voice: &str, word: &str) -> Option<Vec<f32>> {
    let file = std::env::temp_dir().join(format!("understudy-{}.wav", std::process::id()));
    let done = Command::new("flite").args(["-voice", voice, "-t", word, "-o"]).arg(&file).status().ok()?;
    let bytes = std::fs::read(&file).ok();
    let _ = std::fs::remove_file(&file);
    let (samples, rate_hz) = voice::wav::read(&bytes.filter(|_| done.success())?).ok()?;
    (rate_hz == 16_000).then_some(samples)
}

/// Recordings one after another, equally loud, with a quarter of a second of quiet around each.
pub(crate) fn joined(parts: &[&[f32]], rate_hz: u32) -> Vec<f32> {
    let quiet = vec![0.0; rate_hz as usize / 4];
    let mut out = quiet.clone();
    for part in parts {
        let peak = part.iter().fold(1e-3f32, |m, s| m.max(s.abs()));
        out.extend(part.iter().map(|s| 0.5 * s / peak));
        out.extend(&quiet);
    }
    out
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
