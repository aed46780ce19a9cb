//! `cargo xtask check`: what must hold before a commit, tests apart.

use anyhow::Result;

use crate::step::{command, quiet, step};
use crate::wasm::PACKAGES;
use crate::{build, size, tidy, tools};

/// Formatting, clippy for both machines, tidy rules, size budgets.
pub fn main(args: &[String]) -> Result<()> {
    tools::setup()?;
    tidy()?;
    step("Clippy, native", || {
        quiet(&mut command("cargo", &["clippy", "--locked", "--all-targets", "--", "-Dwarnings"]))
    })?;
    step("Clippy, WASM", || {
        let mut args = vec!["clippy", "--locked", "--release", "--target", "wasm32-unknown-unknown"];
        for package in PACKAGES.iter().chain(&["ui", "browser"]) {
            args.extend(["-p", package]);
        }
        args.extend(["--", "-Dwarnings"]);
        quiet(&mut command("cargo", &args))
    })?;
    if !args.iter().any(|a| a == "--no-size") {
        build::all()?;
        size::main()?;
    }
    Ok(())
}

/// What needs no compiler: formatting and the rules of the house.
pub fn tidy() -> Result<()> {
    step("Formatting", || quiet(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    step("Tidy rules", tidy::check)
}
