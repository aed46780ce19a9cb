//! What an import does, thing by thing. Pure.

use domain::CharacterId;
use domain::text::CharacterName;
use exports::{Contents, layout};
use wire::characters::Character;
use wire::exports::ExportedClip;

use crate::trouble::Trouble;

/// One thing in an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    /// The pack.
    Pack,
    /// Rules, and people approved.
    Rules,
    /// A character.
    Character(Box<Character>),
    /// A clip.
    Clip(Box<ExportedClip>),
    /// Whom the member follows and blocked.
    People,
    /// What they like.
    Likes,
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Not yet.
    Waits,
    /// Now.
    Goes,
    /// It is here now; with what has to be known about it.
    Brought(Option<String>),
    /// It was here before; with what has to be known about it.
    Here(Option<String>),
    /// It stays where it is, and why.
    LeftOut(String),
    /// It did not work; the same can be tried again.
    Failed(Trouble),
}

/// A thing on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What.
    pub thing: Thing,
    /// What becomes of it.
    pub fate: Fate,
    /// Its bytes, for the time that is left.
    pub bytes: u64,
}

impl Item {
    /// What the visitor reads.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.thing {
            Thing::Pack => "Your understudy".to_owned(),
            Thing::Rules => "Your rules".to_owned(),
            Thing::Character(character) => format!("Character: {}", character.name.as_str()),
            Thing::Clip(clip) => format!("\u{201c}{}\u{201d}", short(&clip.script)),
            Thing::People => "Whom you follow and block".to_owned(),
            Thing::Likes => "What you like".to_owned(),
        }
    }

    /// Whether nothing is left to do about it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !matches!(self.fate, Fate::Waits | Fate::Goes | Fate::Failed(_))
    }
}

fn short(text: &str) -> String {
    let all = text.chars().count();
    let head: String = text.chars().take(60).collect();
    if all > 60 { format!("{}\u{2026}", head.trim_end()) } else { head }
}

/// Everything that can be brought, in the order in which it has to come: a clip needs the understudy or the character
/// that plays in it. What stays says why.
#[must_use]
pub fn items(
    contents: &Contents,
    characters: Vec<Character>,
    clips: Vec<ExportedClip>,
    lists: impl IntoIterator<Item = Thing>,
) -> Vec<Item> {
    let bytes = |path: &str| contents.file(path, u64::MAX).map_or(0, |entry| entry.bytes);
    let mut items = Vec::new();
    if contents.has(layout::PACK) {
        items.push(Item { thing: Thing::Pack, fate: Fate::Waits, bytes: bytes(layout::PACK) });
    }
    if contents.has(layout::POLICY) {
        items.push(Item { thing: Thing::Rules, fate: Fate::Waits, bytes: bytes(layout::POLICY) });
    }
    let kept: Vec<CharacterId> = characters.iter().map(|character| character.id.clone()).collect();
    for character in characters {
        let bytes = bytes(&layout::character_pack(&character.id));
        items.push(Item { thing: Thing::Character(Box::new(character)), fate: Fate::Waits, bytes });
    }
    let handle = contents.manifest.handle.as_str();
    for clip in clips {
        let stays = stays(&clip, handle, &kept, contents.has(&layout::clip_film(&clip.id)));
        let fate = stays.map_or(Fate::Waits, Fate::LeftOut);
        let bytes = bytes(&layout::clip_film(&clip.id));
        items.push(Item { thing: Thing::Clip(Box::new(clip)), fate, bytes });
    }
    // A liked clip may be one of those above.
    items.extend(lists.into_iter().map(|thing| Item { thing, fate: Fate::Waits, bytes: 0 }));
    items
}

