//! How much of its inputs an order fetched: an address gives out a few wholes, and no more.

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

/// What one order fetched, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The round and the step of the order.
    pub order: (u32, u8),
    /// Of the still and of the speech.
    pub bytes: [u64; 2],
}

impl Handed {
    /// Counts what `order` fetches. False where it has had all of it too often: then nothing is counted.
    fn count(&mut self, order: (u32, u8), handing: Handing) -> bool {
        if self.order != order {
            *self = Self { order, ..Self::default() };
        }
        let [still, speech] = &mut self.bytes;
        let had = if handing.what == What::Still { still } else { speech };
        let within = had.saturating_add(handing.bytes) <= handing.whole.saturating_mul(MAX_INPUT_WHOLES);
        if within {
            *had += handing.bytes;
        }
        within
    }
}

impl Record {
    /// Counts what the present order fetches. False where it has had all of it too often.
    pub fn hands(&mut self, handing: Handing) -> bool {
        self.handed.count((self.round, self.job.step), handing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_a_few_wholes_of_each_input_and_the_next_order_as_many() {
        let mut handed = Handed::default();
        let of = |what, bytes| Handing { what, bytes, whole: 100 };
        for _ in 0..2 * MAX_INPUT_WHOLES {
            assert!(handed.count((0, 0), of(What::Still, 50)));
        }
        assert!(!handed.count((0, 0), of(What::Still, 1)));
        assert!(handed.count((0, 0), of(What::Speech, 100)), "each is counted alone");
        assert!(!handed.count((0, 0), of(What::Speech, u64::MAX)));
        for order in [(0, 1), (1, 0)] {
            assert!(handed.count(order, of(What::Still, 100 * MAX_INPUT_WHOLES)));
            assert!(!handed.count(order, of(What::Still, 1)));
        }
    }
}
