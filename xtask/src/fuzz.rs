//! `cargo xtask fuzz [NAME] [--seconds N]`: libFuzzer over every parser of bytes that we did not make.

use anyhow::{Result, bail};

use crate::step::{command, show, step};
use crate::tools::Usage;
use crate::{paths, tools};

/// Targets, and the longest input that each is given.
const TARGETS: [(&str, usize); 9] = [
    ("tflite", 300_000),
    ("pack", 65_536),
    ("wav", 4096),
    ("mp4", 16_384),
    ("inspect", 65_536),
    ("passkey", 8192),
    ("text", 4096),
    ("tlog", 4096),
    ("exports", 16_384),
];
/// Seconds a target when nothing is said.
const SECONDS: u32 = 60;
/// Most memory that an input may cost, in megabytes.
const MEMORY_MB: u32 = 1024;
/// What `cargo fuzz` sets, too: a counter on every edge, and compared values, which works on a stable compiler.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs one target, or all.
pub fn main(args: &[String]) -> Result<()> {
    let (mut name, mut seconds) = (None, SECONDS);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--seconds" => match rest.next().and_then(|n| n.parse().ok()) {
                Some(n) => seconds = n,
                None => bail!(Usage("--seconds needs a number".to_owned())),
            },
            other if TARGETS.iter().any(|(t, _)| *t == other) => name = Some(other),
            other => {
                let all: Vec<&str> = TARGETS.iter().map(|t| t.0).collect();
                bail!(Usage(format!("there is no fuzz target \"{other}\": {}", all.join(", "))));
            }
        }
    }
    tools::setup()?;
    let (passed, failed) = run(name, seconds)?;
    println!("{passed} passed, {failed} failed");
    if failed > 0 { bail!("{failed} targets found something") } else { Ok(()) }
}

/// Gives each target its time. How many ran clean, and how many did not.
pub fn run(name: Option<&str>, seconds: u32) -> Result<(u32, u32)> {
    let target = cargo_target().join("fuzz");
    step("Compiling the fuzz targets", || {
        let mut cargo =
            command("cargo", &["build", "--quiet", "--locked", "--profile", "fuzz", "-p", "fuzz", "--bins"]);
        // A triple keeps the flags away from build scripts, which have no coverage to count.
        cargo.args(["--target", &tools::host()?]).env("RUSTFLAGS", FLAGS).env("CARGO_TARGET_DIR", &target);
        show(&mut cargo)
    })?;
    let bins = target.join(tools::host()?).join("fuzz");
    // What was found once is tried first the next time.
    let corpus = paths::cache().join("fuzz");
    step("Writing seeds", || {
        show(&mut command(
            "cargo",
            &["run", "--quiet", "--locked", "-p", "fuzz", "--example", "seeds", "--", &corpus.display().to_string()],
        ))
    })?;
    for model in ["face_detection_short_range.tflite", "selfie_segmentation.tflite"] {
        let folder = corpus.join("tflite");
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(paths::models().join(model), folder.join(model))?;
    }
    let (mut passed, mut failed) = (0, 0);
    for (target, length) in TARGETS.iter().filter(|(t, _)| name.is_none_or(|n| n == *t)) {
        let folder = corpus.join(target);
        std::fs::create_dir_all(&folder)?;
        let found = corpus.join("found").join(target);
        std::fs::create_dir_all(&found)?;
        let mut fuzz = command(bins.join(target), &[]);
        fuzz.arg(&folder).args([
            format!("-max_total_time={seconds}"),
            format!("-max_len={length}"),
            format!("-rss_limit_mb={MEMORY_MB}"),
            format!("-malloc_limit_mb={MEMORY_MB}"),
            "-timeout=20".to_owned(),
            format!("-artifact_prefix={}/", found.display()),
            "-print_final_stats=1".to_owned(),
            "-verbosity=0".to_owned(),
        ]);
        match step(&format!("Fuzzing {target} for {seconds} s"), || talked(&mut fuzz)) {
            Ok(inputs) => {
                println!("  {target}: {inputs} inputs, all answered");
                passed += 1;
            }
            Err(error) => {
                eprintln!("{target}: {error:#}. The input lies in {}.", found.display());
                failed += 1;
            }
        }
    }
    Ok((passed, failed))
}

/// Runs a target quietly; what it says is shown only when it found something. How many inputs it tried.
fn talked(fuzz: &mut std::process::Command) -> Result<u64> {
    let out = fuzz.output()?;
    let said = String::from_utf8_lossy(&out.stderr);
    if !out.status.success() {
        bail!("{}\n{said}", out.status);
    }
    let tried = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(tried.and_then(|n| n.trim().parse().ok()).unwrap_or(0))
}

fn cargo_target() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| paths::root().join("target"), std::path::PathBuf::from)
}
