//! What crosses to and from a worker by transfer: bytes, samples, frames.

use js_sys::{ArrayBuffer, Float32Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// One transferable thing: an `ArrayBuffer`, or a `VideoFrame` on its way to a worker.
#[derive(Clone, Debug)]
pub struct Buffer(pub(crate) JsValue);

impl Buffer {
    /// Copies bytes out of WASM memory.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes).buffer().into())
    }

    /// Copies mono samples out of WASM memory.
    #[must_use]
    pub fn from_samples(samples: &[f32]) -> Self {
        Self(Float32Array::from(samples).buffer().into())
    }

    /// The bytes; empty for what is not an `ArrayBuffer`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.dyn_ref::<ArrayBuffer>().map(|b| Uint8Array::new(b).to_vec()).unwrap_or_default()
    }

    /// The numbers; empty for what is not a buffer of `f32`.
    #[must_use]
    pub fn to_f32(&self) -> Vec<f32> {
        match self.0.dyn_ref::<ArrayBuffer>() {
            Some(b) if b.byte_length() % 4 == 0 => Float32Array::new(b).to_vec(),
            _ => Vec::new(),
        }
    }

    /// A copy that can be transferred while this one is kept.
    #[must_use]
    pub fn copy(&self) -> Self {
        match self.0.dyn_ref::<ArrayBuffer>() {
            Some(b) => Self(b.slice(0).into()),
            None => self.clone(),
        }
    }

    /// Writes over the bytes, of what nobody may keep.
    pub fn wipe(&self) {
        if let Some(b) = self.0.dyn_ref::<ArrayBuffer>() {
            let bytes = Uint8Array::new(b);
            bytes.fill(0, 0, bytes.length());
        }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.dyn_ref::<ArrayBuffer>().map_or(0, |b| b.byte_length() as usize)
    }

    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
