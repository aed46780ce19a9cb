//! Other people than those of the journeys, as heads turned from stills: each is taken through all eleven poses, the last
//! look included, and refused for nothing. Their stills smile, or do not, or look aside, or hold the mouth open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use std::path::Path;

use common::{CLEM, film, material};

const PEOPLE: [(&str, &str); 5] = [
    (CLEM, "0.2"),
    ("single_face.jpg", "0"),
    ("0-f15-hao-ph.jpg", "0"),
    ("15-f13-anc-ph.jpg", "0"),
    ("0-f1-su-ph.jpg", "0"),
];
const POSES: [&str; 11] =
    ["neutral", "smile", "turn_left", "oo", "up", "eyes_shut", "ah", "turn_right", "brows", "down", "blink"];

#[test]
fn other_people_pass_every_pose() {
    let Some(folder) = material() else { return };
    for (still, from_s) in PEOPLE {
        let from = folder.join(still);
        if !from.is_file() {
            eprintln!("skipped: {still} is missing (`cargo xtask setup --tests`)");
            continue;
        }
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{still}-all.mjpeg"));
        let mut args = vec!["compose", from.to_str().unwrap(), from_s, "640x360", out.to_str().unwrap()];
        let beats: Vec<String> =
            POSES.iter().map(|pose| format!("{pose}:{}", if *pose == "neutral" { "1.2" } else { "1.4" })).collect();
        args.extend(beats.iter().map(String::as_str));
        args.push("neutral:1.2");
        let made = film(&args);
        assert!(made.status.success(), "{still}: {}", String::from_utf8_lossy(&made.stderr));
        let mut args = vec!["catches", out.to_str().unwrap()];
        args.extend(POSES);
        let seen = film(&args);
        let told = String::from_utf8_lossy(&seen.stdout).into_owned();
        assert!(seen.status.success(), "{still}: {told}{}", String::from_utf8_lossy(&seen.stderr));
    }
}
