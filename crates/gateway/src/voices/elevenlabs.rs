//! ElevenLabs: instant copies, and speech with the time of each letter.

use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Cloned, Reading, Said, Voice, called, named, speakable, timing};
use crate::adapters::read;
use crate::signature::Scheme;
use crate::{Access, Answer, Body, Cause, Exchange, Failure, Method, Part, Provider};

/// ElevenLabs.
pub static ELEVENLABS: Provider = Provider {
    name: "elevenlabs",
    title: "ElevenLabs",
    key: "ELEVENLABS_API_KEY",
    doors: &[("ELEVENLABS_URL", "https://api.elevenlabs.io")],
    options: &[("ELEVENLABS_MODEL", "eleven_multilingual_v2"), ("ELEVENLABS_FORMAT", "pcm_24000")],
    media: &[],
    hosts: "",
    signs: Scheme::None,
};

const MODEL: usize = 0;
const FORMAT: usize = 1;

pub(super) static ELEVENLABS_VOICE: ElevenLabs = ElevenLabs;

/// ElevenLabs' voices.
pub(super) struct ElevenLabs;

/// When each letter is said.
#[derive(Deserialize)]
struct Alignment {
    characters: Vec<String>,
    character_start_times_seconds: Vec<f64>,
    character_end_times_seconds: Vec<f64>,
}

impl Voice for ElevenLabs {
    fn id(&self) -> &'static str {
        "elevenlabs"
    }

    fn provider(&self) -> &'static Provider {
        &ELEVENLABS
    }

    fn copy(&self, name: &str, reading: Reading<'_>, access: &Access) -> Result<Exchange, Failure> {
        if reading.data.is_empty() {
            return Err(Failure::of(Cause::Broken, "the reading is empty"));
        }
        let file = Part::File("reading".to_owned(), reading.mime.to_owned(), reading.data.to_vec());
        let mut exchange = Exchange::new(Method::Post, format!("{}/v1/voices/add", access.door(0)));
        exchange.body = Body::Form(vec![("name", Part::Text(name.to_owned())), ("files", file)]);
        Ok(signed(exchange, access))
    }

    fn copied(&self, answer: &Answer) -> Result<Cloned, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let voice = read::taken(answer, "/voice_id")?;
        Ok(Cloned { voice, locked: answer.json()["requires_verification"] == true })
    }

    fn find(&self, name: &str, access: &Access) -> Exchange {
        let url = format!("{}/v2/voices?page_size=100&search={}", access.door(0), named(name));
        signed(Exchange::new(Method::Get, url), access)
    }

    fn found(&self, answer: &Answer, name: &str) -> Result<Vec<String>, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        called(&answer.json()["voices"], "voice_id", name).ok_or_else(|| read::odd("the answer has no voices"))
    }

    fn speak(&self, voice: &str, text: &str, seed: u32, access: &Access) -> Result<Exchange, Failure> {
        let body = json!({ "text": speakable(text)?, "model_id": access.option(MODEL), "seed": seed });
        let url = format!("{}/v1/text-to-speech/{}/with-timestamps", access.door(0), named(voice));
        let format = access.option(FORMAT);
        Ok(signed(Exchange::json(format!("{url}?output_format={format}"), &body)?, access))
    }

    fn spoken(&self, answer: &Answer, _text: &str, access: &Access) -> Result<Said, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        let audio = read::text(&body, "/audio_base64").and_then(|audio| Base64::decode_vec(audio).ok());
        let audio = audio.ok_or_else(|| read::odd("the answer has no sound"))?;
        // The letters of the text as it was sent; else those of the text as it was read out ("three" for "3").
        let times = ["alignment", "normalized_alignment"].iter().find_map(|name| words(&body[name]));
        let (mime, rate_hz) = sound(access.option(FORMAT));
        Ok(Said { audio, mime, rate_hz, words: times.unwrap_or_default() })
    }

    fn delete(&self, voice: &str, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Delete, format!("{}/v1/voices/{}", access.door(0), named(voice))), access)
    }

    fn deleted(&self, answer: &Answer) -> Result<(), Failure> {
        match answer.status {
            200..=299 | 404 | 410 => Ok(()),
            _ => match failure(answer) {
                // Older answers say so with another code.
                failure if failure.cause == Cause::Gone => Ok(()),
                failure => Err(failure),
            },
        }
    }
}

fn words(alignment: &Value) -> Option<Vec<domain::speech::Word>> {
    let a: Alignment = serde_json::from_value(alignment.clone()).ok()?;
    timing::of_letters(&a.characters, &a.character_start_times_seconds, &a.character_end_times_seconds)
}

/// Media type and rate of an `output_format`.
fn sound(format: &str) -> (&'static str, Option<u32>) {
    match format.split_once('_') {
        Some(("pcm", rate)) => ("audio/pcm", rate.parse().ok()),
        Some(("opus", _)) => ("audio/ogg", None),
        Some(("ulaw" | "alaw", rate)) => ("audio/basic", rate.parse().ok()),
        _ => ("audio/mpeg", None),
    }
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("xi-api-key", access.key.as_str())
}

/// Three forms: `detail` with a code, `detail` with a status alone, and a list of what was wrong with the request.
fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let word = |name| read::text(&body, name).unwrap_or_default();
    if let Some(list) = body["detail"].as_array() {
        let said: Vec<_> = list.iter().filter_map(|one| read::text(one, "/msg")).collect();
        return Failure::of(Cause::Contract, said.join("; "));
    }
    let code = [word("/detail/code"), word("/detail/status")].into_iter().find(|code| !code.is_empty());
    let code = code.unwrap_or_default();
    let said = format!("{code}: {}", word("/detail/message"));
    match code {
        "invalid_api_key" => Failure::of(Cause::Key, ""),
        "quota_exceeded" => Failure::of(Cause::Credit, said),
        "voice_not_found" | "voice_does_not_exist" => Failure::of(Cause::Gone, said),
        "max_character_limit_exceeded" | "invalid_parameters" => Failure::of(Cause::Contract, said),
        _ => read::refused(answer, &said),
    }
}
