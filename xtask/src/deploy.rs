//! `cargo xtask deploy`: the same product on Cloudflare, with wrangler.

use anyhow::{Result, bail};

use crate::step::{command, show};
use crate::tools::Usage;
use crate::{build, node, tools};

/// Builds and deploys; `--dry-run` stops before anything leaves the machine.
pub fn main(args: &[String]) -> Result<()> {
    let dry = match args {
        [] => false,
        [only] if only == "--dry-run" => true,
        _ => bail!(Usage("deploy takes only --dry-run".to_owned())),
    };
    tools::setup()?;
    build::all()?;
    let config = ["--config", "edge/api/wrangler.jsonc"];
    if dry {
        let mut wrangler = command(node::bin("wrangler"), &["deploy", "--dry-run", "--outdir", "target/deploy"]);
        return show(wrangler.args(config).envs(QUIET));
    }
    let mut migrate = command(node::bin("wrangler"), &["d1", "migrations", "apply", "DB", "--remote"]);
    show(migrate.args(config).envs(QUIET))?;
    show(command(node::bin("wrangler"), &["deploy"]).args(config).envs(QUIET))
}

/// No telemetry, no banners.
const QUIET: [(&str, &str); 3] =
    [("WRANGLER_SEND_METRICS", "false"), ("WRANGLER_SEND_ERROR_REPORTS", "false"), ("WRANGLER_HIDE_BANNER", "true")];
