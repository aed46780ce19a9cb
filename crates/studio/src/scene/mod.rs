//! Scenes: backdrops drawn by code, with light of their own.
//!
//! A [`Plan`] is the decision (made from the prompt, stored with the render). A [`Set`] is built from it once: layers
//! are painted in linear light, put out of focus, and kept. Every frame lays them with a slow drift and adds what moves.

mod air;
mod art;
mod choices;
mod colour;
mod even;
mod grade;
mod hour;
mod kinds;
mod layer;
mod motes;
mod moves;
mod noise;
mod paint;
mod place;
mod places;
mod plan;
mod prompt;
mod props;
mod revise;
mod set;
mod shape;
mod styles;
mod title;
mod trace;
mod tree;
mod words;

pub use plan::{Camera, Cut, Framing, Plan, Prop, SceneKind, Style, TimeOfDay, Weather};
pub use plan::{MAX_CUTS, MAX_PROPS, MAX_TEXT};
pub use revise::{Chip, ChipKind, Offer, offers};
pub use set::Set;

pub(crate) use noise::Rng;
pub(crate) use set::Angle;
