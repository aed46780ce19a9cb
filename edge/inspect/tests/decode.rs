//! Real pictures, and what is none.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../crates/mp4/tests/support/mod.rs"]
mod support;

use domain::limits::MAX_PRINTS;
use inspect::{Undecodable, decode, look};

/// The ramp of the fixture: brightness grows to the right.
#[test]
fn a_key_frame_decodes_to_what_was_encoded() {
    let file = support::clip();
    for frame in mp4::key_frames(&file).unwrap() {
        let luma = decode(&frame).unwrap().luma;
        assert_eq!((luma.width, luma.height), (72, 128));
        for row in luma.pixels.chunks_exact(72) {
            assert!(row[4] < 30 && row[60] > 60 && row.windows(9).all(|w| w[8] > w[0]), "{row:?}");
        }
    }
}

#[test]
fn a_clip_has_a_print_for_each_key_frame() {
    let file = support::clip();
    let seen = look(&file).unwrap();
    let frames = mp4::inspect(&file).unwrap().key_frames.len().min(MAX_PRINTS);
    assert_eq!((seen.frames as usize, seen.prints.len()), (frames, frames));
    assert!(seen.prints.iter().all(|print| domain::print::Print::read(print).is_some()));
    assert_eq!(seen.prints[0], seen.prints[1], "the same picture again");
}

/// Arithmetic coding makes some picture of any bytes; what has no end, or no beginning, is none.
#[test]
fn what_is_no_picture_is_named() {
    let file = support::clip();
    let mut frame = mp4::key_frames(&file).unwrap().next().unwrap();
    for left in [40, 5, 0] {
        frame.annex_b.truncate(left);
        assert!(matches!(decode(&frame), Err(Undecodable::Frame { index: 0, .. })), "{left} bytes");
    }
    assert!(matches!(look(b"<html></html>"), Err(Undecodable::File(_))));
}
