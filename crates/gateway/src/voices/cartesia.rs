//! Cartesia: copies, and speech as a stream of sound and of the times of words.

use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Cloned, Reading, Said, Voice, called, events, named, speakable, timing};
use crate::adapters::read;
use crate::signature::Scheme;
use crate::{Access, Answer, Body, Cause, Exchange, Failure, Method, Part, Provider};

/// Cartesia.
pub static CARTESIA: Provider = Provider {
    name: "cartesia",
    title: "Cartesia",
    key: "CARTESIA_API_KEY",
    doors: &[("CARTESIA_URL", "https://api.cartesia.ai")],
    options: &[("CARTESIA_MODEL", "sonic-3.5"), ("CARTESIA_VERSION", "2026-08-14"), ("CARTESIA_LANGUAGE", "en")],
    media: &[],
    hosts: "",
    signs: Scheme::None,
};

const MODEL: usize = 0;
const VERSION: usize = 1;
const LANGUAGE: usize = 2;

/// Samples a second that are asked for.
const RATE_HZ: u32 = 24_000;

pub(super) static CARTESIA_VOICE: Cartesia = Cartesia;

/// Cartesia's voices.
pub(super) struct Cartesia;

/// When each word is said.
#[derive(Deserialize)]
struct Times {
    words: Vec<String>,
    start: Vec<f64>,
    end: Vec<f64>,
}

impl Voice for Cartesia {
    fn id(&self) -> &'static str {
        "cartesia"
    }

    fn provider(&self) -> &'static Provider {
        &CARTESIA
    }

    fn copy(&self, name: &str, reading: Reading<'_>, access: &Access) -> Result<Exchange, Failure> {
        if reading.data.is_empty() {
            return Err(Failure::of(Cause::Broken, "the reading is empty"));
        }
        let clip = Part::File("reading".to_owned(), reading.mime.to_owned(), reading.data.to_vec());
        let language = Part::Text(access.option(LANGUAGE).to_owned());
        let mut exchange = Exchange::new(Method::Post, format!("{}/voices/clone", access.door(0)));
        exchange.body = Body::Form(vec![("name", Part::Text(name.to_owned())), ("language", language), ("clip", clip)]);
        Ok(signed(exchange, access))
    }

    fn copied(&self, answer: &Answer) -> Result<Cloned, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        Ok(Cloned { voice: read::taken(answer, "/id")?, locked: false })
    }

    fn find(&self, name: &str, access: &Access) -> Exchange {
        let url = format!("{}/voices?is_owner=true&limit=100&q={}", access.door(0), named(name));
        signed(Exchange::new(Method::Get, url), access)
    }

    fn found(&self, answer: &Answer, name: &str) -> Result<Vec<String>, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let found = answer.json();
        // The list itself, or a page of it.
        let list = if found.is_array() { &found } else { &found["data"] };
        called(list, "id", name).ok_or_else(|| read::odd("the answer has no voices"))
    }

    fn speak(&self, voice: &str, text: &str, _seed: u32, access: &Access) -> Result<Exchange, Failure> {
        let body = json!({
            "model_id": access.option(MODEL),
            "transcript": speakable(text)?,
            "voice": { "id": named(voice) },
            "output_format": { "container": "raw", "encoding": "pcm_s16le", "sample_rate": RATE_HZ },
            "language": access.option(LANGUAGE),
            "add_timestamps": true,
        });
        Ok(signed(Exchange::json(format!("{}/tts/sse", access.door(0)), &body)?, access))
    }

    fn spoken(&self, answer: &Answer, text: &str, _access: &Access) -> Result<Said, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let stream = String::from_utf8_lossy(&answer.body);
        let (mut audio, mut ended) = (Vec::new(), false);
        let mut times = Times { words: Vec::new(), start: Vec::new(), end: Vec::new() };
        for event in events::data(&stream) {
            let event: Value = serde_json::from_str(&event).unwrap_or_default();
            match read::text(&event, "/type").unwrap_or_default() {
                "chunk" => {
                    let sound = read::text(&event, "/data").and_then(|data| Base64::decode_vec(data).ok());
                    audio.extend(sound.ok_or_else(|| read::odd("a chunk has no sound"))?);
                }
                "timestamps" => {
                    let more: Option<Times> = serde_json::from_value(event["word_timestamps"].clone()).ok();
                    if let Some(more) = more {
                        times.words.extend(more.words);
                        times.start.extend(more.start);
                        times.end.extend(more.end);
                    }
                }
                "done" => ended = true,
                "error" => return Err(told(&event)),
                _ => {}
            }
        }
        if !ended || audio.is_empty() {
            return Err(Failure::passing(Cause::Down, "the speech broke off"));
        }
        let words = timing::of_words(&times.words, &times.start, &times.end, text).unwrap_or_default();
        Ok(Said { audio, mime: "audio/pcm", rate_hz: Some(RATE_HZ), words })
    }

    fn delete(&self, voice: &str, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Delete, format!("{}/voices/{}", access.door(0), named(voice))), access)
    }

    fn deleted(&self, answer: &Answer) -> Result<(), Failure> {
        match answer.status {
            200..=299 | 404 | 410 => Ok(()),
            _ => Err(failure(answer)),
        }
    }
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    let exchange = exchange.with("authorization", format!("Bearer {}", access.key));
    exchange.with("cartesia-version", access.option(VERSION))
}

/// An error in the middle of a stream.
fn told(event: &Value) -> Failure {
    let said = read::text(event, "/error").or_else(|| read::text(event, "/message")).unwrap_or_default();
    let status = event["status_code"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(500);
    let answer = Answer { status, headers: Vec::new(), body: Vec::new() };
    read::refused(&answer, said)
}

/// The form of errors is not documented: whatever says something is read.
fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let said = ["/message", "/error", "/title", "/error/message", "/detail"];
    let said: Vec<_> = said.iter().filter_map(|name| read::text(&body, name)).collect();
    read::refused(answer, &said.join(": "))
}
