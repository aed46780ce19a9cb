//! What the purse tells of one account.

use domain::RenderId;
use gateway::price::MicroUsd;
use serde::{Deserialize, Serialize};

/// What an account reserved and spent.
#[derive(Debug, Serialize, Deserialize)]
pub struct Charges {
    /// In all.
    pub total: MicroUsd,
    /// A page of what it went for, newest first.
    pub lines: Vec<Charged>,
}

/// What was reserved for something, and what became of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Charged {
    /// Grows with every reservation.
    pub n: u64,
    /// The render that it is for, or what stands for an avatar.
    pub render: RenderId,
    /// The day (UTC).
    pub day: String,
    /// Which generator, voice or maker.
    pub generator: String,
    /// How much.
    pub amount: MicroUsd,
    /// 1 once it is settled.
    pub settled: u32,
}
