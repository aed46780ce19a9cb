//! A film that passes piece by piece reads as it does whole, however it is cut, and whatever its bytes are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

mod support;

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use mp4::{Film, Rejection, Rule, Skim};
use support::{Rng, clip};

/// Pieces of random lengths, up to `most`.
fn skim(bytes: &[u8], rng: &mut Rng, most: usize) -> Result<Film, Rejection> {
    let (mut skim, mut rest) = (Skim::default(), bytes);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((1 + rng.below(most)).min(rest.len()));
        skim.push(piece)?;
        rest = after;
    }
    skim.end()
}

#[track_caller]
fn same(bytes: &[u8], rng: &mut Rng, most: usize) {
    assert_eq!(skim(bytes, rng, most).ok(), Film::read(bytes).ok());
}

/// A film of two seconds as ffmpeg writes it with these flags.
fn film(name: &str, args: &[&str]) -> Vec<u8> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("understudy-skim-{}-{n}-{name}.mp4", std::process::id()));
    let out = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=160x284:r=30:d=2"])
        .args(["-f", "lavfi", "-i", "sine=f=440:r=48000:d=2", "-preset", "ultrafast", "-pix_fmt", "yuv420p"])
        .args(args)
        .arg(&path)
        .output()
        .expect("ffmpeg");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    bytes
}

fn films() -> Vec<Vec<u8>> {
    vec![
        clip(),
        film("last", &[]),
        film("first", &["-movflags", "+faststart"]),
        film("fragments", &["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-g", "10"]),
        film("every", &["-movflags", "+frag_every_frame+empty_moov"]),
    ]
}

#[test]
fn every_film_reads_as_it_does_whole_however_it_is_cut() {
    let mut rng = Rng(3);
    for bytes in films() {
        let whole = Film::read(&bytes).unwrap();
        for most in [1, 7, 16, 1000, 65_536, usize::MAX / 2] {
            assert_eq!(skim(&bytes, &mut rng, most).unwrap(), whole, "pieces of up to {most}");
        }
    }
}

#[test]
fn where_the_index_lies_does_not_matter_nor_what_lies_between() {
    let (first, mut rng) = (film("first", &["-movflags", "+faststart"]), Rng(5));
    // Boxes that any player skips, with sizes of both kinds, and one at the end without a size.
    let free = |bytes: usize| [&(bytes as u32).to_be_bytes()[..], b"free", &vec![7; bytes - 8]].concat();
    let long = [&1u32.to_be_bytes()[..], b"free", &40u64.to_be_bytes()[..], &[7; 24]].concat();
    let open = [&0u32.to_be_bytes()[..], b"free", &[7; 99]].concat();
    for tail in [free(9000), long, open, vec![0; 4], vec![0; 12]] {
        let bytes = [first.as_slice(), &tail].concat();
        assert_eq!(skim(&bytes, &mut rng, 33).unwrap(), Film::read(&bytes).unwrap());
    }
}

#[test]
fn no_cut_is_taken_for_a_film() {
    let mut rng = Rng(11);
    for bytes in [clip(), film("last", &[])] {
        for keep in (0..bytes.len()).step_by(97).chain(bytes.len() - 20..bytes.len()) {
            let cut = skim(&bytes[..keep], &mut rng, 4096);
            assert!(cut.is_err(), "{keep} of {} bytes", bytes.len());
            same(&bytes[..keep], &mut rng, 4096);
        }
    }
}

#[test]
fn flipped_bytes_read_alike_and_never_panic() {
    let mut rng = Rng(7);
    for bytes in films() {
        let head = bytes.windows(4).position(|w| w == b"moov").unwrap();
        for round in 0..600 {
            let mut out = bytes.clone();
            for _ in 0..=rng.below(6) {
                // Mostly in the index, where a byte means something.
                let at =
                    if round % 4 == 0 { rng.below(out.len()) } else { (head + rng.below(2000)).min(out.len() - 1) };
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
            same(&out, &mut rng, 5000);
        }
    }
}

#[test]
fn what_is_no_film_is_seen_at_its_first_bytes() {
    for bytes in [&b"<!doctype html>"[..], b"\x1aE\xdf\xa3\x01\x00\x00\x00webm", b"RIFF\x00\x00\x00\x00WAVE"] {
        assert_eq!(Skim::default().push(bytes).unwrap_err().rule, Rule::NotMp4);
    }
    for short in [&b""[..], b"ftyp", b"\0\0\0\x08fty"] {
        let mut skim = Skim::default();
        skim.push(short).unwrap();
        assert_eq!(skim.end().unwrap_err().rule, Rule::NotMp4);
    }
}
