//! Several people speaking in turn: each line in its own voice, one after the other with the pause of a conversation.

use domain::dialogue::Cue;
use domain::limits::AUDIO_RATE_HZ;
use domain::speech::{Delivery, Speech};

use crate::lexicon::phones;
use crate::{Speaker, VoiceError, VoiceProfile, delivery};

/// What one of the cast says in one go.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Place in the cast.
    pub who: usize,
    /// What is said.
    pub text: &'a str,
    /// In whose voice; the built-in one without.
    pub voice: Option<&'a VoiceProfile>,
}

/// Shortest and longest pause between two speakers, in seconds, from the last sound of one to the first of the next
/// (Stivers et al. 2009: answers come about 0.2 s after a question, in every language that was looked at).
const PAUSE_S: [f32; 2] = [0.15, 0.35];
/// Below this share of the loudest hundredth of a second nobody hears anything.
const FLOOR: f32 = 0.05;
/// What the network gives the sounds before a pause beyond what is heard of them, in seconds, on average.
const DYING_S: f32 = 0.20;

impl Speaker {
    /// Says lines one after another, and when each is heard. One line alone is as [`Speaker::speak_as`] says it.
    ///
    /// # Errors
    /// As [`Speaker::speak`], for the first line that cannot be said.
    pub fn converse(
        &mut self,
        lines: &[Line<'_>],
        speed: f32,
        delivery: &Delivery,
    ) -> Result<(Speech, Vec<Cue>), VoiceError> {
        let mut said: Vec<(usize, Speech)> = Vec::with_capacity(lines.len());
        for line in lines {
            said.push((line.who, self.speak_as(line.text, line.voice, speed, delivery)?));
        }
        let pauses: Vec<f32> = lines.iter().map(|l| pause_s(l.text, delivery)).collect();
        if said.is_empty() { Err(VoiceError::NothingToSay) } else { Ok(join(said, &pauses)) }
    }

    /// How long [`Speaker::converse`] takes to say these texts, in seconds, without making sound.
    ///
    /// # Errors
    /// As [`Speaker::speak`].
    pub fn estimate_turns_s(&mut self, texts: &[&str], speed: f32, delivery: &Delivery) -> Result<f32, VoiceError> {
        let bounded = delivery.bounded();
        let mut total = 0.0;
        for (i, text) in texts.iter().enumerate() {
            let (_, sentences) = self.sentences(text, speed)?;
            let [mut lead, mut tail] = [0.0; 2];
            for (k, sentence) in sentences.iter().enumerate() {
                let lengths = self.acoustic.durations(sentence, delivery::pace(speed, bounded.mood))?;
                let lengths = delivery::lengths(sentence, &lengths, &bounded);
                total += seconds(&lengths);
                let sounds = |s: &(char, usize)| phones::is_phone(s.0);
                // The lengths begin with the quiet before the first symbol.
                if k == 0 {
                    let first = sentence.symbols.iter().position(sounds).unwrap_or(0);
                    lead = seconds(lengths.get(..=first).unwrap_or_default());
                }
                let last = sentence.symbols.iter().rposition(sounds).unwrap_or(0);
                tail = seconds(lengths.get(last + 2..).unwrap_or_default());
            }
            // Between two lines, what is quiet gives way to the pause.
            if i > 0 {
                total -= lead;
            }
            if i + 1 < texts.len() {
                total += pause_s(text, &bounded) - tail - DYING_S;
            }
        }
        Ok(total)
    }
}

fn seconds(lengths: &[f32]) -> f32 {
    lengths.iter().sum::<f32>() * crate::acoustic::UNIT_S
}

/// After a question the answer comes quickly.
fn pause_s(text: &str, delivery: &Delivery) -> f32 {
    let usual = match text.trim_end_matches(['"', '\'', '”', '’', ')']).chars().last() {
        Some('?') => 0.20,
        Some('!') => 0.22,
        _ => 0.28,
    };
    (usual * delivery.pauses).clamp(PAUSE_S[0], PAUSE_S[1])
}

/// The first and the end of the last sound of a speech, in seconds.
fn heard(speech: &Speech) -> [f32; 2] {
    let hop = (speech.rate_hz as usize / 100).max(1);
    let level = |part: &[f32]| part.iter().map(|s| s * s).sum::<f32>() / part.len() as f32;
    let levels: Vec<f32> = speech.samples.chunks(hop).map(level).collect();
    let floor = FLOOR * FLOOR * levels.iter().copied().fold(0.0, f32::max);
    let (first, last) = (levels.iter().position(|l| *l > floor), levels.iter().rposition(|l| *l > floor));
    [first.unwrap_or(0) as f32 / 100.0, last.map_or(levels.len(), |l| l + 1) as f32 / 100.0]
}

/// Lays speeches one after another, `pauses` seconds between what is heard of them.
fn join(said: Vec<(usize, Speech)>, pauses: &[f32]) -> (Speech, Vec<Cue>) {
    let (mut all, mut cues) = (Speech { rate_hz: AUDIO_RATE_HZ, ..Speech::default() }, Vec::<Cue>::new());
    for (i, (who, part)) in said.into_iter().enumerate() {
        let [first, end] = heard(&part);
        let wanted = cues.last().map_or(0.0, |c| c.end_s + pauses.get(i - 1).copied().unwrap_or(0.0) - first);
        let offset = (wanted.max(0.0) * AUDIO_RATE_HZ as f32) as usize;
        let shift = offset as f32 / AUDIO_RATE_HZ as f32;
        // What dies away in the one lies under the breath before the other.
        if all.samples.len() < offset + part.samples.len() {
            all.samples.resize(offset + part.samples.len(), 0.0);
        }
        all.samples[offset..].iter_mut().zip(&part.samples).for_each(|(a, s)| *a = (*a + s).clamp(-0.9, 0.9));
        let starts = part.phones.first().map_or(first, |p| p.start_s.min(first)) + shift;
        if let Some(last) = all.phones.last_mut() {
            last.end_s = last.end_s.min(starts).max(last.start_s + 1e-3);
        }
        if let Some(last) = all.words.last_mut() {
            last.end_s = last.end_s.min(starts).max(last.start_s + 1e-3);
        }
        all.phones.extend(part.phones.into_iter().map(|p| domain::speech::Phone {
            start_s: p.start_s + shift,
            end_s: p.end_s + shift,
            ..p
        }));
        all.words.extend(part.words.into_iter().map(|w| domain::speech::Word {
            start_s: w.start_s + shift,
            end_s: w.end_s + shift,
            ..w
        }));
        cues.push(Cue { who, start_s: first + shift, end_s: end + shift });
    }
    (all, cues)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::pitch;
    use crate::testing;

    const LINES: [(usize, &str); 4] = [
        (0, "Did you hear that?"),
        (1, "Hear what? I was asleep."),
        (0, "The door. Somebody is in the kitchen!"),
        (1, "It is only the cat."),
    ];

    #[test]
    fn turns_follow_one_another_with_the_pause_of_a_conversation() {
        let mut speaker = testing::speaker();
        let lines = LINES.map(|(who, text)| Line { who, text, voice: None });
        let (speech, cues) = speaker.converse(&lines, 1.0, &Delivery::default()).unwrap();
        assert_eq!(cues.iter().map(|c| c.who).collect::<Vec<_>>(), [0, 1, 0, 1]);
        for pair in cues.windows(2) {
            let pause = pair[1].start_s - pair[0].end_s;
            assert!((0.14..=0.36).contains(&pause), "{pause}");
        }
        // Measured on the sound: quiet in the pauses, and each pause is where the cues say.
        let level = |from: f32, to: f32| {
            let part = &speech.samples[(from * 48_000.0) as usize..(to * 48_000.0) as usize];
            (part.iter().map(|s| s * s).sum::<f32>() / part.len() as f32).sqrt()
        };
        for pair in cues.windows(2) {
            let quiet = level(pair[0].end_s + 0.02, pair[1].start_s - 0.02);
            let loud = level(pair[1].start_s, pair[1].end_s);
            assert!(quiet < 0.08 * loud, "{quiet} {loud}");
        }
        for times in [
            speech.phones.iter().map(|p| (p.start_s, p.end_s)).collect::<Vec<_>>(),
            speech.words.iter().map(|w| (w.start_s, w.end_s)).collect::<Vec<_>>(),
        ] {
            assert!(times.iter().all(|(a, b)| a < b), "{times:?}");
            assert!(times.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-4), "{times:?}");
        }
        let words: Vec<&str> = speech.words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(words.join(" "), LINES.map(|l| l.1).join(" "));
        let guess = speaker.estimate_turns_s(&LINES.map(|l| l.1), 1.0, &Delivery::default()).unwrap();
        assert!((guess - speech.duration_s()).abs() < 0.3, "{guess} {}", speech.duration_s());
    }

