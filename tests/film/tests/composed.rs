//! Composed films as the guidance of a capture sees them: every pose is caught, and what is wrong is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{ANA, BEN, film, material};

fn compose(who: (&str, &str), beats: &[String], name: &str) -> Option<PathBuf> {
    let still = material()?.join(who.0);
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // A face with few pixels is only found where the whole picture has few.
    let size = if beats.iter().any(|beat| beat.contains("+far")) { "640x360" } else { "960x540" };
    let mut args = vec!["compose", still.to_str().unwrap(), who.1, size, out.to_str().unwrap()];
    args.extend(beats.iter().map(String::as_str));
    let made = film(&args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some(out)
}

/// The beats of the films that the journeys show: see `tests/harness/media.mjs`.
fn beats(poses: &[&str]) -> Vec<String> {
    let beat = |(n, pose): (usize, &&str)| format!("{pose}:{}", if n == 0 { "2" } else { "1.8" });
    poses.iter().enumerate().map(beat).chain(["neutral:0.6".to_owned()]).collect()
}

fn all_are_caught(who: (&str, &str), poses: &[&str], name: &str) {
    let Some(path) = compose(who, &beats(poses), name) else { return };
    let mut args = vec!["catches", path.to_str().unwrap()];
    args.extend(poses);
    let seen = film(&args);
    let told = String::from_utf8_lossy(&seen.stdout).into_owned();
    println!("{name}\n{told}{}", String::from_utf8_lossy(&seen.stderr));
    assert!(seen.status.success(), "{name}: {told}{}", String::from_utf8_lossy(&seen.stderr));
}

#[test]
fn every_pose_of_a_film_is_caught_in_several_orders() {
    let orders: [[&str; 9]; 2] = [
        ["neutral", "smile", "turn_left", "oo", "up", "eyes_shut", "ah", "turn_right", "blink"],
        ["neutral", "turn_right", "ah", "brows", "eyes_shut", "down", "oo", "turn_left", "smile"],
    ];
    for (n, order) in orders.iter().enumerate() {
        all_are_caught(ANA, order, &format!("ana-{n}.mjpeg"));
        all_are_caught(BEN, order, &format!("ben-{n}.mjpeg"));
    }
}

#[test]
fn a_film_of_another_order_is_not_enough() {
    let made = ["neutral", "turn_left", "smile"];
    let Some(path) = compose(ANA, &beats(&made), "other-order.mjpeg") else { return };
    let seen = film(&["catches", path.to_str().unwrap(), "neutral", "smile", "turn_left"]);
    assert!(!seen.status.success());
}

#[test]
fn what_is_wrong_is_told_and_forgotten_when_it_is_fine() {
    // Each is provoked by real films in `hints.rs`; here it goes, and what was asked for is caught.
    for (who, trouble, hint) in [
        (ANA, "dark", "TooDark"),
        (BEN, "backlit", "Backlit"),
        // In this one there is no face to be found while it is blurred.
        (ANA, "blurred", "Blurred"),
        (BEN, "glare", "Glare"),
        (ANA, "hand", "Covered"),
        (BEN, "hair", "Covered"),
        (ANA, "guest", "TwoFaces"),
        (ANA, "far", "TooFar"),
        (ANA, "aside", "OffCentre"),
    ] {
        let beats = [format!("neutral+{trouble}:1.5"), "neutral:2.2".to_owned()];
        let Some(path) = compose(who, &beats, &format!("{trouble}.mjpeg")) else { return };
        let seen = film(&["hints", path.to_str().unwrap(), "neutral"]);
        let told = String::from_utf8_lossy(&seen.stdout).into_owned();
        assert!(told.contains(hint), "{trouble}: {told}");
        assert!(told.contains("neutral at "), "{trouble} does not go: {told}");
    }
}

/// The JPEGs of a film.
fn frames(film: &Path) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(film).unwrap();
    let starts: Vec<usize> = (0..bytes.len() - 2).filter(|i| bytes[*i..].starts_with(&[0xff, 0xd8, 0xff])).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).map(|(from, to)| bytes[*from..to].to_vec()).collect()
}

/// What is told of a film while these poses are asked for.
fn hints(film_of: &Path, asked: &[&str]) -> String {
    let mut args = vec!["hints", film_of.to_str().unwrap()];
    args.extend(asked);
    String::from_utf8_lossy(&film(&args).stdout).into_owned()
}

fn refused_as(film_of: &Path, asked: &[&str], rules: &[&str]) {
    let told = hints(film_of, asked);
    println!("{}\n{told}", film_of.display());
    assert!(rules.iter().any(|rule| told.contains(&format!("refused as {rule} "))), "{}: {told}", film_of.display());
}

