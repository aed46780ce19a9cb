//! `cargo xtask bench clip`: finished clips of the product, judged by programs that are not the product's.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::step::{command, quiet, sha256, show, step, write};
use crate::{build, paths, tools};

/// Makes clips in a browser and judges them. `--keep` judges those of the last run again.
pub fn main(args: &[String]) -> Result<()> {
    for program in ["ffmpeg", "ffprobe"] {
        tools::system(program, "ffmpeg")?;
    }
    if std::env::var_os("CHROMIUM").is_none() {
        tools::system("chromium", "chromium")?;
    }
    let python = python()?;
    let out = paths::target().join("bench/clip");
    let (folder, result) = (out.display().to_string(), paths::target().join("bench/clip.json").display().to_string());
    if !args.iter().any(|a| a == "--keep") {
        let _ = std::fs::remove_dir_all(&out);
        build::all()?;
        show(&mut command("node", &["tests/bench/clip/make.mjs", &folder]))?;
    }
    let judge = paths::root().join("tests/bench/clip/judge.py").display().to_string();
    show(&mut command(&python, &[&judge, &folder, &result]))
}

/// A Python with MediaPipe and a face recogniser, in the cache.
fn python() -> Result<PathBuf> {
    let list = paths::root().join("tests/bench/clip/requirements.txt");
    let want = sha256(&std::fs::read(&list)?);
    let venv = paths::cache().join("judges-clip");
    let (python, done) = (venv.join("bin/python"), venv.join("done"));
    if !std::fs::read_to_string(&done).is_ok_and(|have| have == want) {
        step("Installing the judges of clips", || {
            let _ = std::fs::remove_dir_all(&venv);
            quiet(&mut command(tools::python()?, &["-m", "venv", &venv.display().to_string()]))?;
            let list = list.display().to_string();
            // No dependencies but those listed: MediaPipe names some, jax among them, that its face mesh never loads.
            let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", &list];
            quiet(&mut command(&python, &pip)).context(
                "the packages of tests/bench/clip/requirements.txt could not be installed: MediaPipe needs Python 3.9 to \
                 3.12 and x86-64 Linux, and the network once",
            )?;
            write(&done, want.as_bytes())
        })?;
    }
    Ok(python)
}
