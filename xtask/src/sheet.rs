//! `cargo xtask sheet`: contact sheets of every scene with real people in it.

use anyhow::Result;

use crate::step::{command, show};
use crate::{material, paths, tools};

/// Draws them natively into `dist/sheet`, or where `--out DIR` says. `--places a,b`, `--full` and `--looks` are passed on.
pub fn main(args: &[String]) -> Result<()> {
    tools::setup()?;
    material::install()?;
    let out = paths::dist().join("sheet").display().to_string();
    let mut all = vec!["bench", "--locked", "-p", "studio", "--bench", "sheet", "--"];
    if !args.iter().any(|a| a == "--out") {
        all.extend(["--out", out.as_str()]);
    }
    all.extend(args.iter().map(String::as_str));
    show(&mut command("cargo", &all))
}
