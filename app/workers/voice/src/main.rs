//! The voice worker: scripts in, speech out; takes in, what was heard out. A message loop around the crate `voice`.

mod fit;

use domain::capture::{HeardWord, WordFlaw, judge_words};
use domain::limits::MAX_SPEECH_S;
use domain::speech::{Delivery, Speech};
use voice::{Enrolment, Line, Listener, Speaker, SpeechModels, VoiceError, VoiceProfile, enrol};
use wasm_bindgen::JsValue;
use wire::likeness::WordHeard;
use wire::workers::Failure;
use wire::workers::voice::{Answer, Request, Verdict};
use worker_port::{Message, bytes, failure, floats, from_bytes, from_floats, listen, now_ms, post, taken};

fn main() {
    let mut models = Models::default();
    listen(&Answer::Ready, Answer::Failed, move |message: Message<Request>| {
        let id = message.id;
        match models.answer(message) {
            Ok((answer, buffers)) => post(id, &answer, &buffers),
            Err(failed) => post(id, &Answer::Failed(failed), &[]),
        }
    });
}

#[derive(Default)]
struct Models {
    speaker: Option<Speaker>,
    listener: Option<Listener>,
}

impl Models {
    fn answer(&mut self, message: Message<Request>) -> Result<(Answer, Vec<JsValue>), Failure> {
        let Message { ask, buffers, .. } = message;
        match ask {
            Request::LoadSpeaker => {
                let parts: Vec<Vec<u8>> = (0..8).map(|i| bytes(buffers.get(i))).collect();
                let models = SpeechModels {
                    hibari_onnx: &parts[0],
                    lexicon_gold_gz: &parts[1],
                    lexicon_silver_gz: &parts[2],
                    tagger_gz: &parts[3],
                    oov_onnx: &parts[4],
                    oov_json: &parts[5],
                    vocab_json: &parts[6],
                    normalize_json: &parts[7],
                };
                self.speaker = Some(Speaker::new(&models).map_err(failed)?);
                Ok((Answer::Loaded, vec![]))
            }
            Request::LoadListener => {
                self.listener = Some(Listener::new(&bytes(buffers.first())).map_err(failed)?);
                Ok((Answer::Loaded, vec![]))
            }
            Request::Speak { script, speed, delivery } => {
                let voice = (!buffers.is_empty()).then_some(0);
                let line = wire::workers::voice::Line { who: 0, text: script, voice };
                self.converse(&[line], speed, &delivery, &buffers)
            }
            Request::Converse { lines, speed, delivery } => self.converse(&lines, speed, &delivery, &buffers),
            Request::Follow { script, rate_hz } => {
                let start = now_ms();
                let samples = floats(buffers.first());
                let Self { speaker, listener } = self;
                let (Some(speaker), Some(listener)) = (speaker, listener) else { return Err(not_loaded()) };
                match listener.follow(&samples, rate_hz, &script, speaker).map_err(failed)? {
                    Ok(Speech { samples, rate_hz, phones, words }) => {
                        let took_ms = (now_ms() - start) as f32;
                        Ok((Answer::Followed { rate_hz, phones, words, took_ms }, vec![from_floats(&samples)]))
                    }
                    Err(flaw) => Ok((Answer::Flawed { flaw }, vec![])),
                }
            }
            Request::Write { rate_hz } => {
                let file = voice::wav::write(&floats(buffers.first()), rate_hz).map_err(failed)?;
                Ok((Answer::Written, vec![from_bytes(&file)]))
            }
            Request::Estimate { texts, speed, delivery } => {
                let speaker = self.speaker()?;
                let script = texts.join("\n");
                let mut length = |script: &str| {
                    // A beginning that ends right after a name has nothing to say there.
                    let lines: Vec<&str> = script.split('\n').filter(|l| !l.trim().is_empty()).collect();
                    speaker.estimate_turns_s(&lines, speed, &delivery)
                };
                let seconds = length(&script).map_err(failed)?;
                let (words, words_fit) = fit::words_that_fit(&script, seconds, MAX_SPEECH_S, |text| length(text).ok());
                Ok((Answer::Estimated { seconds, words_fit, words }, vec![]))
            }
            Request::Hear { words, rate_hz } => {
                let samples = floats(buffers.first());
                let list: Vec<&str> = words.iter().map(String::as_str).collect();
                let Self { speaker, listener } = self;
                let (Some(speaker), Some(listener)) = (speaker, listener) else { return Err(not_loaded()) };
                let heard = listener.hear(&samples, rate_hz, &list, speaker).map_err(failed)?;
                let told: Vec<HeardWord> = heard.words.iter().map(voice::WordHeard::told).collect();
                // Nobody should pass here and be refused by the edge.
                let verdict = match (verdict(heard.verdict), judge_words(&words, &told)) {
                    (Verdict::Said, Err(flaw)) => doubt(flaw),
                    (verdict, _) => verdict,
                };
                let words = told.into_iter().map(WordHeard::from).collect();
                let (level_db, noise_db) = (heard.level_db, heard.noise_db);
                Ok((Answer::Heard { verdict, words, level_db, noise_db }, vec![]))
            }
            Request::Profile { words, rate_hz } => {
                let take = floats(buffers.first());
                let reading = buffers.get(1).map(|b| floats(Some(b)));
                let list: Vec<&str> = words.iter().map(String::as_str).collect();
                let measured = enrol(&take, reading.as_deref(), rate_hz, &list, self.speaker()?).map_err(failed)?;
                let pack = serde_json::to_vec(&measured.profile).map_err(|e| failure("internal", e.to_string()))?;
                let Enrolment { profile, quality, reading_left_out } = measured;
                let answer = Answer::Profiled { f0_hz: profile.f0_mean_hz, quality, reading_left_out };
                Ok((answer, vec![from_bytes(&pack)]))
            }
        }
    }

