//! Caps on what is spent. Money is reserved before anything is ordered, so that a cap holds however much is asked for at once.

use serde::{Deserialize, Serialize};

use crate::price::MicroUsd;

/// What may be spent at most, reservations included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    /// By one account on one day (UTC).
    pub account_day: MicroUsd,
    /// By all on one day.
    pub day: MicroUsd,
    /// By all, ever.
    pub total: MicroUsd,
}

/// What is reserved or spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// By the account today.
    pub account_day: MicroUsd,
    /// By all today.
    pub day: MicroUsd,
    /// By all, ever.
    pub total: MicroUsd,
}

/// The cap that an amount would exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// The account's.
    #[error("your spending cap for today is reached")]
    Account,
    /// That of the day.
    #[error("this site's spending cap for today is reached")]
    Day,
    /// That of the instance.
    #[error("this site's spending cap is reached")]
    Total,
}

impl Exceeded {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Account => "account_day_cap",
            Self::Day => "day_cap",
            Self::Total => "total_cap",
        }
    }
}

/// Whether an amount may be reserved.
///
/// # Errors
/// The cap that it would exceed, the narrowest first.
pub fn fits(spent: &Spent, caps: &Caps, amount: MicroUsd) -> Result<(), Exceeded> {
    let over = |spent: MicroUsd, cap: MicroUsd| spent.saturating_add(amount) > cap;
    if over(spent.account_day, caps.account_day) {
        Err(Exceeded::Account)
    } else if over(spent.day, caps.day) {
        Err(Exceeded::Day)
    } else if over(spent.total, caps.total) {
        Err(Exceeded::Total)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_cap_speaks_and_the_last_cent_is_spent() {
        let caps = Caps { account_day: 10, day: 20, total: 30 };
        let spent = |account_day, day, total| Spent { account_day, day, total };
        assert_eq!(fits(&spent(0, 0, 0), &caps, 10), Ok(()));
        assert_eq!(fits(&spent(1, 1, 1), &caps, 10), Err(Exceeded::Account));
        assert_eq!(fits(&spent(0, 11, 11), &caps, 10), Err(Exceeded::Day));
        assert_eq!(fits(&spent(0, 10, 21), &caps, 10), Err(Exceeded::Total));
        assert_eq!(fits(&spent(0, 0, 0), &caps, MicroUsd::MAX), Err(Exceeded::Account));
    }
}
