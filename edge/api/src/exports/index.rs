//! The page at the front of an export. It needs nothing but the files beside it, and has no script.

use crate::dates::day;
use exports::layout;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use wire::exports::{ExportedClip, ExportedPerson};

use super::files::{Export, Lists};
use super::sections::SECTIONS;

const STYLE: &str = include_str!("index.css");

/// The page.
pub(super) fn page(export: &Export) -> Markup {
    let (handle, host) = (&export.caller.handle, host(export.app.origin()));
    let [part, parts] = export.part;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="content-security-policy"
                    content="default-src 'none'; img-src 'self' file:; media-src 'self' file:; style-src 'unsafe-inline'";
                title { "Everything of @" (handle) " on " (host) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { strong { "Understudy" } }
                main {
                    h1 { "Everything of @" (handle) }
                    p.lead {
                        "From " (host) ", " (day(export.made_at)) "."
                        @if parts > 1 { " File " (part) " of " (parts) "." }
                        " It is yours: keep it, look at it, or bring it to another place that runs Understudy."
                    }
                    h2 { "What is here" }
                    ul.parts {
                        @for section in SECTIONS {
                            @let there: Vec<&str> = section.files.iter().copied()
                                .filter(|path| export.has(path)).collect();
                            @if !there.is_empty() {
                                li {
                                    (section.says) " "
                                    @for path in there { a href=(path) { (path) } " " }
                                }
                            }
                        }
                        li {
                            "A list of every file with its SHA-256: " a href=(layout::MANIFEST) { (layout::MANIFEST) }
                        }
                    }
                    h2 { "Your clips" }
                    @if export.clips.is_empty() { p { "None yet." } }
                    ol.clips { @for clip in &export.clips { (show(clip)) } }
                    (lists(&export.lists))
                    h2 { "Bringing it elsewhere" }
                    p {
                        "Join the other place, open its settings, choose \"Bring an export\" and this ZIP as it is. "
                        "Your understudy, rules, characters and the clips that show only you go along, as drafts. "
                        "Clips with others in them stay here: they have to agree there themselves. "
                        "Whom you follow and block, and what you like, comes back where somebody there has the same handle and, for a clip, has published the same film. "
                        "Requests and the ledger are about the old place, and are for you to keep."
                        @if parts > 1 { " Each of the files can be brought on its own, in any order." }
                    }
                }
            }
        }
    }
}

/// What could not come along elsewhere can be read here.
fn lists(all: &Lists) -> Markup {
    let (none, handles) = (Vec::new(), |people: &[ExportedPerson]| {
        html! { ul { @for person in people { li { (person.display_name) ", @" (person.handle) ", since " (day(person.since)) } } } }
    });
    let people = all.people.as_ref();
    let [following, followers, blocked] = [
        people.map_or(&none, |people| &people.following),
        people.map_or(&none, |people| &people.followers),
        people.map_or(&none, |people| &people.blocked),
    ];
    let named = [("Whom you follow", following), ("Who follows you", followers), ("Whom you blocked", blocked)];
    html! {
        @for (title, people) in named {
            @if !people.is_empty() { details { summary { (title) " (" (people.len()) ")" } (handles(people)) } }
        }
        @if !all.likes.is_empty() {
            details {
                summary { "What you like (" (all.likes.len()) ")" }
                ul { @for like in &all.likes { li { "A clip by @" (like.creator) ", " (day(like.liked_at)) } } }
            }
        }
        @if !all.requests.is_empty() {
            details {
                summary { "Requests (" (all.requests.len()) ")" }
                ul {
                    @for request in &all.requests {
                        li { "@" (request.creator) " asked @" (request.owner) ", " (day(request.asked_at)) ": " (request.state) }
                    }
                }
            }
        }
    }
}

fn show(clip: &ExportedClip) -> Markup {
    let film = layout::clip_film(&clip.id);
    html! {
        li {
            @if clip.left_out.is_none() {
                a.film href=(film) { img src=(layout::clip_poster(&clip.id)) alt=(clip.script) loading="lazy"; }
            } @else {
                p.film.none { "The film is not here: it was taken down, or somebody in it has paused." }
            }
            p.said { (clip.script) }
            p.facts {
                (day(clip.created_at)) " · "
                @for (n, person) in clip.cast.iter().enumerate() { @if n > 0 { ", " } "@" (person.handle) }
                @if let Some(name) = &clip.character_name { " as " (name.as_str()) }
                " · " a href=(layout::clip_json(&clip.id)) { "all about it" }
            }
        }
    }
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
