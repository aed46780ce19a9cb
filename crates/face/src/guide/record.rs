//! The capture as numbers: at most ten glimpses a second, and fewer when it takes long.

use domain::capture::{Glimpse, MAX_GLIMPSES};

/// Least time between glimpses in milliseconds; cameras of 30 frames a second give every third.
const EVERY_MS: u32 = 95;

/// Glimpses in order of time.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    glimpses: Vec<Glimpse>,
    every_ms: u32,
    /// The one with the most closed eyes since the last one that was kept: a blink falls between glimpses.
    shut: Option<Glimpse>,
    latest: Option<Glimpse>,
}

impl Record {
    /// Takes the next frame's; keeps it if its time has come.
    pub(super) fn push(&mut self, g: Glimpse) {
        self.latest = Some(g);
        let last = self.glimpses.last().copied();
        if last.is_some_and(|last| g.at_ms < last.at_ms.saturating_add(self.every_ms.max(EVERY_MS))) {
            if self.shut.is_none_or(|shut| g.eyes_open < shut.eyes_open) {
                self.shut = Some(g);
            }
            return;
        }
        let blink = |shut: &Glimpse| shut.eyes_open < 0.6 * g.eyes_open.min(last.map_or(0.0, |l| l.eyes_open));
        if let Some(shut) = self.shut.take().filter(blink) {
            self.keep(shut);
        }
        self.keep(g);
    }

    fn keep(&mut self, g: Glimpse) {
        if self.glimpses.len() + 2 >= MAX_GLIMPSES {
            let mut n = 0;
            self.glimpses.retain(|_| {
                n += 1;
                n % 2 == 0
            });
            self.every_ms = 2 * self.every_ms.max(EVERY_MS);
        }
        if self.glimpses.last().is_none_or(|last| last.at_ms < g.at_ms) {
            self.glimpses.push(g);
        }
    }

    /// What was kept, to the latest frame.
    pub(super) fn glimpses(&self) -> Vec<Glimpse> {
        let mut all = self.glimpses.clone();
        if let Some(latest) = self.latest.filter(|g| all.last().is_none_or(|last| last.at_ms < g.at_ms)) {
            all.push(latest);
        }
        all
    }

    /// What was kept.
    pub(super) fn kept(&self) -> &[Glimpse] {
        &self.glimpses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_a_second_and_never_too_many_in_all() {
        let mut record = Record::default();
        for i in 0..5400u32 {
            // A blink of three frames every four seconds.
            let eyes_open = if i % 120 > 116 { 0.05 } else { 0.8 };
            record.push(Glimpse { at_ms: i * 1000 / 30, eyes_open, ..Glimpse::default() });
            if i == 299 {
                assert!((95..=110).contains(&record.glimpses().len()), "{}", record.glimpses().len());
            }
        }
        let all = record.glimpses();
        assert!(all.len() <= MAX_GLIMPSES && all.len() > MAX_GLIMPSES / 3, "{}", all.len());
        assert!(all.windows(2).all(|w| w[0].at_ms < w[1].at_ms));
    }

    #[test]
    fn a_blink_between_glimpses_is_kept() {
        let mut record = Record::default();
        for i in 0..30u32 {
            let eyes_open = if i == 16 { 0.05 } else { 0.8 };
            record.push(Glimpse { at_ms: i * 33, eyes_open, ..Glimpse::default() });
        }
        assert!(record.glimpses().iter().any(|g| g.eyes_open < 0.1));
    }
}
