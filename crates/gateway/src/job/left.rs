//! What a job leaves at a provider, and rounds that follow each other.

use super::{Job, MAX_REMOVALS, Stage, UnixMs, backoff_ms};
use crate::{Failure, Retry};

/// Failures in a row after which an order of an earlier round is left running for now, so that the new round begins.
pub(super) const MAX_STOPS: u32 = 3;
/// How long what is left waits for another try once nobody can be asked about it any more, in milliseconds.
pub(super) const DAILY_MS: u64 = 24 * 3600 * 1000;

impl Job {
    pub(super) fn running_of_before(&self) -> Option<usize> {
        self.left.iter().position(|left| left.unpaid && left.cancel && left.failures < MAX_STOPS)
    }

    /// Tries once more, a day later, to remove what could not be: nobody else will see to it.
    pub fn linger(&mut self, now: UnixMs) {
        self.left.iter_mut().for_each(|left| left.failures = left.failures.min(MAX_REMOVALS - 1));
        self.next_at = now + DAILY_MS;
    }

    pub(super) fn unremoved(&mut self, k: usize, failure: &Failure, now: UnixMs, random: f32) {
        let Some(left) = self.left.get_mut(k) else { return };
        left.failures = if failure.retry == Retry::Never { MAX_REMOVALS } else { left.failures + 1 };
        self.said.clone_from(&failure.said);
        self.next_at = now + backoff_ms(left.failures, failure.retry, random);
        // The others need not wait for this one.
        let tried = self.left.remove(k);
        self.left.push(tried);
    }

    /// Takes a job up again that failed, or whose remains could not be removed: on the word of the operator.
    pub fn replay(&mut self, now: UnixMs) {
        self.left.iter_mut().for_each(|left| left.failures = 0);
        if let Stage::Failed { .. } = self.stage {
            (self.step, self.before, self.ended_at, self.refetches) = (0, None, None, 0);
            (self.ordered_at, self.begun_at) = (None, None);
            // What may still run there is of no use to the new round, and nobody pays for it.
            self.left.iter_mut().for_each(|left| left.unpaid = true);
            self.spent = false;
            self.go(Stage::Submitting, now);
        } else {
            self.next_at = now;
        }
    }
}
