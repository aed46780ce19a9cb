//! The inference kernel: a TensorFlow Lite reader, a plan with fused operators, and NHWC loops over four floats at once.

mod error;
mod flat;
mod graph;
mod half;
mod kernel;
mod memory;
mod mixer;
mod net;
mod operator;
mod plan;
mod simd;
mod slot;
mod step;
mod view;

pub use error::ModelError;
pub(crate) use kernel::plain::logistic;
pub(crate) use mixer::Mixer;
pub(crate) use net::Net;
pub(crate) use simd::F32x4;
