//! Where a clip is made: on whose device, or at which provider.

use serde::{Deserialize, Serialize};

use super::Holding;
use crate::AccountId;

/// What makes a clip.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// The studio on this member's device.
    Device(AccountId),
    /// An outside provider, by name.
    Provider(String),
}

/// One of a cast, and where their pack may be opened.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// Whose pack.
    pub owner: &'a AccountId,
    /// Where.
    pub holding: Holding,
}

/// Two owners keep their packs on their own devices: nobody can draw both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two of the cast keep their packs on their own devices, so no device can draw both")]
pub struct TwoAtHome;

/// On whose device a cast can be drawn: the asker's, unless one of the cast keeps the pack at home.
///
/// # Errors
/// [`TwoAtHome`].
pub fn choose_maker(asker: &AccountId, cast: &[Home<'_>]) -> Result<Maker, TwoAtHome> {
    let mut home = None;
    for member in cast.iter().filter(|member| member.holding == Holding::Nowhere) {
        match home {
            Some(other) if other != member.owner => return Err(TwoAtHome),
            _ => home = Some(member.owner),
        }
    }
    Ok(Maker::Device(home.unwrap_or(asker).clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_that_stays_home_brings_the_work_to_it() {
        let (ana, ben, cleo) =
            (AccountId::from_bytes(&[1; 16]), AccountId::from_bytes(&[2; 16]), AccountId::from_bytes(&[3; 16]));
        let home = |owner, holding| Home { owner, holding };
        let on = |owner: &AccountId| Ok(Maker::Device(owner.clone()));
        let (out, stay) = (Holding::Devices, Holding::Nowhere);
        assert_eq!(choose_maker(&ana, &[home(&ana, stay)]), on(&ana));
        assert_eq!(choose_maker(&ana, &[home(&ben, out), home(&cleo, out)]), on(&ana));
        assert_eq!(choose_maker(&ana, &[home(&ben, out), home(&cleo, stay)]), on(&cleo));
        assert_eq!(choose_maker(&ana, &[home(&ana, out), home(&ben, stay)]), on(&ben));
        assert_eq!(choose_maker(&ana, &[home(&ana, stay), home(&ben, stay)]), Err(TwoAtHome));
    }
}