    #[test]
    fn one_line_is_said_as_alone_and_none_is_refused() {
        let mut speaker = testing::speaker();
        let line = Line { who: 0, text: "All alone, and glad.", voice: None };
        let (speech, cues) = speaker.converse(&[line], 1.0, &Delivery::default()).unwrap();
        assert_eq!(speech, speaker.speak(line.text, None, 1.0).unwrap());
        assert_eq!(cues.len(), 1);
        let alone = speaker.estimate_turns_s(&[line.text], 1.0, &Delivery::default()).unwrap();
        assert_eq!(alone, speaker.estimate_s(line.text, 1.0).unwrap());
        assert!(matches!(speaker.converse(&[], 1.0, &Delivery::default()), Err(VoiceError::NothingToSay)));
        let mute = Line { text: "…", ..line };
        assert!(speaker.converse(&[line, mute], 1.0, &Delivery::default()).is_err());
    }

    #[test]
    fn everyone_has_their_own_voice() {
        let mut speaker = testing::speaker();
        let voice = |file: &str, words: &[&str], speaker: &mut Speaker| {
            let (samples, rate) = testing::recording(file);
            crate::analyse_words(&samples, rate, words, speaker).unwrap()
        };
        let man = voice("goforward.raw", &["go", "forward", "ten", "meters"], &mut speaker);
        let woman = voice("Front_Center.wav", &["front", "center"], &mut speaker);
        let text = "We were all away a year ago.";
        let lines = [Line { who: 0, text, voice: Some(&man) }, Line { who: 1, text, voice: Some(&woman) }];
        let (speech, cues) = speaker.converse(&lines, 1.0, &Delivery::default()).unwrap();
        let hz = |c: &Cue| {
            let part = &speech.samples[(c.start_s * 48_000.0) as usize..(c.end_s * 48_000.0) as usize];
            pitch::statistics(&pitch::track(&crate::resample::to_16k(part, 48_000).unwrap())).unwrap().0
        };
        let (low, high) = (hz(&cues[0]), hz(&cues[1]));
        let near = |hz: f32, voice: &VoiceProfile| (hz / voice.f0_mean_hz - 1.0).abs() < 0.15;
        assert!(near(low, &man) && near(high, &woman), "{low} of {}, {high} of {}", man.f0_mean_hz, woman.f0_mean_hz);
    }
}
