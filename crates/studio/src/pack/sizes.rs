//! What the parts of a pack weigh.

use super::FacePack;

/// Bytes of each part of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Colour of the neutral face, hair and shoulders.
    pub texture: usize,
    /// The cut-out.
    pub outline: usize,
    /// Vertices, triangles and the averaged landmarks.
    pub mesh: usize,
    /// The smile with its shape.
    pub smile: usize,
    /// The shut lids with their shape.
    pub lids: usize,
    /// Both sides with their shapes.
    pub sides: usize,
    /// Mouth shapes and the mouth's colours.
    pub mouth: usize,
}

impl FacePack {
    /// How large each part is as stored, in bytes.
    #[must_use]
    pub fn sizes(&self) -> Sizes {
        let s = &self.stored;
        let size = |part: Result<Vec<u8>, postcard::Error>| part.map_or(0, |bytes| bytes.len());
        Sizes {
            texture: s.colour_jpeg.len(),
            outline: s.alpha_png.len(),
            mesh: size(postcard::to_allocvec(&(&s.vertices, &s.triangles, &s.identity))),
            smile: size(postcard::to_allocvec(&s.smile)),
            lids: size(postcard::to_allocvec(&s.shut)),
            sides: size(postcard::to_allocvec(&s.sides)),
            mouth: size(postcard::to_allocvec(&(&s.mouths, &s.inner))),
        }
    }
}
