//! Hints that may be mistaken: told only when they last, kept for a moment, and given up after a while, so that a
//! shadow, a scar or a pair of glasses never keeps anybody out.

use super::Hint;

/// How long something has to be seen before it is told, in seconds.
const SURE_S: f64 = 0.35;
/// How long a hint stays after it was last seen, in seconds.
const STAY_S: f64 = 0.3;
/// How long it is told before it is let pass, in seconds.
const LONGEST_S: f64 = 5.0;

#[derive(Debug, Clone, Copy)]
struct Told {
    hint: Hint,
    since_s: f64,
    last_s: f64,
}

/// What is being told.
#[derive(Debug, Clone, Default)]
pub(super) struct Patience {
    told: Option<Told>,
    /// Told for long enough: not in the way any more.
    given_up: Vec<Hint>,
}

impl Patience {
    /// Takes what was seen on a frame.
    ///
    /// # Errors
    /// The hint that has to be told.
    pub(super) fn allows(&mut self, seen: Option<Hint>, t_s: f64) -> Result<(), Hint> {
        let seen = seen.filter(|hint| !self.given_up.contains(hint));
        let before = self.told.filter(|told| t_s >= told.last_s && t_s - told.last_s <= STAY_S);
        self.told = match (seen, before) {
            (Some(hint), Some(told)) if told.hint == hint => Some(Told { last_s: t_s, ..told }),
            // The one that is being told goes first.
            (_, Some(told)) if t_s - told.since_s >= SURE_S => Some(told),
            (Some(hint), _) => Some(Told { hint, since_s: t_s, last_s: t_s }),
            (None, before) => before,
        };
        match self.told {
            Some(told) if t_s - told.since_s >= LONGEST_S => {
                self.given_up.push(told.hint);
                self.told = None;
                Ok(())
            }
            Some(told) if t_s - told.since_s >= SURE_S => Err(told.hint),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_is_told_without_flicker_and_not_for_ever() {
        let mut patience = Patience::default();
        let mut told = Vec::new();
        for i in 0..300 {
            let t_s = f64::from(i) / 30.0;
            // Seen on two frames of three.
            let seen = (i % 3 > 0).then_some(Hint::Covered);
            told.push(patience.allows(seen, t_s).is_err());
        }
        let changes = told.windows(2).filter(|w| w[0] != w[1]).count();
        assert_eq!(changes, 2, "on, and off again for good");
        let frames = told.iter().filter(|t| **t).count();
        assert!((100..160).contains(&frames), "{frames}");
    }

    #[test]
    fn one_frame_says_nothing() {
        let mut patience = Patience::default();
        let seen = |i: i32| (i % 30 == 0).then_some(Hint::Glare);
        assert!((0..300).all(|i| patience.allows(seen(i), f64::from(i) / 30.0).is_ok()));
    }
}
