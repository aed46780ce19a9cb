//! A model file from a cache or a mirror, read and, where it holds, run on a frame.
#![no_main]

use face::{Frame, Segmenter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // As each of the networks; most bytes are none of them.
    drop(face::Aligner::new(bytes, bytes));
    if let Ok(mut segmenter) = Segmenter::new(bytes) {
        let rgba = [127; 8 * 8 * 4];
        if let Ok(frame) = Frame::new(&rgba, 8, 8) {
            segmenter.person_mask(&frame);
        }
    }
});
