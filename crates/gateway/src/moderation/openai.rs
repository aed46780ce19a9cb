//! OpenAI's moderations: text and one picture at a time.

use serde_json::{Value, json};

use super::categories::found;
use super::{Matter, Moderator, Verdict, askable, sorted};
use crate::adapters::read;
use crate::signature::Scheme;
use crate::{Access, Answer, Cause, Exchange, Failure, Provider};

/// OpenAI, for moderation alone.
pub(super) static PROVIDER: Provider = Provider {
    name: "openai",
    title: "OpenAI",
    key: "OPENAI_API_KEY",
    doors: &[("OPENAI_URL", "https://api.openai.com")],
    options: &[("OPENAI_MODERATION_MODEL", "omni-moderation-latest")],
    media: &[],
    hosts: "",
    signs: Scheme::None,
};

pub(super) static OPENAI: OpenAi = OpenAi;

/// OpenAI's moderations.
pub(super) struct OpenAi;

impl Moderator for OpenAi {
    fn id(&self) -> &'static str {
        "openai"
    }

    fn provider(&self) -> &'static Provider {
        &PROVIDER
    }

    fn sees(&self) -> bool {
        true
    }

    fn ask(&self, matter: Matter<'_>, access: &Access) -> Result<Exchange, Failure> {
        let matter = askable(matter, true)?;
        let mut input = Vec::new();
        if !matter.text.trim().is_empty() {
            input.push(json!({ "type": "text", "text": matter.text }));
        }
        if let Some(url) = matter.picture {
            input.push(json!({ "type": "image_url", "image_url": { "url": url } }));
        }
        let body = json!({ "model": access.option(0), "input": input });
        let exchange = Exchange::json(format!("{}/v1/moderations", access.door(0)), &body)?;
        Ok(exchange.with("authorization", format!("Bearer {}", access.key)))
    }

    fn verdict(&self, answer: &Answer) -> Result<Verdict, Failure> {
        let body = answer.json();
        if !read::fine(answer) {
            let word = |name| read::text(&body, name).unwrap_or_default();
            let said = format!("{}: {}", word("/error/code"), word("/error/message"));
            return Err(match word("/error/code") {
                "insufficient_quota" => Failure::of(Cause::Credit, said),
                _ => Failure::by_status(answer, said),
            });
        }
        let results = body["results"].as_array().filter(|results| !results.is_empty());
        let results = results.ok_or_else(|| read::odd("the answer has no result"))?;
        let mut flagged = Vec::new();
        for result in results {
            let (Some(is), Some(categories)) = (result["flagged"].as_bool(), result["categories"].as_object()) else {
                return Err(read::odd("a result says nothing"));
            };
            let before = flagged.len();
            for (code, _) in categories.iter().filter(|(_, there)| **there == true) {
                let score = result["category_scores"].get(code).and_then(Value::as_f64);
                flagged.push(found(code, score.unwrap_or(1.0) as f32));
            }
            // A category that is not named is a reason as well.
            if is && flagged.len() == before {
                flagged.push(found("flagged", 1.0));
            }
        }
        Ok(sorted(flagged, read::text(&body, "/model").unwrap_or("openai")))
    }
}
