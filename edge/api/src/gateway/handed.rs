//! How much of its inputs a provider fetched since it was last asked to make something: a few wholes, and no more.

use domain::limits::MAX_INPUT_WHOLES;
use serde::{Deserialize, Serialize};

use super::call::{Record, What};

/// What is fetched now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Of which input.
    pub what: What,
    /// How many bytes.
    pub bytes: u64,
    /// How many there are in all.
    pub whole: u64,
}

/// What was fetched, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Of the still.
    pub still: u64,
    /// Of the speech.
    pub speech: u64,
}

impl Handed {
    /// Counts what is fetched. False where all of it was fetched too often: then nothing is counted.
    fn count(&mut self, handing: Handing) -> bool {
        let had = if handing.what == What::Still { &mut self.still } else { &mut self.speech };
        let within = had.saturating_add(handing.bytes) <= handing.whole.saturating_mul(MAX_INPUT_WHOLES);
        if within {
            *had += handing.bytes;
        }
        within
    }
}

impl Record {
    /// Whether its provider may need an input.
    #[must_use]
    pub fn offers(&self, what: What) -> bool {
        !self.job.stage.is_final() && !self.inputs_removed && self.inputs.contains(&what)
    }

    /// Counts what its provider fetches. False where it may need it no more, or has had all of it too often.
    pub fn hands(&mut self, handing: Handing) -> bool {
        let within = self.offers(handing.what) && self.handed.count(handing);
        self.fetched |= within;
        within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_wholes_of_each_input_are_given_out() {
        let mut handed = Handed::default();
        let of = |what, bytes| Handing { what, bytes, whole: 100 };
        for _ in 0..2 * MAX_INPUT_WHOLES {
            assert!(handed.count(of(What::Still, 50)));
        }
        assert!(!handed.count(of(What::Still, 1)));
        assert!(handed.count(of(What::Speech, 100)), "each is counted alone");
        assert!(!handed.count(of(What::Speech, u64::MAX)));
        assert!(handed.count(of(What::Speech, 100 * (MAX_INPUT_WHOLES - 1))), "what was refused is not counted");
    }
}
