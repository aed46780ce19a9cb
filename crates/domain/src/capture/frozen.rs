//! Whether a trace stands still. Cameras have noise and heads never rest: the landmarks of two frames are never the same
//! to the last digit for long.

use super::Glimpse;

/// How long nothing may change, in milliseconds.
pub const STILL_MS: u32 = 1500;
/// Fewest glimpses that show it.
const LEAST: usize = 6;

/// Whether nothing at all changed for [`STILL_MS`].
#[must_use]
pub fn is_frozen(trace: &[Glimpse]) -> bool {
    let same = |a: &Glimpse, b: &Glimpse| {
        let (a, b): ([i32; 12], [i32; 12]) = ((*a).into(), (*b).into());
        a[1..] == b[1..]
    };
    trace.chunk_by(same).any(|run| match run {
        [first, .., last] => run.len() >= LEAST && last.at_ms.saturating_sub(first.at_ms) >= STILL_MS,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::live;
    use super::*;

    #[test]
    fn a_still_picture_is_frozen_and_a_person_is_not() {
        let mut trace = live(12.0, 100);
        assert!(!is_frozen(&trace));
        let held = trace[40];
        trace[40..54].iter_mut().for_each(|g| *g = Glimpse { at_ms: g.at_ms, ..held });
        assert!(!is_frozen(&trace), "1.3 s");
        trace[54..58].iter_mut().for_each(|g| *g = Glimpse { at_ms: g.at_ms, ..held });
        assert!(is_frozen(&trace));
    }
}
