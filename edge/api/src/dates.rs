//! Times as people and programs write them (ISO 8601, UTC).

use domain::UnixMs;

use crate::db::Value;

/// A time, as `2026-11-30T21:00:00.000Z`.
#[must_use]
pub fn iso(at: UnixMs) -> String {
    worker::js_sys::Date::new(&at.js()).to_iso_string().into()
}

/// The day of a time, as `2026-11-30`.
#[must_use]
pub fn day(at: UnixMs) -> String {
    iso(at).chars().take(10).collect()
}
