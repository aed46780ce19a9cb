//! The loops that do the work. Each checks its slices once and trusts the plan for the rest; sizes were proved
//! consistent when the plan was made.

pub(crate) mod conv;
pub(crate) mod depthwise;
pub(crate) mod plain;
