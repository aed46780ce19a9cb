//! Packs of the first version: a likeness scanned with it stays its owner's.

use serde::Deserialize;

use super::codec::{Stored, StoredLayer};
use super::inner::Inner;
use super::mouths::Mouths;

/// How they begin.
pub(super) const MAGIC: [u8; 8] = *b"USTUDYF1";

/// Their parts: one texture, the sheet, the smile and the shut lids.
#[derive(Deserialize)]
pub(super) struct Old {
    width: u16,
    height: u16,
    colour_jpeg: Vec<u8>,
    alpha_png: Vec<u8>,
    vertices: Vec<[f32; 3]>,
    triangles: Vec<[u16; 3]>,
    smile: Option<StoredLayer>,
    shut: Option<StoredLayer>,
}

impl From<Old> for Stored {
    fn from(old: Old) -> Self {
        let Old { width, height, colour_jpeg, alpha_png, vertices, triangles, smile, shut } = old;
        Self {
            width,
            height,
            colour_jpeg,
            alpha_png,
            vertices,
            triangles,
            smile,
            shut,
            sides: Vec::new(),
            identity: Vec::new(),
            mouths: Mouths::default(),
            inner: Inner::default(),
        }
    }
}
