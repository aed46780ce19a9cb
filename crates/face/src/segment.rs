//! Which pixels are the person: MediaPipe's selfie segmentation, general model.

use crate::Frame;
use crate::crop::Outside;
use crate::crop::bilinear;
use crate::nn::{ModelError, Net};

/// Side of the network's input and of the mask.
pub(crate) const SIDE: usize = 256;

/// How much each place belongs to a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    /// `width * height` values from 0 (background) to 1 (person), row-major from the top left.
    pub data: Vec<f32>,
    /// 256, or 512 where the person around a face was looked for.
    pub width: usize,
    /// As the width.
    pub height: usize,
}

/// Cuts persons out of frames.
#[derive(Debug)]
pub struct Segmenter {
    pub(crate) net: Net,
}

impl Segmenter {
    /// Reads `selfie_segmentation.tflite` of MediaPipe.
    ///
    /// # Errors
    /// A file that is damaged, needs operators that are not here, or is another network.
    pub fn new(tflite: &[u8]) -> Result<Self, ModelError> {
        Net::new(tflite, SIDE, &[SIDE * SIDE]).map(|net| Self { net })
    }

    /// The mask of a frame. It covers the whole frame, squeezed to a square: mask pixel `(i, j)` lies at frame pixel
    /// `(i * width / 256, j * height / 256)`. Nothing is cropped and no border is added.
    pub fn person_mask(&mut self, frame: &Frame) -> Mask {
        let (sx, sy) = (frame.width as f32 / SIDE as f32, frame.height as f32 / SIDE as f32);
        for (j, row) in self.net.input_rows().enumerate() {
            for (i, px) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                *px = bilinear(frame, i as f32 * sx, j as f32 * sy, Outside::Nearest).map(|v| v / 255.0);
            }
        }
        self.net.run();
        Mask { data: self.net.output(0).to_vec(), width: SIDE, height: SIDE }
    }
}
