//! How two members stand to each other: following and blocking. A block wins over everything.

use serde::{Deserialize, Serialize};

/// How one member, `a`, stands to another, `b`. Whoever shows it to `a` leaves [`Relation::blocked_by`] out: people are
/// not told that they are blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Relation {
    /// `a` follows `b`.
    pub follows: bool,
    /// `b` follows `a`.
    pub followed_by: bool,
    /// Each follows the other.
    pub mutual: bool,
    /// `a` blocked `b`.
    pub blocked: bool,
    /// `b` blocked `a`.
    pub blocked_by: bool,
}

impl Relation {
    /// The relation that these rows make. Between people of whom one blocked the other nobody follows, whatever was
    /// written before.
    #[must_use]
    pub fn new(follows: bool, followed_by: bool, blocked: bool, blocked_by: bool) -> Self {
        let apart = blocked || blocked_by;
        let (follows, followed_by) = (follows && !apart, followed_by && !apart);
        Self { follows, followed_by, mutual: follows && followed_by, blocked, blocked_by }
    }

    /// Whether either blocked the other: then neither follows, mentions or casts the other.
    #[must_use]
    pub fn apart(self) -> bool {
        self.blocked || self.blocked_by
    }

    /// The same from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        Self::new(self.followed_by, self.follows, self.blocked_by, self.blocked)
    }

    /// Whether `a` may follow `b`.
    ///
    /// # Errors
    /// The block that stands between them.
    pub fn may_follow(self) -> Result<(), Apart> {
        match self {
            Self { blocked_by: true, .. } => Err(Apart::Hidden),
            Self { blocked: true, .. } => Err(Apart::Blocked),
            _ => Ok(()),
        }
    }
}

/// Why somebody cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Apart {
    /// They blocked the other themselves.
    #[error("you blocked this person: unblock them first")]
    Blocked,
    /// The other blocked them. They read what they would read if the other were not there.
    #[error("nobody here has this handle")]
    Hidden,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Relation> {
        (0..16u8).map(|n| Relation::new(n & 1 != 0, n & 2 != 0, n & 4 != 0, n & 8 != 0))
    }

    #[test]
    fn a_block_ends_following_both_ways() {
        for relation in all() {
            assert_eq!(relation.mutual, relation.follows && relation.followed_by);
            if relation.apart() {
                assert!(!relation.follows && !relation.followed_by && !relation.mutual);
                assert!(relation.may_follow().is_err() && relation.turned().may_follow().is_err());
            } else {
                assert_eq!(relation.may_follow(), Ok(()));
            }
        }
    }

    #[test]
    fn both_sides_see_one_relation() {
        for relation in all() {
            assert_eq!(relation.turned().turned(), relation);
            assert_eq!(relation.turned().mutual, relation.mutual);
            assert_eq!(relation.turned().blocked, relation.blocked_by);
        }
    }

    #[test]
    fn who_is_blocked_is_not_told() {
        let relation = Relation::new(false, false, true, true);
        assert_eq!(relation.may_follow(), Err(Apart::Hidden));
    }
}
