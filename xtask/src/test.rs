//! `cargo xtask test`: native tests, golden frames in WASM, HTTP tests against the real Worker, browser journeys.

use anyhow::{Result, bail};

use crate::step::{command, show};
use crate::{build, material, tools, wasm};

/// Runs the tests and ends with `N passed, N failed`.
pub fn main(args: &[String]) -> Result<()> {
    let all = !args.iter().any(|a| ["--native", "--golden", "--http", "--journey", "--fakes"].contains(&a.as_str()));
    let wants = |name: &str| all || args.iter().any(|a| a == name);
    tools::setup()?;
    material::install()?;
    let (mut passed, mut failed) = (0, 0);
    if wants("--native") {
        println!("Native tests");
        add(&mut passed, &mut failed, native()?);
    }
    if wants("--golden") {
        wasm::compile_beside("golden")?;
        println!("Frames in WASM and natively");
        add(&mut passed, &mut failed, counted(&mut command("node", &["tests/run.mjs", "--golden"]))?);
    }
    if wants("--http") || wants("--journey") || wants("--fakes") {
        for (program, package) in [("ffmpeg", "ffmpeg"), ("flite", "flite"), ("chromium", "chromium")] {
            if program != "chromium" || std::env::var_os("CHROMIUM").is_none() {
                tools::system(program, package)?;
            }
        }
        build::all()?;
        let mut runner = vec!["tests/run.mjs"];
        runner.extend(["--fakes", "--http", "--journey"].into_iter().filter(|a| wants(a)));
        println!("Tests against the running product");
        add(&mut passed, &mut failed, counted(&mut command("node", &runner))?);
    }
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("{failed} tests failed");
    }
    if passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

fn add(passed: &mut u32, failed: &mut u32, (p, f): (u32, u32)) {
    *passed += p;
    *failed += f;
}

/// `cargo test` over the default members, then over what of the page and the edge needs neither; summaries added up.
fn native() -> Result<(u32, u32)> {
    let crates = counted(&mut command("cargo", &["test", "--locked", "--no-fail-fast"]))?;
    let pure = [
        "test",
        "--locked",
        "--no-fail-fast",
        "-p",
        "app",
        "-p",
        "ui",
        "-p",
        "api",
        "-p",
        "inspect",
        "-p",
        "film",
        "--lib",
        "--bins",
        "--tests",
    ];
    let (passed, failed) = counted(&mut command("cargo", &pure))?;
    Ok((crates.0 + passed, crates.1 + failed))
}

/// Runs a command, shows its output, and adds up every `N passed` and `N failed` that it prints.
fn counted(command: &mut std::process::Command) -> Result<(u32, u32)> {
    use std::io::{BufRead as _, BufReader};
    let mut child = command.stdout(std::process::Stdio::piped()).spawn()?;
    let (mut passed, mut failed) = (0, 0);
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            println!("{line}");
            if line.starts_with("test result:") || line.ends_with(" failed") {
                passed += before(&line, " passed");
                failed += before(&line, " failed");
            }
        }
    }
    let status = child.wait()?;
    if !status.success() && failed == 0 {
        // It broke before it could count: that is a failure, too.
        failed = 1;
    }
    Ok((passed, failed))
}

/// The number right before a word.
fn before(line: &str, word: &str) -> u32 {
    line.find(word).and_then(|at| line[..at].rsplit(' ').next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Runs one native bench, which prints its own table.
pub fn cargo_bench(package: &str, bench: &str) -> Result<()> {
    show(&mut command("cargo", &["bench", "--locked", "-p", package, "--bench", bench]))
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn counts_are_read_from_summaries() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored";
        assert_eq!((before(line, " passed"), before(line, " failed")), (12, 3));
        assert_eq!((before("40 passed, 0 failed", " passed"), before("x", " failed")), (40, 0));
    }
}
