//! How often a likeness was used: what caps are measured against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Caps, Rule};
use crate::UnixMs;

const HOUR_MS: u64 = 3_600_000;
/// Hours in which a use counts for the day. The hour in which it began counts whole, so a cap never lets one through
/// early.
const DAY: u64 = 24;
/// The same for the week.
const WEEK: u64 = 7 * 24;

/// Uses by the hour in which they were granted, and all of them. A reservation counts until it is released.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    total: u32,
    hours: BTreeMap<u64, u32>,
}

impl Tally {
    /// Counts one use at `now`. The answer is what [`Self::release`] takes.
    pub fn count(&mut self, now: UnixMs) -> u64 {
        let hour = now / HOUR_MS;
        self.hours.retain(|past, _| past + WEEK >= hour);
        *self.hours.entry(hour).or_default() += 1;
        self.total += 1;
        hour
    }

    /// Takes back one use that was counted in this hour.
    pub fn release(&mut self, hour: u64) {
        self.total = self.total.saturating_sub(1);
        if let Some(count) = self.hours.get_mut(&hour) {
            *count = count.saturating_sub(1);
        }
    }

    /// Uses in the last 24 hours, in the last seven days, and in all.
    #[must_use]
    pub fn at(&self, now: UnixMs) -> (u32, u32, u32) {
        let hour = now / HOUR_MS;
        let within = |span: u64| self.hours.iter().filter(|(past, _)| **past + span >= hour).map(|(_, n)| n).sum();
        (within(DAY), within(WEEK), self.total)
    }

    /// The cap that one more use would break; for a use that is counted already, the one that is broken now.
    #[must_use]
    pub fn full(&self, caps: &Caps, counted: bool, now: UnixMs) -> Option<Rule> {
        let (day, week, total) = self.at(now);
        let beyond = |count: u32, cap: Option<u32>| cap.is_some_and(|cap| count + u32::from(!counted) > cap);
        [(day, caps.day, Rule::CapDay), (week, caps.week, Rule::CapWeek), (total, caps.total, Rule::CapTotal)]
            .into_iter()
            // A use that was granted within its cap stays granted when the owner lowers it: no more come, none go.
            .find(|(count, cap, _)| !counted && beyond(*count, *cap))
            .map(|(.., rule)| rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_hold_in_every_window_and_free_up_again() {
        let caps = Caps { day: Some(2), week: Some(3), total: Some(4) };
        let (mut tally, mut now) = (Tally::default(), 1_790_000_000_000);
        let full = |tally: &Tally, now| tally.full(&caps, false, now);
        tally.count(now);
        let second = tally.count(now);
        assert_eq!(full(&tally, now), Some(Rule::CapDay));
        tally.release(second);
        assert_eq!(full(&tally, now), None);
        tally.count(now);
        now += 25 * HOUR_MS;
        assert_eq!(full(&tally, now), None);
        tally.count(now);
        assert_eq!(full(&tally, now), Some(Rule::CapWeek));
        now += 8 * 24 * HOUR_MS;
        assert_eq!(full(&tally, now), None);
        tally.count(now);
        now += 30 * 24 * HOUR_MS;
        assert_eq!(full(&tally, now), Some(Rule::CapTotal));
        assert_eq!(tally.full(&caps, true, now), None);
    }
}
