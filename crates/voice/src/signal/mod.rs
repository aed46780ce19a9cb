//! Measurements on sound at 16 kHz.

pub(crate) mod activity;
pub(crate) mod bands;
pub(crate) mod pitch;
pub(crate) mod spectra;

/// The rate of every measurement, in hertz.
pub(crate) const RATE_HZ: u32 = 16_000;
/// Samples between frames of measurement: 10 ms.
pub(crate) const HOP: usize = 160;
/// Seconds between frames of measurement.
pub(crate) const HOP_S: f32 = 0.01;
