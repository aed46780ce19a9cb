//! `cargo xtask run`: from nothing to the whole product on this machine.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::serve::Server;
use crate::tools::{self, Usage};
use crate::{build, paths};

/// Port of the default origin.
const PORT: u16 = 8787;

/// Builds, migrates, serves, and prints where it is and one invite link.
pub fn main(args: &[String]) -> Result<()> {
    let options = Options::parse(args)?;
    println!("Understudy: setting up");
    tools::setup()?;
    build::all()?;
    let mut server = Server::start(options.port, &options.state, options.demo)?;
    println!("\nUnderstudy is at {}", server.origin);
    match &server.invite {
        Some(link) => println!("Your invite, which makes you the operator: {link}"),
        None => println!("Sign in there with your passkey; invites are in the settings."),
    }
    if options.demo {
        println!("Outside generators are stand-ins on this machine: they cost nothing, and their films say DEMO.");
    }
    println!("Ctrl+C ends it.");
    if options.open {
        open(server.invite.as_ref().unwrap_or(&server.origin));
    }
    server.wait()
}

struct Options {
    port: u16,
    state: PathBuf,
    open: bool,
    demo: bool,
}

impl Options {
    fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self { port: PORT, state: paths::root().join(".understudy"), open: true, demo: false };
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(arg) = parser.next().map_err(|e| Usage(e.to_string()))? {
            match arg {
                lexopt::Arg::Long("port") => {
                    let text = parser.value().map_err(|e| Usage(e.to_string()))?;
                    options.port = text
                        .to_str()
                        .and_then(|t| t.parse().ok())
                        .with_context(|| Usage(format!("--port takes a number up to 65535, not {}", text.display())))?;
                }
                lexopt::Arg::Long("state") => {
                    let folder = PathBuf::from(parser.value().map_err(|e| Usage(e.to_string()))?);
                    options.state = std::path::absolute(folder)?;
                }
                lexopt::Arg::Long("no-open") => options.open = false,
                lexopt::Arg::Long("demo-providers") => options.demo = true,
                other => bail!(Usage(other.unexpected().to_string())),
            }
        }
        Ok(options)
    }
}

/// Opens a browser where there is a screen. Not being able to is no failure: the link is printed.
fn open(link: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else if std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some() {
        "xdg-open"
    } else {
        return;
    };
    let _ = std::process::Command::new(program)
        .arg(link)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
}
