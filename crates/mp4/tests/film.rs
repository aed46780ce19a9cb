//! Films as cameras, editors and providers write them, made by ffmpeg; what is read from them against what ffprobe reads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use mp4::{Coded, Film, Rule};
use support::{Rng, clip};

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("understudy-film-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A film of `seconds` with a tone, made with further arguments for ffmpeg.
    fn film(&self, name: &str, source: &str, seconds: f32, args: &[&str]) -> PathBuf {
        let path = self.0.join(name);
        let length = seconds.to_string();
        let picture = format!("testsrc2={source}:d={length}");
        let sound = format!("sine=f=440:r=44100:d={length}");
        let out = Command::new("ffmpeg")
            .args(["-v", "error", "-y", "-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound])
            .args(["-preset", "ultrafast", "-pix_fmt", "yuv420p"])
            .args(args)
            .arg(&path)
            .output()
            .expect("ffmpeg");
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Place, size, time in seconds and key flag of each packet, as ffprobe reads them.
fn packets(path: &Path, kind: &str) -> Vec<(usize, usize, f64, bool)> {
    let out = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", kind, "-show_entries", "packet=pts_time,size,pos,flags", "-of", "csv"])
        .arg(path)
        .output()
        .expect("ffprobe");
    String::from_utf8(out.stdout)
        .unwrap()
        .lines()
        .filter(|line| line.starts_with("packet"))
        .map(|line| {
            let parts: Vec<&str> = line.split(',').collect();
            let [_, at, size, place, flags, ..] = parts.as_slice() else { panic!("{line}") };
            (place.parse().unwrap(), size.parse().unwrap(), at.parse().unwrap(), flags.starts_with('K'))
        })
        .collect()
}

fn same(name: &str, ours: &[Coded], theirs: &[(usize, usize, f64, bool)], keys: bool) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (n, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert_eq!((a.range.start, a.range.len()), (b.0, b.1), "{name}: sample {n}");
        assert!((a.at_us as f64 / 1e6 - b.2).abs() < 0.000_05, "{name}: sample {n} at {} and {}", a.at_us, b.2);
        assert!(!keys || a.key == b.3, "{name}: sample {n} key {} and {}", a.key, b.3);
    }
}

#[test]
fn samples_are_those_that_ffprobe_finds() {
    let scratch = Scratch::new("kinds");
    const PLAIN: &str = "s=160x90:r=25";
    let films: [(&str, &str, &[&str]); 9] = [
        ("last.mp4", PLAIN, &["-c:v", "libx264", "-bf", "3", "-preset", "fast"]),
        ("first.mp4", "s=160x90:r=24000/1001", &["-c:v", "libx264", "-movflags", "+faststart"]),
        ("base.mp4", PLAIN, &["-c:v", "libx264", "-g", "12", "-movflags", "frag_keyframe+empty_moov"]),
        (
            "moof.mp4",
            PLAIN,
            &["-c:v", "libx264", "-bf", "2", "-g", "12", "-movflags", "frag_keyframe+delay_moov+default_base_moof"],
        ),
        ("every.mp4", "s=160x90:r=60", &["-c:v", "libx264", "-movflags", "frag_every_frame+empty_moov+cmaf"]),
        (
            "negative.mp4",
            PLAIN,
            &["-c:v", "libx264", "-bf", "2", "-preset", "fast", "-movflags", "negative_cts_offsets"],
        ),
        ("camera.mov", PLAIN, &["-c:v", "libx264", "-bf", "2"]),
        ("vp9.mp4", PLAIN, &["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
        ("hevc.mp4", PLAIN, &["-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1"]),
    ];
    for (name, source, args) in films {
        let path = scratch.film(name, source, 1.4, args);
        let bytes = std::fs::read(&path).unwrap();
        let film = Film::read(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (pictures, sound) = (packets(&path, "v"), packets(&path, "a"));
        same(name, &film.picture.frames, &pictures, true);
        same(name, &film.sound.as_ref().unwrap().frames, &sound, false);
        assert_eq!((film.picture.width, film.picture.height, film.picture.turn), (160, 90, [1, 0, 0, 1]), "{name}");
        assert!((film.picture.end_us - 1_400_000).abs() < 45_000, "{name}: {}", film.picture.end_us);
        let asc = film.sound.unwrap().codec.unwrap();
        assert_eq!(asc[0] >> 3, 2, "{name}: AAC-LC");
        let kind = film.picture.codec.split('.').next().unwrap().to_owned();
        let want = match name {
            "vp9.mp4" => "vp09",
            "hevc.mp4" => "hvc1",
            _ => "avc1",
        };
        assert_eq!(kind, want);
        assert!(film.picture.codec.len() > 8, "{}", film.picture.codec);
    }
}

#[test]
fn turns_cuts_and_shapes_of_pixels_are_read() {
    let scratch = Scratch::new("turns");
    let plain = scratch.film("plain.mp4", "s=160x90:r=30", 2.0, &["-c:v", "libx264", "-bf", "2", "-g", "60"]);
    let copy = |name: &str, before: &[&str], after: &[&str]| {
        let path = scratch.0.join(name);
        let status = Command::new("ffmpeg")
            .args(["-v", "error", "-y"])
            .args(before)
            .arg("-i")
            .arg(&plain)
            .args(["-c", "copy"])
            .args(after)
            .arg(&path)
            .status()
            .expect("ffmpeg");
        assert!(status.success(), "{name}");
        (std::fs::read(&path).unwrap(), path)
    };
    let (turned, _) = copy("turned.mp4", &[], &["-metadata:s:v", "rotate=90"]);
    assert_eq!(Film::read(&turned).unwrap().picture.turn, [0, -1, 1, 0], "counterclockwise");
    // The edit list skips pictures that have to be decoded.
    let (cut, path) = copy("cut.mp4", &["-ss", "0.7"], &[]);
    let film = Film::read(&cut).unwrap();
    assert!(film.picture.frames.first().unwrap().at_us < -600_000, "{:?}", film.picture.frames.first());
    assert!((film.picture.end_us - 1_300_000).abs() < 40_000, "{}", film.picture.end_us);
    let shown = packets(&path, "v");
    same("cut", &film.picture.frames, &shown, false);
    let wide = scratch.film("wide.mp4", "s=160x90:r=30", 0.5, &["-c:v", "libx264", "-vf", "setsar=4/3"]);
    assert_eq!(Film::read(&std::fs::read(wide).unwrap()).unwrap().picture.pixel, (4, 3));
    let silent = scratch.film("silent.mp4", "s=160x90:r=30", 0.5, &["-c:v", "libx264", "-an"]);
    assert!(Film::read(&std::fs::read(silent).unwrap()).unwrap().sound.is_none());
    let opus = scratch.film("opus.mp4", "s=160x90:r=30", 0.5, &["-c:v", "libx264", "-c:a", "libopus"]);
    assert_eq!(Film::read(&std::fs::read(opus).unwrap()).unwrap().sound.unwrap().codec, Err("Opus".to_owned()));
}

#[test]
fn what_is_no_film_is_refused_with_the_reason() {
    let scratch = Scratch::new("no");
    let rule = |bytes: &[u8]| Film::read(bytes).unwrap_err().rule;
    assert_eq!(rule(b""), Rule::NotMp4);
    assert_eq!(rule(b"<!doctype html><title>502 Bad Gateway</title>"), Rule::NotMp4);
    let sound = scratch.film("sound.mp4", "s=160x90:r=30", 0.5, &["-vn"]);
    assert_eq!(rule(&std::fs::read(sound).unwrap()), Rule::NoVideo);
    let last = std::fs::read(scratch.film("last.mp4", "s=160x90:r=30", 1.0, &["-c:v", "libx264"])).unwrap();
    let first =
        std::fs::read(scratch.film("first.mp4", "s=160x90:r=30", 1.0, &["-c:v", "libx264", "-movflags", "faststart"]))
            .unwrap();
    for whole in [&last, &first] {
        for part in [0.2, 0.5, 0.9, 0.999] {
            assert_eq!(rule(&whole[..(whole.len() as f64 * part) as usize]), Rule::Truncated, "{part}");
        }
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let scratch = Scratch::new("hostile");
    let args = &["-c:v", "libx264", "-g", "12", "-movflags", "frag_keyframe+empty_moov"];
    let pieces = std::fs::read(scratch.film("pieces.mp4", "s=160x90:r=25", 1.0, args)).unwrap();
    let mut rng = Rng(11);
    for whole in [&pieces, &clip()] {
        // Most of a film is media: the boxes that can be broken are in its first bytes, or before each piece.
        let boxes: Vec<usize> =
            whole.windows(4).enumerate().filter(|(_, w)| matches!(*w, b"moof" | b"moov")).map(|(i, _)| i).collect();
        for _ in 0..20_000 {
            let mut bytes = whole.clone();
            for _ in 0..=rng.below(3) {
                let at = boxes[rng.below(boxes.len())] + rng.below(1200);
                let value = [0, 1, 0x7f, 0x80, 0xff, rng.next() as u8][rng.below(6)];
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
            if let Ok(film) = Film::read(&bytes) {
                let sound = film.sound.iter().flat_map(|s| &s.frames);
                assert!(film.picture.frames.iter().chain(sound).all(|f| f.range.end <= bytes.len()));
            }
        }
    }
}
