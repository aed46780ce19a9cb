//! Who plays in the clip to be, and with what: what is typed and chosen, as a cast.

use domain::CharacterId;
use domain::character::{Named, in_cast};
use domain::consent::Parts;

/// What was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Players {
    /// The creator's handle.
    pub me: String,
    /// The character of theirs that plays.
    pub character: Option<CharacterId>,
    /// Who is added: a handle, or a character of somebody's as `ana/rex`.
    pub other: Option<String>,
    /// The creator leaves themselves out.
    pub away: bool,
    /// Of the creator, the face alone is wanted.
    pub my_face_only: bool,
    /// Of who is added, the face alone is wanted.
    pub their_face_only: bool,
    /// The character speaks with the creator's voice.
    pub my_voice: bool,
    /// A character of somebody's speaks with its owner's voice.
    pub their_voice: bool,
}

impl Players {
    /// Whether an entry names a character of somebody's.
    #[must_use]
    pub fn is_address(entry: &str) -> bool {
        matches!(Named::read(entry), Named::Address(_))
    }

    /// Whose the character is that an entry names by its address.
    #[must_use]
    pub fn owner(entry: &str) -> Option<String> {
        match Named::read(entry) {
            Named::Address(Some((owner, _))) => Some(owner.to_string()),
            _ => None,
        }
    }

    /// Whether a character is seen, and so nobody else.
    #[must_use]
    pub fn character_is_seen(&self) -> bool {
        self.character.is_some() || self.other.as_deref().is_some_and(Self::is_address)
    }

    /// The cast, and what of each is wanted.
    #[must_use]
    pub fn cast(&self) -> Vec<(String, Parts)> {
        let face = |only: bool| if only { Parts::Face } else { Parts::Both };
        let other = self.other.clone();
        let mine = self.my_voice.then(|| (self.me.clone(), Parts::Voice));
        match (&self.character, other) {
            // Whoever is added lends their voice to the character.
            (Some(id), Some(other)) if !Self::is_address(&other) => {
                vec![(in_cast(id), Parts::Both), (other, Parts::Voice)]
            }
            (Some(id), _) => std::iter::once((in_cast(id), Parts::Both)).chain(mine).collect(),
            (None, Some(other)) if Self::is_address(&other) => {
                let theirs = Self::owner(&other).filter(|_| self.their_voice).map(|owner| (owner, Parts::Voice));
                std::iter::once((other, Parts::Both)).chain(mine.or(theirs)).collect()
            }
            (None, Some(other)) => {
                let me = (!self.away).then(|| (self.me.clone(), face(self.my_face_only)));
                me.into_iter().chain([(other, face(self.their_face_only))]).collect()
            }
            (None, None) => vec![(self.me.clone(), face(self.my_face_only))],
        }
    }

    /// The cast by name alone.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.cast().into_iter().map(|(entry, _)| entry).collect()
    }

    /// Handles of who has lines of their own in the script. What a character says is one speech.
    #[must_use]
    pub fn speakers(&self) -> Vec<String> {
        if self.character_is_seen() {
            return vec![self.me.clone()];
        }
        self.entries()
    }

    /// Whether the creator's own likeness is needed.
    #[must_use]
    pub fn needs_me(&self) -> bool {
        self.cast().iter().any(|(handle, _)| *handle == self.me)
    }

    /// Whether somebody else's rules have a say.
    #[must_use]
    pub fn asks_others(&self) -> bool {
        self.other.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn players() -> Players {
        Players { me: "me".into(), ..Players::default() }
    }

    fn cast(players: &Players) -> Vec<(String, Parts)> {
        players.cast()
    }

    #[test]
    fn people_play_side_by_side_each_with_what_is_wanted() {
        let two = Players { other: Some("ana".into()), their_face_only: true, ..players() };
        assert_eq!(cast(&two), [("me".into(), Parts::Both), ("ana".into(), Parts::Face)]);
        assert_eq!(two.speakers(), ["me", "ana"]);
        let alone = Players { away: true, ..two };
        assert_eq!(cast(&alone), [("ana".into(), Parts::Face)]);
        assert!(!alone.needs_me() && players().needs_me());
        assert_eq!(cast(&Players { my_face_only: true, ..players() }), [("me".into(), Parts::Face)]);
    }

    #[test]
    fn a_character_is_seen_alone_and_may_borrow_a_voice() {
        let id = CharacterId::from_bytes(&[3; 16]);
        let mine = Players { character: Some(id.clone()), ..players() };
        assert_eq!(cast(&mine), [(in_cast(&id), Parts::Both)]);
        let voiced = Players { other: Some("ana".into()), ..mine };
        assert_eq!(cast(&voiced), [(in_cast(&id), Parts::Both), ("ana".into(), Parts::Voice)]);
        assert_eq!(voiced.speakers(), ["me"]);
        let theirs = Players { other: Some("ana/rex".into()), ..players() };
        assert!(theirs.character_is_seen() && !theirs.needs_me());
        assert_eq!(cast(&theirs), [("ana/rex".into(), Parts::Both)]);
        let spoken = Players { my_voice: true, ..theirs.clone() };
        assert_eq!(cast(&spoken), [("ana/rex".into(), Parts::Both), ("me".into(), Parts::Voice)]);
        let own = Players { their_voice: true, ..theirs };
        assert_eq!(cast(&own), [("ana/rex".into(), Parts::Both), ("ana".into(), Parts::Voice)]);
        assert_eq!(Players::owner("@Ana/Rex").as_deref(), Some("ana"));
    }

    #[test]
    fn a_character_speaks_with_the_voice_of_its_own_owner() {
        let id = CharacterId::from_bytes(&[3; 16]);
        let mine = Players { character: Some(id.clone()), my_voice: true, ..players() };
        assert_eq!(cast(&mine), [(in_cast(&id), Parts::Both), ("me".into(), Parts::Voice)]);
        assert!(mine.needs_me() && mine.character_is_seen() && !mine.asks_others());
        // Whoever was added speaks instead.
        let added = Players { other: Some("ana".into()), ..mine };
        assert_eq!(cast(&added), [(in_cast(&id), Parts::Both), ("ana".into(), Parts::Voice)]);
    }
}
