//! Whatever the bytes are, reading ends with an answer.

mod support;

use mp4::{Rule, check};
use support::{Rng, clip, stream};

#[test]
fn no_cut_is_taken_for_a_clip() {
    let bytes = stream(30, 0).file(None);
    for keep in 0..bytes.len() {
        assert!(check(&bytes[..keep]).is_err(), "{keep} bytes");
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let bytes = clip();
    let index = bytes.windows(4).position(|w| w == b"mdat").unwrap();
    let mut rng = Rng(7);
    for round in 0..4000 {
        let mut out = bytes.clone();
        for _ in 0..=rng.below(6) {
            // Mostly in the index, where a byte means something.
            let at = if round % 8 == 0 { rng.below(out.len()) } else { rng.below(index) };
            out[at] = match rng.below(4) {
                0 => 0,
                1 => 0xff,
                2 => out[at] ^ (1 << rng.below(8)),
                _ => rng.next() as u8,
            };
        }
        if rng.below(4) == 0 {
            out.truncate(rng.below(out.len()));
        }
        let _ = check(&out);
    }
}

#[test]
fn large_counts_cost_nothing() {
    let bytes = clip();
    for kind in [b"stsz", b"stts", b"stsc", b"stco", b"stss", b"elst"] {
        let at = bytes.windows(4).position(|w| w == kind).unwrap();
        for skip in [8, 12] {
            let mut out = bytes.clone();
            out[at + skip..at + skip + 4].copy_from_slice(&u32::MAX.to_be_bytes());
            assert!(check(&out).is_err(), "{}", String::from_utf8_lossy(kind));
        }
    }
}

#[test]
fn boxes_in_boxes_do_not_reach_the_stack() {
    // 60 000 boxes, each inside the one before, where the index should be.
    let depth = 60_000u32;
    let mut nested = Vec::new();
    for level in 0..depth {
        nested.extend_from_slice(&((depth - level) * 8).to_be_bytes());
        nested.extend_from_slice(if level == 0 { b"moov" } else { b"meta" });
    }
    let bytes = [b"\0\0\0\x10ftypisom\0\0\x02\0".as_slice(), &nested].concat();
    assert_eq!(check(&bytes).unwrap_err().rule, Rule::Malformed);
}

#[test]
fn random_bytes_after_a_good_start_end_with_an_answer() {
    let mut rng = Rng(11);
    for _ in 0..500 {
        let mut bytes = b"\0\0\0\x10ftypisom\0\0\x02\0".to_vec();
        let length = rng.below(4000);
        bytes.extend((0..length).map(|_| rng.next() as u8));
        assert!(check(&bytes).is_err());
    }
}
