//! What copies are found by: it comes with a clip, and stays with what is held.

pub mod store;
