//! `cargo xtask soak NAME`: a part of the product under long and rough use, and what must hold afterwards.

use anyhow::{Result, bail};

use crate::step::{command, show};
use crate::tools::Usage;
use crate::{build, tools};

/// Builds, then runs the soak of one subject with what follows its name.
pub fn main(args: &[String]) -> Result<()> {
    match args.split_first() {
        Some((name, more)) if name == "gateway" => {
            tools::setup()?;
            tools::system("ffmpeg", "ffmpeg")?;
            build::all()?;
            show(command("node", &["tests/soak/gateway.mjs"]).args(more))
        }
        _ => bail!(Usage("soak needs a NAME: gateway".to_owned())),
    }
}
