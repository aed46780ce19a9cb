//! What stands still, and by which switch: one thing's own, or the one for everything of its owner's.

use serde::{Deserialize, Serialize};

/// Whether a likeness or a character stands still, and since which turn of the switch for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Still {
    /// Nobody may use it.
    pub paused: bool,
    /// The switch for everything has paused it: turned back, it lets it go on.
    pub by_all: bool,
    /// The last turn of that switch that came here. Turns count up; what comes late changes nothing.
    pub turn: u32,
}

impl Still {
    /// After its own switch was turned. What its owner paused by itself stays so when everything else goes on.
    #[must_use]
    pub fn alone(self, paused: bool) -> Self {
        Self { paused, by_all: false, ..self }
    }

    /// After the switch for everything was turned.
    #[must_use]
    pub fn all(self, paused: bool, turn: u32) -> Self {
        if turn <= self.turn {
            return self;
        }
        match (paused, self.paused, self.by_all) {
            (true, false, _) => Self { paused: true, by_all: true, turn },
            (false, true, true) => Self { paused: false, by_all: false, turn },
            // Paused by itself before, or let go on by itself since.
            _ => Self { by_all: self.by_all && self.paused, turn, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::tests::Random;

    #[test]
    fn what_was_paused_before_stays_so() {
        let before = Still::default().alone(true);
        let (on, off) = (before.all(true, 1), before.all(true, 1).all(false, 2));
        assert!(on.paused && !on.by_all && off.paused);
        let going = Still::default().all(true, 1);
        assert!(going.paused && going.by_all && !going.all(false, 2).paused);
    }

    #[test]
    fn its_own_switch_has_the_last_word_about_it() {
        let all = Still::default().all(true, 1);
        // Paused by itself while everything is: it stays so.
        assert!(all.alone(true).all(false, 2).paused);
        // Let go on while everything else stands still: the switch back changes nothing, the next one pauses it again.
        let freed = all.alone(false);
        assert!(!freed.paused && !freed.all(false, 2).paused && freed.all(false, 2).all(true, 3).paused);
    }

    #[test]
    fn a_turn_counts_once_and_none_that_comes_late() {
        let on = Still::default().all(true, 3);
        assert_eq!(on.all(true, 3), on);
        assert_eq!(on.all(false, 2), on);
        assert_eq!(on.alone(false).all(true, 3), on.alone(false));
    }

    /// Turns that reach several things late, twice or not in order come to the same as in order once, and back and forth
    /// leaves things as they were.
    #[test]
    fn any_order_of_arrival_ends_where_the_last_turn_says() {
        let mut random = Random(0x5711_2026);
        for _ in 0..20_000 {
            let before = Still::default().alone(random.coin());
            let turns: Vec<(bool, u32)> = (1..=6).map(|turn| (turn % 2 == 1, turn)).collect();
            let mut still = before;
            for _ in 0..12 {
                let (paused, turn) = turns[random.below(6) as usize];
                still = still.all(paused, turn);
            }
            let last = still.all(false, 6);
            assert_eq!((last.paused, last.turn), (before.paused, 6));
            assert!(!last.by_all);
        }
    }
}
