//! What this site says of a receipt or of a clip.

use domain::ClipId;
use tlog::{Keys, Receipt};
use wire::paths;

use crate::error::Answer;
use crate::state::App;
use crate::{clips, dates, log};

/// One sentence, and what it rests on.
pub(super) struct Verdict {
    /// `yes`, `withdrawn` or `no`.
    pub(super) holds: &'static str,
    /// The sentence.
    pub(super) sentence: String,
    /// Names and values.
    pub(super) evidence: Vec<(&'static str, String)>,
}

fn no(sentence: &str) -> Verdict {
    Verdict { holds: "no", sentence: sentence.to_owned(), evidence: Vec::new() }
}

/// What was pasted.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Receipt(String),
    Clip(ClipId),
    Neither,
}

/// Judges what somebody pasted.
///
/// # Errors
/// The database or the log's object fails.
pub(super) async fn judge(app: &App, asked: &str) -> Answer<Verdict> {
    match read(app.origin(), asked) {
        Asked::Receipt(jws) => receipt(app, &jws).await,
        Asked::Clip(id) => clip(app, &id).await,
        Asked::Neither => Ok(no("This is neither a receipt nor the link of a clip on this site.")),
    }
}

/// A receipt by itself or in the JSON that the API gives, or one of our links.
fn read(origin: &str, asked: &str) -> Asked {
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(asked)
        && let Some(jws) = json["receipt"].as_str()
    {
        return Asked::Receipt(jws.to_owned());
    }
    let path = asked.strip_prefix(origin).unwrap_or(asked);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let place = ["/c/", "/embed/", "/clips/", ""].iter().find_map(|folder| path.strip_prefix(folder)?.parse().ok());
    match place {
        Some(id) => Asked::Clip(id),
        None if asked.matches('.').count() == 2 && !asked.contains('/') => Asked::Receipt(asked.to_owned()),
        None => Asked::Neither,
    }
}

async fn receipt(app: &App, jws: &str) -> Answer<Verdict> {
    let keys = Keys::read(&log::issuer(app).keys());
    let receipt = match keys.and_then(|keys| keys.check(jws)) {
        Ok(receipt) => receipt,
        Err(refused) => return Ok(no(&format!("This receipt does not hold: {refused}."))),
    };
    if receipt.iss != app.origin() || receipt.log != log::origin(app) {
        return Ok(no(&format!("This receipt is from {}. Open its verify page.", receipt.iss)));
    }
    let placed = log::placed(app, receipt.index).await?;
    let entry = receipt.entry().and_then(|entry| entry.encode().ok());
    if entry.is_none() || entry != placed.leaf.map(String::into_bytes) {
        return Ok(no("The signature is this site's, but the entry is not in its log. Tell whoever runs this site."));
    }
    let mut evidence = shown(app, &receipt.clip).await?;
    evidence.extend(facts(&receipt, placed.withdrawn));
    Ok(verdict(placed.withdrawn.is_some(), evidence))
}

async fn clip(app: &App, id: &ClipId) -> Answer<Verdict> {
    let uses = log::receipts::public(app, id, None).await?;
    if uses.is_empty() {
        return Ok(no(
            "Nothing of this clip can be seen in the log here. It was never published, or all who were in it have left.",
        ));
    }
    let keys = Keys::read(&log::issuer(app).keys());
    let mut evidence = shown(app, id.as_str()).await?;
    for used in &uses {
        if let Ok(receipt) = keys.as_ref().map_err(Clone::clone).and_then(|keys| keys.check(&used.receipt)) {
            evidence.extend(facts(&receipt, used.withdrawn));
        }
    }
    Ok(verdict(uses.iter().any(|used| used.withdrawn.is_some()), evidence))
}

fn verdict(withdrawn: bool, evidence: Vec<(&'static str, String)>) -> Verdict {
    let (holds, sentence) = if withdrawn {
        ("withdrawn", "This was agreed to, and has been taken back since.")
    } else {
        ("yes", "This was agreed to, and it stands in the log.")
    };
    Verdict { holds, sentence: sentence.to_owned(), evidence }
}

/// What anyone can see of a clip now.
async fn shown(app: &App, id: &str) -> Answer<Vec<(&'static str, String)>> {
    let clip = match id.parse::<ClipId>() {
        Ok(id) => clips::find(app, &id, None).await?,
        Err(_) => None,
    };
    Ok(match clip {
        Some(clip) => {
            let cast: Vec<String> = clip.people().iter().map(|person| format!("@{}", person.handle)).collect();
            let with = match &clip.character {
                Some(name) => ("With", format!("{name}, a character of {}", cast.join(", "))),
                None => ("With the understudy of", cast.join(", ")),
            };
            vec![
                ("Published by", format!("{} (@{})", clip.creator.display_name, clip.creator.handle)),
                with,
                ("Clip", format!("{}{}", app.origin(), paths::clip(paths::SHARE, &clip.id))),
            ]
        }
        None => vec![("Clip", "It is not on this site any more, or not yet.".to_owned())],
    })
}

fn facts(receipt: &Receipt, withdrawn: Option<u64>) -> Vec<(&'static str, String)> {
    let taken = withdrawn.map_or_else(|| "No.".to_owned(), |index| format!("Yes, by entry {index}."));
    vec![
        ("Agreed under", format!("Version {} of the owner's rules", receipt.policy)),
        ("In the log", format!("Entry {} of {}", receipt.index, receipt.log)),
        ("Hour", hour(receipt.time)),
        ("Taken back", taken),
        ("File (SHA-256)", receipt.sha256.clone()),
    ]
}

/// Seconds since 1970 as a date and an hour in UTC.
fn hour(seconds: u64) -> String {
    format!("{} UTC", dates::iso(seconds * 1000).get(..16).unwrap_or_default().replace('T', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted() {
        let id = ClipId::from_bytes(&[3; 16]);
        let asked = |text: &str| read("https://example.org", text);
        for text in [
            format!("https://example.org/c/{id}"),
            format!("https://example.org/embed/{id}?x=1#t"),
            format!("https://example.org/clips/{id}"),
            format!("/c/{id}"),
            id.to_string(),
        ] {
            assert_eq!(asked(&text), Asked::Clip(id.clone()), "{text}");
        }
        assert_eq!(asked("a.b.c"), Asked::Receipt("a.b.c".into()));
        assert_eq!(asked("{\"receipt\":\"a.b.c\",\"index\":1}"), Asked::Receipt("a.b.c".into()));
        for text in ["a.b", "https://example.net/c/x", "{}", "hello", &format!("https://example.net/c/{id}")] {
            assert_eq!(asked(text), Asked::Neither, "{text}");
        }
    }
}
