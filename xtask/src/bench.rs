//! `cargo xtask bench NAME`: figures, as a table and a JSON line.

mod clip;
mod face;
mod judge;
mod voices;

use anyhow::{Result, bail};

use crate::step::{command, show};
use crate::test::cargo_bench;
use crate::tools::Usage;
use crate::{build, material, tools};

/// Runs the benches of one subject: in the browser, where people meet it, and natively where that tells more.
pub fn main(args: &[String]) -> Result<()> {
    let Some(name) = args.first() else {
        bail!(Usage(
            "bench needs a NAME: clip, face, likeness, voice, voice-check, studio, gateway or inspect".to_owned()
        ))
    };
    tools::setup()?;
    material::install()?;
    match name.as_str() {
        "clip" => return clip::main(args),
        "face" => return face::main(args),
        "likeness" => {
            tools::system("ffmpeg", "ffmpeg")?;
            return cargo_bench("studio", "likeness");
        }
        "voice" => {
            // Only how much the voices are alike and understood: no browser.
            if args.iter().any(|a| a == "--judge") {
                return judge::main();
            }
            cargo_bench("voice", "speak")?;
            judge::main()?;
        }
        "voice-check" => {
            tools::system("flite", "flite")?;
            voices::install()?;
            return cargo_bench("voice", "check");
        }
        "studio" => {
            cargo_bench("studio", "frame")?;
            cargo_bench("studio", "scene")?;
        }
        "gateway" => {
            tools::system("ffmpeg", "ffmpeg")?;
            build::all()?;
            return show(command("node", &["tests/bench/gateway.mjs"]).args(&args[1..]));
        }
        "inspect" => {
            tools::system("ffmpeg", "ffmpeg")?;
            build::all()?;
            return show(&mut command("node", &["tests/bench/inspect.mjs"]));
        }
        other => bail!(Usage(format!(
            "there is no bench \"{other}\": clip, face, likeness, voice, voice-check, studio, gateway or inspect"
        ))),
    }
    build::all()?;
    show(&mut command("node", &["tests/bench/run.mjs", name]))
}
