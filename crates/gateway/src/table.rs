//! Every generator there is. A new one is a file and a line here.

use crate::Adapter;

/// All of them, in the order in which they are shown.
#[must_use]
pub fn generators() -> &'static [&'static dyn Adapter] {
    &[]
}

/// The one with this name.
#[must_use]
pub fn generator(id: &str) -> Option<&'static dyn Adapter> {
    generators().iter().copied().find(|adapter| adapter.id() == id)
}
