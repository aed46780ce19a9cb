//! How often three words by one person pass, and how often one by another person is found.

use std::collections::BTreeMap;

use domain::capture::one_voice;
use voice::Listener;

use crate::material::{self, Voice};

/// Triples that are drawn of each person, and of each pair of persons.
const TRIPLES: usize = 60;

/// Someone who says words, and the measures of each word.
pub(crate) struct Person {
    name: String,
    low: bool,
    words: Vec<Vec<f32>>,
}

impl Person {
    /// Recordings of a folder; long ones are cut into pieces as long as words.
    fn recorded(listener: &Listener, folder: &std::path::Path) -> Option<Self> {
        let name = folder.file_name()?.to_string_lossy().into_owned();
        let (name, height) = name.rsplit_once('-')?;
        let mut files: Vec<_> = std::fs::read_dir(folder).ok()?.flatten().map(|e| e.path()).collect();
        files.sort();
        let mut words = Vec::new();
        for file in files {
            let (samples, rate_hz) = voice::wav::read(&std::fs::read(file).ok()?).ok()?;
            let piece = rate_hz as usize * 9 / 10;
            let pieces = (samples.len() / piece).max(1);
            for part in samples.chunks(samples.len().div_ceil(pieces).max(1)) {
                // Shorter than any word of the challenge, or a pause.
                let loud = part.iter().filter(|s| s.abs() > 0.02).count() as f32 / rate_hz as f32;
                if loud < 0.15 || part.len() < rate_hz as usize * 2 / 5 {
                    continue;
                }
                words.extend(listener.voice_of(part, rate_hz).ok());
            }
        }
        Some(Self { name: name.to_owned(), low: height == "low", words })
    }

    fn synthesised(listener: &Listener, voice: &Voice, count: usize) -> Self {
        let word = |k| listener.voice_of(&material::joined(&[voice.word(k)], voice.rate_hz), voice.rate_hz).ok();
        let low = !["built-in", "built-in as a child", "flite slt"].contains(&voice.name.as_str());
        Self { name: voice.name.clone(), low, words: (0..count).filter_map(word).collect() }
    }
}

/// Recorded people, then synthesised voices; counts by kind.
pub(crate) fn judge(listener: &Listener, voices: &[Voice], count: usize) -> serde_json::Value {
    let folder = material::cache().join("material/people");
    let mut recorded: Vec<Person> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| Person::recorded(listener, &e.path()))
        .collect();
    recorded.sort_by(|a, b| a.name.cmp(&b.name));
    let flite: Vec<Person> = voices
        .iter()
        .filter(|v| v.name.starts_with("flite"))
        .map(|v| Person::synthesised(listener, v, count))
        .collect();
    serde_json::json!({ "recorded": counts("recorded people", &recorded), "flite": counts("flite's voices", &flite) })
}

fn counts(title: &str, people: &[Person]) -> serde_json::Value {
    let mut state = 0x9E37_79B9_u32;
    let mut draw = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % below.max(1)
    };
    let refused = |words: &[&Vec<f32>]| !one_voice(&words.iter().map(|w| (*w).clone()).collect::<Vec<_>>());
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for a in people.iter().filter(|p| p.words.len() >= 4) {
        let mut own = 0;
        for _ in 0..TRIPLES {
            let first = draw(a.words.len());
            let second = (first + 1 + draw(a.words.len() - 1)) % a.words.len();
            let third = (0..a.words.len()).filter(|k| *k != first && *k != second).nth(draw(a.words.len() - 2));
            let Some(third) = third else { continue };
            own += usize::from(refused(&[&a.words[first], &a.words[second], &a.words[third]]));
            for b in people.iter().filter(|b| b.name != a.name && !b.words.is_empty()) {
                // Few triples of each pair, of all pairs.
                if draw(8) > 0 {
                    continue;
                }
                let kind = match (a.low, b.low) {
                    (true, true) => "two low voices",
                    (false, false) => "two high voices",
                    _ => "a low and a high voice",
                };
                let mixed = refused(&[&a.words[first], &b.words[draw(b.words.len())], &a.words[second]]);
                let entry = found.entry(kind).or_default();
                *entry = (entry.0 + usize::from(mixed), entry.1 + 1);
            }
        }
        let entry = found.entry("one voice").or_default();
        *entry = (entry.0 + own, entry.1 + TRIPLES);
        println!("  {:<24} {:>3} words, {own} of {TRIPLES} own triples refused", a.name, a.words.len());
    }
    for (kind, (refused, all)) in &found {
        println!("{title}, {kind}: {refused} of {all} triples refused");
    }
    serde_json::json!(found)
}
