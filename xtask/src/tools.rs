//! What must be on the machine, and what is installed from registries when it is missing.

use anyhow::{Result, bail};

use crate::step::{answers, command, quiet, step};
use crate::{models, node};

/// Something that a person has to install first. Ends the command with exit code 2.
#[derive(Debug)]
pub struct Missing(pub String);
impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Missing {}

/// Arguments that are not understood. Ends the command with exit code 2.
#[derive(Debug)]
pub struct Usage(pub String);
impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\nSee: cargo xtask help", self.0)
    }
}
impl std::error::Error for Usage {}

const TARGET: &str = "wasm32-unknown-unknown";

/// Installs whatever is missing. Quick when nothing is.
pub fn setup() -> Result<()> {
    node_version()?;
    python()?;
    wasm_target()?;
    node::install()?;
    models::install()?;
    Ok(())
}

fn node_version() -> Result<()> {
    let advice = "Node.js 20 or newer is needed. Install it from your system's packages or from nodejs.org, then run the command again.";
    let Ok(version) = quiet(&mut command("node", &["--version"])) else { bail!(Missing(advice.to_owned())) };
    let major: u32 = version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < 20 {
        bail!(Missing(format!("{advice} Found {}.", version.trim())));
    }
    Ok(())
}

/// The name under which Python 3 answers.
pub fn python() -> Result<&'static str> {
    match ["python3", "python"].into_iter().find(|p| answers(p)) {
        Some(name) => Ok(name),
        None => bail!(Missing(
            "Python 3 with pip is needed to fetch the models. Install it from your system's packages, then run the command again.".to_owned()
        )),
    }
}

fn wasm_target() -> Result<()> {
    let libdir = quiet(&mut command("rustc", &["--print", "target-libdir", "--target", TARGET]))?;
    if std::path::Path::new(libdir.trim()).is_dir() {
        return Ok(());
    }
    let advice = format!("The Rust target {TARGET} is missing. Install it with: rustup target add {TARGET}");
    if !answers("rustup") {
        bail!(Missing(advice));
    }
    step("Adding the Rust target for WebAssembly", || quiet(&mut command("rustup", &["target", "add", TARGET])))
        .map_err(|_| anyhow::Error::new(Missing(advice)))?;
    Ok(())
}

/// Finds a program, or installs it with the system's package manager where that is possible without asking.
pub fn system(program: &str, package: &str) -> Result<()> {
    if answers(program) || quiet(&mut command("which", &[program])).is_ok() {
        return Ok(());
    }
    let advice =
        format!("{program} is needed for the tests. Install it from your system's packages (Debian: {package}).");
    if !answers("apt-get") {
        bail!(Missing(advice));
    }
    step(&format!("Installing {package}"), || {
        let _ = quiet(&mut command("apt-get", &["update"]));
        quiet(
            command("apt-get", &["install", "-y", "--no-install-recommends", package])
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    })
    .map_err(|_| anyhow::Error::new(Missing(advice)))?;
    Ok(())
}

/// The triple of this machine, as the compiler names it.
pub fn host() -> Result<String> {
    let said = quiet(&mut command("rustc", &["-vV"]))?;
    match said.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(host) => Ok(host.to_owned()),
        None => bail!("rustc does not say which machine this is"),
    }
}