#[test]
fn a_film_that_stops_or_repeats_itself_is_refused() {
    let asked = ["neutral", "smile", "ah", "turn_left"];
    let mut waits = beats(&asked[..2]);
    waits.push("restless:3.4".to_owned());
    let Some(path) = compose(ANA, &waits, "waits.mjpeg") else { return };
    let all = frames(&path);
    let write = |name: &str, more: Vec<Vec<u8>>| {
        let out = path.with_file_name(name);
        std::fs::write(&out, [all.concat(), more.concat()].concat()).unwrap();
        out
    };
    let stopped = write("frozen.mjpeg", vec![all[all.len() - 1].clone(); 150]);
    refused_as(&stopped, &asked, &["frozen"]);
    let again = write("looped.mjpeg", vec![all[all.len() - 90..].concat(); 4]);
    refused_as(&again, &asked, &["looped"]);
}

#[test]
fn two_people_are_refused() {
    let asked = ["neutral", "smile", "turn_left", "turn_right", "ah"];
    let Some(ana) = compose(ANA, &beats(&asked), "swap-ana.mjpeg") else { return };
    let Some(ben) = compose(BEN, &beats(&asked), "swap-ben.mjpeg") else { return };
    // In the middle of the turn.
    let (one, other) = (frames(&ana), frames(&ben));
    let write = |name: &str, parts: &[&[Vec<u8>]]| {
        let out = ana.with_file_name(name);
        std::fs::write(&out, parts.concat().concat()).unwrap();
        out
    };
    refused_as(&write("swapped.mjpeg", &[&one[..126], &other[126..]]), &asked, &["jump", "other_face"]);

    // While nobody is seen: who comes back is asked to look straight ahead, and is somebody else, or the same person.
    let empty = ana.with_file_name("empty.mjpeg");
    made_of(&["-f", "lavfi", "-i", "color=0x7e7a74:s=960x540:r=30,noise=alls=6:allf=t", "-t", "0.8"], &empty);
    let empty = frames(&empty);
    let Some(stays) = compose(BEN, &["neutral:5.5".to_owned()], "stays-ben.mjpeg") else { return };
    refused_as(&write("away-other.mjpeg", &[&one[..114], &empty, &frames(&stays)]), &asked, &["other_face"]);
    let told = hints(&write("away-same.mjpeg", &[&one[..114], &empty, &one[..60]]), &asked);
    assert!(told.contains("LookAgain") && told.contains("DoPose(TurnLeft)") && !told.contains("refused"), "{told}");
}

/// Writes Motion JPEG with ffmpeg.
fn made_of(input: &[&str], out: &Path) {
    let output = ["-an", "-c:v", "mjpeg", "-q:v", "5", "-f", "mjpeg", out.to_str().unwrap()];
    let done = Command::new("ffmpeg").args(["-loglevel", "error", "-y"]).args(input).args(output).status();
    assert!(done.is_ok_and(|status| status.success()), "ffmpeg {input:?}");
}

#[test]
fn a_real_film_is_not_refused_and_its_hands_are_seen() {
    let Some(folder) = material() else { return };
    let real = folder.join(BEN.0);
    let told = hints(&real, &["neutral", "smile", "ah"]);
    assert!(["Covered", "smile at ", "ah at "].iter().all(|what| told.contains(what)), "{told}");
    assert!(!told.contains("refused"), "{told}");
    // Darker than in `hints.rs`, as a camera's narrow range leaves it: no face is found there.
    let dark = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-dark.mjpeg");
    made_of(&["-t", "1.5", "-i", real.to_str().unwrap(), "-vf", "lutyuv=y=val*0.06"], &dark);
    let told = hints(&dark, &["neutral"]);
    assert!(told.contains("TooDark") && !told.contains("NoFace"), "{told}");
    let told = hints(&folder.join("no_face.mp4"), &["neutral"]);
    assert!(told.contains("NoFace") && !told.contains("neutral at "), "{told}");
}

#[test]
fn a_photo_a_wrong_turn_and_another_script_are_refused() {
    let asked = ["neutral", "smile", "turn_left", "ah", "turn_right"];
    for (name, made, last, rule) in [
        ("turned-photo", &["neutral", "smile"][..], "turned_photo:5", "flat"),
        ("bent-photo", &["neutral", "smile"][..], "bent_photo:6", "flat"),
        ("wrong-turn", &["neutral", "smile", "turn_right", "turn_left"][..], "neutral:1", "wrong_turn"),
        ("replay", &["neutral", "turn_right", "ah", "turn_left", "smile"][..], "neutral:1", "off_script"),
    ] {
        let mut beats = beats(made);
        beats.pop();
        beats.push(last.to_owned());
        let Some(path) = compose(ANA, &beats, &format!("{name}.mjpeg")) else { return };
        refused_as(&path, &asked, &[rule]);
    }
}
