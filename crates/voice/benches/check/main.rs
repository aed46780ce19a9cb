//! How often the challenge is passed: right and wrong words, wrong order, two voices, noise; and what a check costs.
//!
//! Counts, not rates: the voices are few and most are synthesized. None of them was used to set a threshold.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a native bench may read the clock and stop on errors"
)]

mod material;
mod people;

use std::collections::BTreeMap;
use std::time::Instant;

use domain::capture::{WORDS, judge_words};
use material::{Voice, joined, with_noise};
use voice::{Heard, Listener, Speaker, Verdict};

/// Phrases of three words that each voice says.
const PHRASES: usize = 8;
/// Noise that is tried, in dB below the speech.
const SNR_DB: [i32; 5] = [30, 20, 10, 5, 0];

/// Verdicts of one case by name.
#[derive(Default)]
struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn add(&mut self, name: &'static str) {
        *self.0.entry(name).or_default() += 1;
    }

    fn all(&self) -> usize {
        self.0.values().sum()
    }
}

/// Ears and what they need, with the time that checks took.
struct Bench {
    listener: Listener,
    speaker: Speaker,
    took_ms: Vec<f32>,
    cases: Vec<(String, Counts)>,
}

impl Bench {
    fn hear(&mut self, samples: &[f32], rate_hz: u32, asked: &[&str]) -> Heard {
        let start = Instant::now();
        let heard = self.listener.hear(samples, rate_hz, asked, &mut self.speaker).expect("the recording is usable");
        self.took_ms.push(1000.0 * start.elapsed().as_secs_f32());
        heard
    }

    /// Listens, and counts the device's verdict and, where it is a yes, the edge's.
    fn check(&mut self, case: &str, samples: &[f32], rate_hz: u32, asked: &[&str]) {
        let heard = self.hear(samples, rate_hz, asked);
        let drawn: Vec<String> = asked.iter().map(|w| (*w).to_owned()).collect();
        let told: Vec<_> = heard.words.iter().map(voice::WordHeard::told).collect();
        let name = match heard.verdict {
            Verdict::Said if !asked.iter().all(|w| WORDS.contains(w)) => "said",
            Verdict::Said => judge_words(&drawn, &told).map_or("said, not to the edge", |()| "said"),
            Verdict::WrongOrder => "wrong_order",
            Verdict::TwoVoices => "two_voices",
            Verdict::TooNoisy => "too_noisy",
            Verdict::TooQuiet => "too_quiet",
            Verdict::Clipped => "clipped",
            Verdict::NothingHeard => "nothing_heard",
            Verdict::NotTheseWords { .. } => "not_these_words",
        };
        match self.cases.iter_mut().find(|c| c.0 == case) {
            Some(known) => known.1.add(name),
            None => {
                self.cases.push((case.to_owned(), Counts::default()));
                if let Some(new) = self.cases.last_mut() {
                    new.1.add(name);
                }
            }
        }
    }

    fn words(&mut self, voices: &[Voice]) {
        let phrases: Vec<&[&str]> = WORDS.chunks_exact(3).take(PHRASES).collect();
        for (v, voice) in voices.iter().enumerate() {
            for (p, asked) in phrases.iter().enumerate() {
                let parts: Vec<&[f32]> = (0..3).map(|k| voice.word(3 * p + k)).collect();
                let said = joined(&parts, voice.rate_hz);
                self.check(&format!("right words, {}", voice.name), &said, voice.rate_hz, asked);
                let other = phrases[(p + 3) % phrases.len()];
                self.check("other words", &said, voice.rate_hz, other);
                self.check("one other word", &said, voice.rate_hz, &[asked[0], other[1], asked[2]]);
                let turned = joined(&[parts[1], parts[2], parts[0]], voice.rate_hz);
                self.check("wrong order", &turned, voice.rate_hz, asked);
                for snr in SNR_DB {
                    let noisy = with_noise(&said, snr as f32);
                    self.check(&format!("right words, noise at {snr} dB"), &noisy, voice.rate_hz, asked);
                }
                // Another voice of the same rate for one of the words, a different one each time.
                for other in voices.iter().skip(v + 1).filter(|o| o.rate_hz == voice.rate_hz) {
                    let mixed = |k: usize| if k == p % 3 { other.word(3 * p + k) } else { parts[k] };
                    let mixed = joined(&[mixed(0), mixed(1), mixed(2)], voice.rate_hz);
                    self.check(&format!("two voices, {} and {}", voice.name, other.name), &mixed, voice.rate_hz, asked);
                }
            }
        }
    }

    /// Recordings of people: two words each, so some are put together.
    fn people(&mut self) {
        let (forward, something) = (material::recording("goforward.raw"), material::recording("something.raw"));
        let (front, left) = (material::recording("Front_Center.wav"), material::recording("Rear_Left.wav"));
        self.check("right words, a man", &forward.0, forward.1, &["forward", "ten", "meters"]);
        self.check("right words, another man", &something.0, something.1, &["somewhere", "something"]);
        let woman = joined(&[&front.0, &left.0], front.1);
        self.check("right words, a woman", &woman, front.1, &["front", "center", "left"]);
        let men = joined(&[&forward.0, &something.0], forward.1);
        self.check("two voices, two men", &men, forward.1, &["forward", "meters", "something"]);
    }

    fn print(&mut self, people: &serde_json::Value) {
        let mut json = serde_json::Map::new();
        println!("{:<46} {:>5}  verdicts", "case", "heard");
        for (case, counts) in &self.cases {
            let verdicts: Vec<String> = counts.0.iter().map(|(name, n)| format!("{n} {name}")).collect();
            println!("{case:<46} {:>5}  {}", counts.all(), verdicts.join(", "));
            json.insert(case.clone(), serde_json::json!(counts.0));
        }
        self.took_ms.sort_by(f32::total_cmp);
        let median = self.took_ms.get(self.took_ms.len() / 2).copied().unwrap_or_default();
        let worst = self.took_ms.last().copied().unwrap_or_default();
        println!("a check: {median:.0} ms (median of {}), {worst:.0} ms at worst", self.took_ms.len());
        println!(
            "{}",
            serde_json::json!({"bench": "voice-check", "cases": json, "people": people, "check_ms": median, "worst_ms": worst})
        );
    }
}

fn main() {
    let mut speaker = material::speaker();
    let voices = material::voices(&mut speaker, 3 * PHRASES);
    let listener = Listener::new(&material::model("asr_waveform_fp16.onnx")).expect("the recogniser loads");
    let mut bench = Bench { listener, speaker, took_ms: Vec::new(), cases: Vec::new() };
    bench.words(&voices);
    bench.people();
    let people = people::judge(&bench.listener, &voices, 3 * PHRASES);
    bench.print(&people);
}
