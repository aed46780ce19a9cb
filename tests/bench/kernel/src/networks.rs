//! The three networks that are measured.

use face::bench::Network;

/// Side of the picture in pixels and lengths of the outputs: detector, 468 points, 478 points.
const SHAPES: [(usize, &[usize]); 3] = [(128, &[896 * 16, 896]), (192, &[468 * 3, 1]), (256, &[478 * 3, 1, 1])];

/// Those that were read.
#[derive(Default)]
pub(crate) struct Networks([Option<Network>; 3]);

impl Networks {
    /// Reads a network from its `.tflite` file; whether it could.
    pub(crate) fn read(&mut self, which: usize, tflite: &[u8]) -> bool {
        let (Some(place), Some((side, outputs))) = (self.0.get_mut(which), SHAPES.get(which)) else { return false };
        *place = Network::new(tflite, *side, outputs).ok();
        place.is_some()
    }

    pub(crate) fn get(&mut self, which: usize) -> Option<&mut Network> {
        self.0.get_mut(which)?.as_mut()
    }
}
