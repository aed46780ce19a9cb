//! Which clip a report means: a share link, an embed link, the app's address, or the identifier alone.

use crate::ClipId;

/// Why a locator names no clip. The message says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocatorError {
    /// Nothing was given.
    #[error("say where the clip is: paste its link")]
    Empty,
    /// An address of another site.
    #[error("this link leads to another site: report it there")]
    Elsewhere,
    /// Nothing that a clip of ours could be found by.
    #[error("this is no link of a clip here: open the clip, choose share, and paste that link")]
    NotAClip,
}

/// The first parts of the paths at which clips are found.
const PLACES: [&str; 4] = ["c", "embed", "clips", "media"];

/// The clip that a text means. `origin` is the instance's own, without a slash at the end.
///
/// # Errors
/// A [`LocatorError`]; whether such a clip exists is not known here.
pub fn locate(text: &str, origin: &str) -> Result<ClipId, LocatorError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(LocatorError::Empty);
    }
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let bare = |address: &str| address.split_once("://").map_or(address, |(_, rest)| rest).to_ascii_lowercase();
    let (host, own) = (bare(text), bare(origin));
    let path = match host.strip_prefix(&own) {
        // The same host with more behind it is another one.
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#']) => rest,
        _ if text.starts_with('/') => host.as_str(),
        _ if text.contains("://") || text.contains('.') => return Err(LocatorError::Elsewhere),
        _ => return Err(LocatorError::NotAClip),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (Some(place), Some(id)) if PLACES.contains(&place) => id.parse().map_err(|_| LocatorError::NotAClip),
        _ => Err(LocatorError::NotAClip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://films.example:8787";

    #[test]
    fn a_clip_is_found_by_each_of_its_addresses() {
        let id = ClipId::from_bytes(&[7; 16]);
        for text in [
            id.to_string(),
            format!("  {id}\n"),
            format!("{ORIGIN}/c/{id}"),
            format!("{ORIGIN}/c/{id}?utm=x#t"),
            format!("{ORIGIN}/embed/{id}/"),
            format!("{ORIGIN}/clips/{id}"),
            format!("{ORIGIN}/media/{id}/clip.mp4"),
            format!("films.example:8787/c/{id}"),
            format!("http://Films.Example:8787/c/{id}"),
            format!("/c/{id}"),
        ] {
            assert_eq!(locate(&text, ORIGIN), Ok(id.clone()), "{text}");
        }
    }

    #[test]
    fn what_names_no_clip_says_why() {
        let id = ClipId::from_bytes(&[7; 16]);
        for (text, why) in [
            (String::new(), LocatorError::Empty),
            (" \n".to_owned(), LocatorError::Empty),
            (format!("https://other.example/c/{id}"), LocatorError::Elsewhere),
            (format!("{ORIGIN}7/c/{id}"), LocatorError::Elsewhere),
            (format!("{ORIGIN}.evil.example/c/{id}"), LocatorError::Elsewhere),
            (ORIGIN.to_owned(), LocatorError::NotAClip),
            (format!("{ORIGIN}/c/short"), LocatorError::NotAClip),
            (format!("{ORIGIN}/@ana"), LocatorError::NotAClip),
            ("the one with the cat".to_owned(), LocatorError::NotAClip),
            ("é".repeat(26), LocatorError::NotAClip),
        ] {
            assert_eq!(locate(&text, ORIGIN), Err(why), "{text}");
        }
    }
}
