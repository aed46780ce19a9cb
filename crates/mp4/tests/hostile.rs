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

#[test]
fn samples_that_share_bytes_are_refused_before_they_are_walked() {
    // Every chunk of the video at the place of the first.
    let bytes = stream(300, 0).file(None);
    let at = bytes.windows(4).position(|w| w == b"stco").unwrap() + 4;
    let count = u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
    let mut out = bytes.clone();
    let first: [u8; 4] = bytes[at + 8..at + 12].try_into().unwrap();
    for i in 0..count {
        out[at + 8 + 4 * i..at + 12 + 4 * i].copy_from_slice(&first);
    }
    let word = |kind: &[u8; 4], skip: usize| {
        let at = bytes.windows(4).position(|w| w == kind).unwrap() + skip;
        u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
    };
    // Samples as long as the media allows: each chunk alone fits.
    let media = bytes.len() as u32 - u32::from_be_bytes(first);
    let size = media / word(b"stsc", 16);
    let sizes = out.windows(4).position(|w| w == b"stsz").unwrap() + 16;
    for entry in out[sizes..sizes + 4 * 300].chunks_exact_mut(4) {
        entry.copy_from_slice(&size.to_be_bytes());
    }
    assert!(count > 1, "{count} chunks");
    assert_eq!(check(&out).unwrap_err().measured, "samples that overlap");
}

#[test]
fn a_file_of_empty_boxes_is_refused() {
    let mut bytes = b"\0\0\0\x10ftypisom\0\0\x02\0".to_vec();
    bytes.extend(b"\0\0\0\x08free".repeat(1_000_000));
    assert_eq!(check(&bytes).unwrap_err().rule, Rule::Malformed);
}

#[test]
fn sound_that_calls_itself_short_is_counted_by_its_frames() {
    // 470 frames are ten seconds; twice as many, each said to last half as long, would play for twenty.
    let mut bytes = stream(300, 940).file(Some(480_000));
    let stts: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, w)| w == b"stts").map(|(i, _)| i).collect();
    let at = *stts.last().unwrap() + 12;
    assert_eq!(bytes[at..at + 8], [940u32.to_be_bytes(), 1024u32.to_be_bytes()].concat());
    bytes[at + 4..at + 8].copy_from_slice(&512u32.to_be_bytes());
    assert_eq!(check(&bytes).unwrap_err().rule, Rule::AudioDuration);
}
