//! Real pictures, and what is none.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../crates/mp4/tests/support/mod.rs"]
mod support;

use domain::limits::MAX_PRINTS;
use inspect::{Luma, Undecodable, decode, look, unfiltered};

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

/// Only the filter is left out: the frame is as long, and the picture the same but for steps at the edges of blocks.
#[test]
fn a_key_frame_without_the_filter_shows_the_same() {
    let file = support::clip();
    for frame in mp4::key_frames(&file).unwrap() {
        let plain = unfiltered(&frame);
        assert_eq!(plain.annex_b.len(), frame.annex_b.len());
        let changed = plain.annex_b.iter().zip(&frame.annex_b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert_eq!(changed, 2, "one slice");
        assert_eq!(unfiltered(&plain), plain, "it is off already");
        let [with, without] = [&frame, &plain].map(|frame| decode(frame).unwrap());
        assert_ne!(with, without);
        let apart = with.luma.pixels.iter().zip(&without.luma.pixels).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(apart <= Some(16), "{apart:?}");
        let sum = |luma: &Luma| luma.pixels.iter().map(|p| u64::from(*p)).sum::<u64>();
        let (sums, pixels) = ([sum(&with.luma), sum(&without.luma)], with.luma.pixels.len() as u64);
        assert!(sums[0].abs_diff(sums[1]) < pixels / 8, "the same mean: {sums:?}");
    }
}

/// Whatever a slice says, of it no more than those bits change.
#[test]
fn a_damaged_header_is_no_reason_to_change_more() {
    let file = support::clip();
    let whole = mp4::key_frames(&file).unwrap().next().unwrap();
    for at in 0..whole.annex_b.len().min(120) * 8 {
        let mut frame = whole.clone();
        frame.annex_b[at / 8] ^= 1 << (at % 8);
        let plain = unfiltered(&frame);
        let changed: Vec<usize> = (0..plain.annex_b.len()).filter(|i| plain.annex_b[*i] != frame.annex_b[*i]).collect();
        let bits = changed.iter().map(|i| (plain.annex_b[*i] ^ frame.annex_b[*i]).count_ones()).sum::<u32>();
        assert!(bits == 0 || bits == 2 && changed[changed.len() - 1] - changed[0] <= 1, "{at}: {changed:?}");
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
