//! Key frames for a decoder.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

#[test]
fn each_key_frame_comes_with_its_parameter_sets_and_alone() {
    let file = support::clip();
    let report = mp4::inspect(&file).unwrap();
    let frames: Vec<mp4::KeyFrame> = mp4::key_frames(&file).unwrap().collect();
    assert_eq!(frames.iter().map(|frame| frame.index).collect::<Vec<_>>(), report.key_frames);
    assert!(frames.len() > 1);
    for frame in &frames {
        let kinds: Vec<u8> = frame.annex_b.windows(5).filter(|w| w[..4] == [0, 0, 0, 1]).map(|w| w[4] & 0x1f).collect();
        assert_eq!(kinds, [7, 8, 5], "frame {}", frame.index);
    }
}

#[test]
fn a_spread_keeps_the_first_and_no_more_than_asked() {
    let file = support::clip();
    let all = mp4::key_frames(&file).unwrap().len();
    for most in 1..all + 2 {
        let some: Vec<u32> = mp4::key_frames(&file).unwrap().spread(most).map(|frame| frame.index).collect();
        assert_eq!(some.len(), most.min(all));
        assert_eq!(some.first(), Some(&0));
        assert!(some.is_sorted() && some.windows(2).all(|w| w[0] < w[1]));
    }
    assert_eq!(mp4::key_frames(&file).unwrap().spread(0).count(), 0);
}

#[test]
fn what_is_no_clip_has_no_key_frames() {
    let file = support::clip();
    for cut in (0..file.len()).step_by(97) {
        assert!(mp4::key_frames(&file[..cut]).is_err(), "{cut}");
    }
}
