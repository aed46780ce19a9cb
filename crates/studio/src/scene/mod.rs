//! Scenes: backdrops drawn by code, with light of their own.
//!
//! A [`Plan`] is the decision (made from the prompt, stored with the render). A [`Set`] is built from it once: layers
//! are painted in linear light, put out of focus, and kept. Every frame lays them with a slow drift and adds what moves.

mod art;
mod colour;
mod kinds;
mod layer;
mod motes;
mod noise;
mod paint;
mod plan;
mod prompt;
mod set;
mod words;

pub use plan::{Camera, Plan, SceneKind, TimeOfDay, Weather};
pub use set::Set;

pub(crate) use noise::Rng;
