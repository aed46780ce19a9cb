//! The share page: the clip, the name, the cast, the label, one invitation. Loads like a photo.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ClipId;
use maud::{Markup, html};
use wire::accounts::Person;
use wire::clips::Clip;
use wire::paths;

use super::markup::{Frames, ancestry, document, no_clip, player, player_script, playing};
use crate::clips;
use crate::error::Answer;
use crate::state::App;

/// Longest description for other sites, in characters.
const DESCRIPTION_CHARS: usize = 160;

/// `GET /c/{id}`: for anyone, published clips only.
#[worker::send]
pub async fn share(State(app): State<App>, Path(id): Path<String>) -> Answer<Response> {
    let id = id.parse::<ClipId>().ok();
    let clip = match &id {
        Some(id) => clips::find(&app, id, None).await?,
        None => None,
    };
    match clip {
        Some(clip) => playing(Frames::None, document(&title(&app, &clip), "page", &head(&app, &clip), &body(&clip))),
        None => no_clip(&app, id.as_ref(), Frames::None).await,
    }
}

/// A clip's title: it has none of its own.
#[must_use]
pub fn title(app: &App, clip: &Clip) -> String {
    format!("{} on {}", clip.creator.display_name, app.name())
}

/// A text that fits a link's preview.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= limit {
        return text;
    }
    let cut: String = text.chars().take(limit.saturating_sub(1)).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{cut}…")
}

fn head(app: &App, clip: &Clip) -> Markup {
    let at = |path: &str| format!("{}{path}", app.origin());
    let (title, description) = (title(app, clip), shorten(&clip.script, DESCRIPTION_CHARS));
    let (media, poster, embed) = (at(&clip.media), at(&clip.poster), at(&paths::clip(paths::EMBED, &clip.id)));
    let alt = format!("Still of a clip by {}, made with AI", clip.creator.display_name);
    let oembed = format!("{}?url={}&format=json", at(paths::OEMBED), encode(&clip.share));
    let secure = app.origin().starts_with("https://");
    html! {
        (player_script())
        meta name="description" content=(description);
        link rel="canonical" href=(clip.share);
        link rel="alternate" type="application/json+oembed" href=(oembed) title=(title);
        meta property="og:type" content="video.other";
        meta property="og:site_name" content=(app.name());
        meta property="og:title" content=(title);
        meta property="og:description" content=(description);
        meta property="og:url" content=(clip.share);
        meta property="og:image" content=(poster);
        meta property="og:image:type" content="image/jpeg";
        meta property="og:image:width" content=(clip.width);
        meta property="og:image:height" content=(clip.height);
        meta property="og:image:alt" content=(alt);
        meta property="og:video" content=(media);
        @if secure {
            meta property="og:video:secure_url" content=(media);
        }
        meta property="og:video:type" content="video/mp4";
        meta property="og:video:width" content=(clip.width);
        meta property="og:video:height" content=(clip.height);
        @for person in clip.people() {
            meta property="video:actor" content=(at(&format!("/@{}", person.handle)));
        }
        @if let Some(name) = &clip.character {
            meta property="video:actor:role" content=(name);
        }
        meta name="twitter:card" content="player";
        meta name="twitter:title" content=(title);
        meta name="twitter:description" content=(description);
        meta name="twitter:image" content=(poster);
        meta name="twitter:image:alt" content=(alt);
        meta name="twitter:player" content=(embed);
        meta name="twitter:player:width" content=(clip.width);
        meta name="twitter:player:height" content=(clip.height);
        meta name="twitter:player:stream" content=(media);
        meta name="twitter:player:stream:content_type" content="video/mp4";
    }
}

fn body(clip: &Clip) -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.share {
            div.stage { (player(clip, true)) }
            section.credits aria-label="About this clip" {
                h1 { (clip.creator.display_name) }
                p.by {
                    a href={ "/@" (clip.creator.handle) } { "@" (clip.creator.handle) }
                    " "
                    span.label { "Made with AI" }
                }
                @if let Some(ancestry) = ancestry(clip) { p.cast { (ancestry) } }
                p.script { q { (clip.script) } }
                @if !clip.cast.is_empty() {
                    @if let Some(name) = &clip.character {
                        @let (seen, heard) = clip.cast.split_at(1);
                        p.cast {
                            "With " (name) ", a character of " (cast(seen))
                            @if !heard.is_empty() { ", in the voice of " (cast(heard)) }
                        }
                    } @else {
                        p.cast { "With the understudy of " (cast(&clip.cast)) }
                    }
                }
                p.cast { a href={ (paths::VERIFY) "?q=" (encode(&clip.share)) } { "Who agreed to this" } }
                p.join {
                    a.button href="/" { "See more on Understudy" }
                    a.also href=(format!("/make#remix={}", clip.id)) rel="nofollow" { "Remix this clip" }
                    @if clip.remixes > 0 {
                        a.also href=(format!("/clips/{}/remixes", clip.id)) { (remixes(clip.remixes)) }
                    }
                    span { "Members can invite you. Your likeness stays yours." }
                }
                p.flag { a href={ (paths::REPORT) "?clip=" (encode(&clip.share)) } rel="nofollow" { "Report this clip" } }
            }
        }
    }
}

fn remixes(count: u32) -> String {
    if count == 1 { "1 remix".to_owned() } else { format!("{count} remixes") }
}

fn cast(people: &[Person]) -> Markup {
    html! {
        @for (i, person) in people.iter().enumerate() {
            @if i > 0 { " and " }
            a href={ "/@" (person.handle) } { (person.display_name) }
        }
    }
}

/// A text as the value of a query parameter (RFC 3986).
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&crate::crypto::hex(&[byte]).to_ascii_uppercase());
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_for_previews() {
        assert_eq!(shorten("one  two\nthree", 20), "one two three");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("ééééé", 5), "ééééé");
        assert_eq!(encode("http://a/c/é"), "http%3A%2F%2Fa%2Fc%2F%C3%A9");
    }
}
