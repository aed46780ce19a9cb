//! The test material, and the program under test.
#![allow(dead_code, reason = "every test binary uses another part")]

use std::path::PathBuf;
use std::process::{Command, Output};

/// Two people: a still, and the second of it at which the face is taken.
pub(crate) const ANA: (&str, &str) = ("astronaut.png", "0");
pub(crate) const BEN: (&str, &str) = ("WolfgangLanger_Pexels.mp4", "10.3");
/// A film of somebody who looks into the lens, then smiles.
pub(crate) const CLEM: &str = "single_face.mp4";

/// The test material, or nothing where it was not fetched or there is no ffmpeg.
pub(crate) fn material() -> Option<PathBuf> {
    let cache = std::env::var_os("UNDERSTUDY_CACHE").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache/understudy"));
    let folder = cache.or(home)?.join("material");
    let there = [ANA.0, BEN.0, CLEM].iter().all(|name| folder.join(name).is_file());
    let ffmpeg = Command::new("ffmpeg").arg("-version").output().is_ok();
    if !(there && ffmpeg) {
        eprintln!("skipped: needs ffmpeg and the test material (`cargo xtask setup --tests`)");
    }
    (there && ffmpeg).then_some(folder)
}

pub(crate) fn film(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_film")).args(args).output().expect("film runs")
}
