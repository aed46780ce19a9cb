//! The judges of converted voices: a speaker encoder and a recogniser that we do not ship, in a Python of their own.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::json;

use super::voices;
use crate::models::{Wheel, install_wheel};
use crate::step::{command, quiet, show, step, write};
use crate::{paths, tools};

/// Resemblyzer's weights; its code needs more than a gigabyte of other packages and is not used.
const ENCODER: Wheel = Wheel {
    package: "Resemblyzer==0.1.4",
    sha256: "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f",
    files: &[(
        "resemblyzer/pretrained.pt",
        "resemblyzer.pt",
        "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
    )],
};

/// A person: name, files that the voice is measured on and what is said in them, files that are held out (none: those
/// of the measurement again), whether word errors are counted, too.
type Target = (&'static str, &'static [&'static str], &'static str, &'static [&'static str], bool);

const TARGETS: [Target; 5] = [
    (
        "man-reader",
        &["people/librivox-low/0.wav"],
        "and mister john dashwood had then leisure to consider how much there might be prudently in his power to do \
         for them",
        &[
            "people/librivox-low/1.wav",
            "people/librivox-low/2.wav",
            "people/librivox-low/3.wav",
            "people/librivox-low/4.wav",
        ],
        true,
    ),
    (
        "man-cards",
        &["people/cards-low/0.wav", "people/cards-low/1.wav", "people/cards-low/2.wav"],
        "ten of clubs four queen of clubs seven of clubs",
        &["people/cards-low/3.wav", "people/cards-low/4.wav"],
        false,
    ),
    ("man-forward", &["goforward.raw"], "go forward ten meters", &[], false),
    ("man-something", &["something.raw"], "go somewhere and do something", &[], false),
    (
        "woman-alsa",
        &["people/alsa-high/0.wav", "people/alsa-high/1.wav"],
        "front center front left",
        &["people/alsa-high/2.wav", "Rear_Left.wav"],
        true,
    ),
];

/// Speaks, listens, prints.
pub fn main() -> Result<()> {
    voices::install()?;
    install_wheel(&ENCODER, &paths::material())?;
    let python = python()?;
    let out = paths::target().join("bench/voice");
    let _ = std::fs::remove_dir_all(&out);
    std::fs::create_dir_all(&out)?;
    let tests = paths::root().join("tests/bench/voice");
    std::fs::copy(tests.join("sentences.txt"), out.join("sentences.txt"))?;
    let mut lines = String::new();
    let mut targets = Vec::new();
    for (name, measured, said, held_out, all) in TARGETS {
        let measured = measured.iter().map(|f| wav(f, &out)).collect::<Result<Vec<_>>>()?;
        let held_out = held_out.iter().map(|f| wav(f, &out)).collect::<Result<Vec<_>>>()?;
        let whole = out.join(format!("{name}.wav"));
        join(&measured, &whole)?;
        lines += &format!("{name}\t{}\t{said}\t{}\n", whole.display(), if all { "all" } else { "" });
        let held_out = if held_out.is_empty() { &measured } else { &held_out };
        targets.push(json!({ "name": name, "measured": measured, "held_out": held_out, "all": all }));
    }
    write(&out.join("targets.txt"), lines.as_bytes())?;
    write(&out.join("targets.json"), serde_json::to_string(&targets)?.as_bytes())?;
    let bench = ["bench", "--locked", "-p", "voice", "--bench", "judge"];
    show(command("cargo", &bench).env("JUDGE_OUT", &out))?;
    let (judge, weights) = (tests.join("judge.py"), paths::material().join("resemblyzer.pt"));
    let result = paths::target().join("bench/voice.json");
    let files = [&judge, &out, &weights, &result].map(|p| p.display().to_string());
    show(&mut command(&python, &files.each_ref().map(String::as_str)))
}

/// A Python with what the judges need, in the cache.
fn python() -> Result<PathBuf> {
    let venv = paths::cache().join("judges");
    let python = venv.join("bin/python");
    if !venv.join("done").is_file() {
        step("Installing the judges", || {
            quiet(&mut command(tools::python()?, &["-m", "venv", &venv.display().to_string()]))?;
            let packages = ["-m", "pip", "install", "--quiet", "numpy==2.4.6", "pocketsphinx==5.1.1"];
            quiet(&mut command(&python, &packages))?;
            write(&venv.join("done"), b"")
        })?;
    }
    Ok(python)
}

/// A file of the material as 16-bit WAV at 16 kHz.
fn wav(name: &str, out: &std::path::Path) -> Result<String> {
    let from = paths::material().join(name).display().to_string();
    let to = out.join(format!("{}.wav", name.replace('/', "-"))).display().to_string();
    let mut args = vec!["-v", "error", "-y"];
    args.extend(if name.ends_with(".raw") { &["-f", "s16le", "-ar", "16000", "-ac", "1"][..] } else { &[] });
    args.extend(["-i", &from, "-ar", "16000", "-ac", "1", "-sample_fmt", "s16", &to]);
    quiet(&mut command("ffmpeg", &args)).with_context(|| format!("{name} cannot be read"))?;
    Ok(to)
}

/// WAV files one after another.
fn join(files: &[String], to: &std::path::Path) -> Result<()> {
    let inputs: Vec<&str> = files.iter().flat_map(|f| ["-i", f.as_str()]).collect();
    let filter = format!("concat=n={}:v=0:a=1", files.len());
    let to = to.display().to_string();
    let args = [&["-v", "error", "-y"][..], &inputs, &["-filter_complex", &filter, &to]].concat();
    quiet(&mut command("ffmpeg", &args)).map(drop)
}
