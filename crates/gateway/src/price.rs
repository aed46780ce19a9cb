//! What a film costs: a table with a version, a date and a source for each line, which the operator can replace.

use serde::{Deserialize, Serialize};

/// Millionths of a US dollar. Prices of providers go down to hundredths of a cent.
pub type MicroUsd = u64;

/// How a generator charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Line {
    /// For each film.
    #[serde(default)]
    pub film: MicroUsd,
    /// For each begun second of film.
    #[serde(default)]
    pub second: MicroUsd,
    /// When somebody looked it up, as `2026-11-22`.
    pub date: String,
    /// Where.
    pub source: String,
}

impl Line {
    /// What a film of so many seconds costs.
    #[must_use]
    pub fn of(&self, seconds: f32) -> MicroUsd {
        self.film.saturating_add(self.second.saturating_mul(seconds.max(0.0).ceil() as u64))
    }
}
