//! Writes what the judges of `cargo xtask bench voice` listen to: the built-in voice and its conversions towards
//! people, each measured from one recording. JUDGE_OUT is a folder that holds `targets.txt`, a line for each person:
//! name, file, and what is said in it, with tabs between; and `sentences.txt`.

#![allow(clippy::expect_used, reason = "a native bench may stop on errors")]

#[path = "check/material.rs"]
#[allow(dead_code, reason = "the other bench needs more of it")]
mod material;

use std::path::{Path, PathBuf};

use voice::{Speaker, VoiceProfile, analyse_words, wav};

/// Sentences that every voice says; the first of them also those of which only the sound of the voice is judged.
const FEW: usize = 8;

fn say(speaker: &mut Speaker, out: &Path, sentences: &[&str], voice: Option<&VoiceProfile>) {
    std::fs::create_dir_all(out).expect("the folder can be written");
    for (k, sentence) in sentences.iter().enumerate() {
        let speech = speaker.speak(sentence, voice, 1.0).expect("speech");
        let bytes: Vec<u8> = speech
            .samples
            .chunks_exact(3)
            .flat_map(|s| ((s.iter().sum::<f32>() / 3.0 * 32767.0) as i16).to_le_bytes())
            .collect();
        std::fs::write(out.join(format!("{k}.raw")), bytes).expect("the file can be written");
    }
}

fn main() {
    let Some(folder) = std::env::var_os("JUDGE_OUT").map(PathBuf::from) else {
        println!("JUDGE_OUT is not set: `cargo xtask bench voice` sets it");
        return;
    };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("xtask wrote it");
    let (targets, script) = (text("targets.txt"), text("sentences.txt"));
    let sentences: Vec<&str> = script.lines().filter(|l| !l.is_empty()).collect();
    let mut speaker = material::speaker();
    say(&mut speaker, &folder.join("built-in"), &sentences, None);
    for line in targets.lines() {
        let mut parts = line.split('\t');
        let (Some(name), Some(file), Some(words)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (samples, rate_hz) = wav::read(&std::fs::read(file).expect("the recording")).expect("a WAV file");
        let words: Vec<&str> = words.split(' ').collect();
        let voice = analyse_words(&samples, rate_hz, &words, &mut speaker).expect("the voice can be measured");
        println!("{name}: {:.0} Hz, spread {:.2}, warp {:.2}", voice.f0_mean_hz, voice.f0_std, voice.warp);
        let all = if parts.next() == Some("all") { &sentences[..] } else { &sentences[..FEW.min(sentences.len())] };
        say(&mut speaker, &folder.join(name), all, Some(&voice));
    }
}
