//! Who played in a render, to be cast once more.

use domain::CharacterId;
use domain::consent::Parts;
use wire::renders::Render;

/// A cast as the page for writing a clip chooses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Again {
    /// Who plays beside the creator, or alone: a handle, or a character as `ana/rex`.
    pub(super) other: Option<String>,
    /// The creator's character that plays.
    pub(super) character: Option<CharacterId>,
    /// The creator does not play.
    pub(super) without_me: bool,
    /// Of the creator, the face alone.
    pub(super) my_face_only: bool,
    /// Of the other, the face alone.
    pub(super) their_face_only: bool,
    /// The character speaks with the creator's voice.
    pub(super) my_voice: bool,
    /// A character of somebody's speaks with its owner's voice.
    pub(super) their_voice: bool,
}

impl Again {
    /// The cast of a render. Without its creator's name, the first of the cast is taken for them.
    pub(super) fn of(render: &Render) -> Self {
        let cast: Vec<&str> = render.cast.iter().map(|person| person.handle.as_str()).collect();
        let (first, second) = (cast.first().copied(), cast.get(1).copied());
        let me = render.creator.as_ref().map(|person| person.handle.as_str()).or(first);
        if let Some(character) = &render.character {
            // Who stands beside a character lends it their voice: somebody, or its own owner.
            let lender = second.filter(|handle| Some(*handle) != me && Some(*handle) != first);
            let mine = first == me;
            return Self {
                other: if mine {
                    lender.map(str::to_owned)
                } else {
                    render.address.as_ref().map(|rex| rex.trim_start_matches('@').to_owned())
                },
                character: mine.then(|| character.clone()),
                my_voice: second.is_some() && second == me,
                their_voice: second.is_some() && second == first && !mine,
                ..Self::default()
            };
        }
        let place = |wanted: fn(bool) -> bool| cast.iter().position(|handle| wanted(Some(*handle) == me));
        let (mine, theirs) = (place(|me| me), place(|me| !me));
        let face = |place: Option<usize>| place.and_then(|place| render.parts.get(place)) == Some(&Parts::Face);
        Self {
            other: theirs.and_then(|place| cast.get(place)).map(|handle| (*handle).to_owned()),
            without_me: theirs.is_some() && mine.is_none(),
            my_face_only: face(mine),
            their_face_only: face(theirs),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A render of `me` with this cast.
    fn render(cast: &[&str], more: &Value) -> Render {
        let person = |handle: &&str| json!({ "handle": handle, "display_name": "Somebody" });
        let mut whole = json!({
            "id": "0123456789abcdefghjkmnpqrs", "state": "refused", "script": "Hello.", "prompt": "On a beach",
            "cast": cast.iter().map(person).collect::<Vec<_>>(), "creator": person(&"mee"), "seed": 1,
            "ticket": null, "clip": null, "created_at": 1, "expires_at": 2,
        });
        for (name, value) in more.as_object().unwrap() {
            whole[name] = value.clone();
        }
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn whoever_played_is_cast_again() {
        let again = |cast: &[&str], more: Value| Again::of(&render(cast, &more));
        assert_eq!(again(&["mee"], json!({})), Again::default());
        assert_eq!(again(&["mee"], json!({ "parts": ["face"] })), Again { my_face_only: true, ..Again::default() });
        let ana = Again { other: Some("ana".into()), ..Again::default() };
        assert_eq!(
            again(&["mee", "ana"], json!({ "parts": ["both", "face"] })),
            Again { their_face_only: true, ..ana.clone() }
        );
        // Without the creator, they play alone.
        assert_eq!(
            again(&["ana"], json!({ "parts": ["face"] })),
            Again { without_me: true, their_face_only: true, ..ana }
        );
    }

    #[test]
    fn a_character_is_cast_again_by_what_its_creator_calls_it() {
        let again = |cast: &[&str], more: Value| Again::of(&render(cast, &more));
        let id = CharacterId::from_bytes(&[3; 16]);
        let own = Again { character: Some(id.clone()), ..Again::default() };
        assert_eq!(again(&["mee"], json!({ "character": id })), own);
        assert_eq!(
            again(&["mee", "ana"], json!({ "character": id, "parts": ["both", "voice"] })),
            Again { other: Some("ana".into()), ..own.clone() }
        );
        let theirs = json!({ "character": id, "address": "@ana/rex" });
        let rex = Again { other: Some("ana/rex".into()), ..Again::default() };
        assert_eq!(again(&["ana"], theirs.clone()), rex);
        assert_eq!(again(&["ana", "mee"], theirs.clone()), Again { my_voice: true, ..rex.clone() });
        assert_eq!(again(&["ana", "ana"], theirs), Again { their_voice: true, ..rex });
        assert_eq!(again(&["mee", "mee"], json!({ "character": id })), Again { my_voice: true, ..own.clone() });
        // It is gone: nobody is cast in its place.
        assert_eq!(again(&["ana"], json!({ "character": id })), Again::default());
    }
}