    fn converse(
        &mut self,
        lines: &[wire::workers::voice::Line],
        speed: f32,
        delivery: &Delivery,
        packs: &[JsValue],
    ) -> Result<(Answer, Vec<JsValue>), Failure> {
        let start = now_ms();
        let voices: Vec<VoiceProfile> =
            packs.iter().map(|pack| profile_from(&taken(Some(pack)))).collect::<Result<_, _>>()?;
        let said: Vec<Line<'_>> = lines
            .iter()
            .map(|line| Line { who: line.who, text: &line.text, voice: line.voice.and_then(|i| voices.get(i)) })
            .collect();
        let (speech, cues) = self.speaker()?.converse(&said, speed, delivery).map_err(failed)?;
        let samples = from_floats(&speech.samples);
        let took_ms = (now_ms() - start) as f32;
        let (rate_hz, phones, words) = (speech.rate_hz, speech.phones, speech.words);
        Ok((Answer::Spoken { rate_hz, phones, words, cues, took_ms }, vec![samples]))
    }

    fn speaker(&mut self) -> Result<&mut Speaker, Failure> {
        self.speaker.as_mut().ok_or_else(not_loaded)
    }
}

fn not_loaded() -> Failure {
    failure("model", "the models are not loaded yet")
}

fn profile_from(pack: &[u8]) -> Result<VoiceProfile, Failure> {
    serde_json::from_slice(pack).map_err(|_| failure("pack", "the voice of this understudy cannot be read: scan again"))
}

fn failed(error: VoiceError) -> Failure {
    let code = match &error {
        VoiceError::NothingToSay => "nothing_to_say",
        VoiceError::Script { .. } => "script",
        _ => "voice",
    };
    failure(code, error.to_string())
}

/// What the edge would say, as a verdict.
fn doubt(flaw: WordFlaw) -> Verdict {
    match flaw {
        WordFlaw::NotSaid(word) => Verdict::NotTheseWords { missing: vec![word] },
        WordFlaw::Order => Verdict::WrongOrder,
        WordFlaw::TwoVoices => Verdict::TwoVoices,
        WordFlaw::Times => Verdict::NotTheseWords { missing: Vec::new() },
    }
}

fn verdict(verdict: voice::Verdict) -> Verdict {
    match verdict {
        voice::Verdict::Said => Verdict::Said,
        voice::Verdict::TooQuiet => Verdict::TooQuiet,
        voice::Verdict::Clipped => Verdict::Clipped,
        voice::Verdict::TooNoisy => Verdict::TooNoisy,
        voice::Verdict::WrongOrder => Verdict::WrongOrder,
        voice::Verdict::TwoVoices => Verdict::TwoVoices,
        voice::Verdict::NothingHeard => Verdict::NothingHeard,
        voice::Verdict::NotTheseWords { missing } => Verdict::NotTheseWords { missing },
    }
}