/// Why a clip cannot be brought.
fn stays(clip: &ExportedClip, handle: &str, kept: &[CharacterId], film: bool) -> Option<String> {
    let others: Vec<String> = clip
        .cast
        .iter()
        .filter(|person| person.handle.as_str() != handle)
        .map(|person| format!("@{}", person.handle))
        .collect();
    if !others.is_empty() {
        return Some(format!(
            "{} plays in it, and has to agree here first. Make it anew with them.",
            others.join(" and ")
        ));
    }
    if !film {
        return Some("Its film is not in the export: it was taken down, or somebody in it had paused.".to_owned());
    }
    match &clip.character {
        Some(id) if !kept.contains(id) => {
            let name = clip.character_name.as_ref().map_or("that", CharacterName::as_str);
            Some(format!("The character {name} is not in the export."))
        }
        _ => None,
    }
}

/// What is said of handles that are not here, the first few by name. None when all are.
#[must_use]
pub fn missing(handles: &[String], what: &str) -> Option<String> {
    const NAMED: usize = 20;
    let named: Vec<String> = handles.iter().take(NAMED).map(|handle| format!("@{handle}")).collect();
    let more = handles.len().saturating_sub(NAMED);
    let tail = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!named.is_empty()).then(|| format!("{what}: {}{tail}. Your file keeps the list, in index.html.", named.join(", ")))
}

/// The same for each try of one thing by one account: an edge that has it answers with what it has.
#[must_use]
pub fn key(kind: &str, id: &str, sha256: &str) -> String {
    format!("{kind}-{id}-{}", &sha256[..sha256.len().min(16)])
}

/// The name under which a clip's character is known here.
#[must_use]
pub fn here<'a>(known: &'a [(CharacterId, CharacterId)], there: &CharacterId) -> Option<&'a CharacterId> {
    known.iter().find(|(from, _)| from == there).map(|(_, to)| to)
}

#[cfg(test)]
mod tests {
    use domain::ClipId;
    use domain::text::{DisplayName, Handle};
    use wire::accounts::Person;
    use wire::clips::ClipState;

    use super::*;

    fn person(handle: &str) -> Person {
        let (handle, name): (Handle, DisplayName) = (handle.parse().unwrap(), "Somebody".parse().unwrap());
        Person { handle, display_name: name }
    }

    fn clip(cast: &[&str]) -> ExportedClip {
        ExportedClip {
            id: ClipId::from_bytes(&[1; 16]),
            state: ClipState::Published,
            cast: cast.iter().map(|handle| person(handle)).collect(),
            character: None,
            character_name: None,
            script: "Hello there".into(),
            prompt: "A library".into(),
            width: 540,
            height: 960,
            duration_ms: 2000,
            sha256: "0".repeat(64),
            likes: 0,
            created_at: 1,
            published_at: None,
            left_out: None,
        }
    }

    #[test]
    fn a_clip_stays_when_somebody_else_is_in_it_or_its_film_is_not_there() {
        assert_eq!(stays(&clip(&["ana"]), "ana", &[], true), None);
        assert!(stays(&clip(&["ana", "ben"]), "ana", &[], true).unwrap().starts_with("@ben plays in it"));
        assert!(stays(&clip(&["ben"]), "ana", &[], true).is_some());
        assert!(stays(&clip(&["ana"]), "ana", &[], false).is_some());
        let rex = CharacterId::from_bytes(&[2; 16]);
        let played = ExportedClip { character: Some(rex.clone()), ..clip(&["ana"]) };
        assert!(stays(&played, "ana", &[], true).is_some());
        assert_eq!(stays(&played, "ana", &[rex], true), None);
    }

    #[test]
    fn who_is_missing_is_named_as_far_as_it_can_be_read() {
        assert_eq!(missing(&[], "Not here"), None);
        let many: Vec<String> = (0..22).map(|n| format!("m{n}")).collect();
        let words = missing(&many, "Not here").unwrap();
        assert!(words.starts_with("Not here: @m0, @m1, ") && words.contains("@m19 and 2 more."), "{words}");
        assert!(missing(&many[..1], "Not here").unwrap().starts_with("Not here: @m0. "));
    }

    #[test]
    fn keys_are_short_enough_for_the_edge() {
        let id = ClipId::from_bytes(&[1; 16]);
        let key = key("character", id.as_str(), &"a".repeat(64));
        assert!((16..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{key}");
    }
}
