//! The studio: draws a clip on the visitor's own device.
//!
//! A [`pack::FacePack`] is what is kept of a scan: one sheet of triangles with textures. A [`timeline::Timeline`] says
//! what the face does in every frame. A [`puppet::Puppet`] draws the pack as the timeline says, over whatever scene is
//! already in a [`Canvas`].
//!
//! Frames are bit-equal on every machine for the same pack, speech and seed: transcendental functions come from `libm`
//! (compiled in, the same code everywhere), no fused multiply-add is used, and motion is quantised before drawing.

mod canvas;
pub mod caption;
pub mod character;
pub mod compose;
pub mod finish;
mod lens;
mod look;
pub mod mark;
pub mod math;
pub mod pack;
pub mod puppet;
mod raster;
pub mod scene;
pub mod sound;
mod text;
pub mod timeline;
pub mod video;

pub use canvas::Canvas;
pub use look::Look;
