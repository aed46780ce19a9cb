//! Llama Guard 3 on Workers AI: text alone. In a Worker it is asked through a binding, with [`question`] and [`verdict`];
//! elsewhere through its twin behind a door.

use serde::Serialize;
use serde_json::Value;

use super::categories::found;
use super::{Matter, Moderator, Verdict, askable, sorted};
use crate::adapters::read;
use crate::signature::Scheme;
use crate::{Access, Answer, Exchange, Failure, Provider};

/// Its name in our settings.
pub const ID: &str = "llama-guard";
/// The model's name on Workers AI.
pub const MODEL: &str = "@cf/meta/llama-guard-3-8b";

/// Workers AI through its door.
static PROVIDER: Provider = Provider {
    name: "workers-ai",
    title: "Cloudflare Workers AI",
    key: "WORKERS_AI_TOKEN",
    doors: &[("WORKERS_AI_URL", "https://api.cloudflare.com/client/v4")],
    options: &[("WORKERS_AI_ACCOUNT", "")],
    media: &[],
    hosts: "",
    signs: Scheme::None,
};

pub(super) static LLAMA_GUARD: LlamaGuard = LlamaGuard;

/// Llama Guard.
pub(super) struct LlamaGuard;

impl Moderator for LlamaGuard {
    fn id(&self) -> &'static str {
        ID
    }

    fn provider(&self) -> &'static Provider {
        &PROVIDER
    }

    fn sees(&self) -> bool {
        false
    }

    fn ask(&self, matter: Matter<'_>, access: &Access) -> Result<Exchange, Failure> {
        let account: String = access.option(0).chars().filter(char::is_ascii_alphanumeric).collect();
        if account.is_empty() {
            return Err(Failure::of(crate::Cause::Key, ""));
        }
        let url = format!("{}/accounts/{account}/ai/run/{MODEL}", access.door(0));
        let exchange = Exchange::json(url, &question(matter)?)?;
        Ok(exchange.with("authorization", format!("Bearer {}", access.key)))
    }

    fn verdict(&self, answer: &Answer) -> Result<Verdict, Failure> {
        let body = answer.json();
        if !read::fine(answer) || body["success"] == false {
            return Err(Failure::by_status(answer, read::text(&body, "/errors/0/message").unwrap_or_default()));
        }
        verdict(&body["result"])
    }
}

/// What the binding is asked: the second argument of `env.AI.run`. A struct, because there maps would become what the platform
/// does not read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    messages: [Message; 1],
    temperature: u8,
    response_format: Format,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Message {
    role: &'static str,
    content: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Format {
    r#type: &'static str,
}

/// What is asked about something.
///
/// # Errors
/// [`crate::Cause::Broken`] for nothing, too much, or a picture.
pub fn question(matter: Matter<'_>) -> Result<Question, Failure> {
    let matter = askable(matter, false)?;
    // Told to be exact, and to answer in JSON; it may answer in its own words all the same.
    Ok(Question {
        messages: [Message { role: "user", content: matter.text.to_owned() }],
        temperature: 0,
        response_format: Format { r#type: "json_object" },
    })
}

/// What the binding answered: `{response: "safe"}`, `{response: "unsafe\nS1,S4"}` or `{response: {safe, categories}}`.
///
/// # Errors
/// It said nothing that can be understood: ask a person.
pub fn verdict(answer: &Value) -> Result<Verdict, Failure> {
    let unclear = || read::odd("the moderator said neither safe nor unsafe");
    match answer.get("response") {
        Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
            // The object, in a string.
            Ok(object @ Value::Object(_)) => judged(&object).ok_or_else(unclear),
            _ => worded(text).ok_or_else(unclear),
        },
        Some(object @ Value::Object(_)) => judged(object).ok_or_else(unclear),
        _ => Err(unclear()),
    }
}

fn judged(object: &Value) -> Option<Verdict> {
    let listed = object.get("categories").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let codes: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    decided(object.get("safe")?.as_bool()?, &codes)
}

fn worded(text: &str) -> Option<Verdict> {
    let mut lines = text.trim().lines().map(str::trim).filter(|line| !line.is_empty());
    let safe = match lines.next()?.to_ascii_lowercase().as_str() {
        "safe" => true,
        "unsafe" => false,
        _ => return None,
    };
    let codes: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|c| !c.is_empty()).collect();
    decided(safe, &codes)
}

/// Safe with reasons against it is no answer.
fn decided(safe: bool, codes: &[&str]) -> Option<Verdict> {
    match (safe, codes) {
        (true, []) => Some(sorted(Vec::new(), MODEL)),
        (true, _) => None,
        (false, []) => Some(sorted(vec![found("unsafe", 1.0)], MODEL)),
        (false, codes) => Some(sorted(codes.iter().map(|code| found(code, 1.0)).collect(), MODEL)),
    }
}
