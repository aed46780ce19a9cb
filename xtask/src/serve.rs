//! The built product under workerd, by `edge/serve.mjs`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::paths;

/// A running server. Dropping it ends it.
pub struct Server {
    child: Child,
    /// Its origin, for example `http://localhost:8787`.
    pub origin: String,
    /// The link that makes the operator, while there is none.
    pub invite: Option<String>,
}

impl Server {
    /// Starts on a port (0 finds a free one), with state in a folder; `demo`: with stand-ins of every outside generator.
    pub fn start(port: u16, state: &Path, demo: bool) -> Result<Self> {
        let dist = paths::dist();
        let mut child = Command::new("node")
            .arg(paths::root().join("edge/serve.mjs"))
            .args(["--port", &port.to_string()])
            .arg("--state")
            .arg(state)
            .arg("--assets")
            .arg(dist.join("site"))
            .arg("--worker")
            .arg(dist.join("api"))
            .args(demo.then_some("--demo-providers"))
            .current_dir(paths::root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server could not be started")?;
        let Some(out) = child.stdout.take() else { bail!("the server has no output") };
        let mut lines = BufReader::new(out).lines();
        let mut invite = None;
        for line in lines.by_ref() {
            let line = line?;
            if let Some(link) = line.strip_prefix("INVITE ") {
                invite = Some(link.to_owned());
            } else if let Some(origin) = line.strip_prefix("READY ") {
                let origin = origin.to_owned();
                // Keep reading, or the server would block on a full pipe.
                std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
                return Ok(Self { child, origin, invite });
            } else {
                eprintln!("{line}");
            }
        }
        let status = child.wait()?;
        bail!("the server ended with {status} before it was ready")
    }

    /// Waits until the server ends by itself. Not by `Child::wait`, which closes the standard input that keeps it running.
    pub fn wait(&mut self) -> Result<()> {
        while self.child.try_wait()?.is_none() {
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Closing its standard input asks it to end and to write everything down.
        drop(self.child.stdin.take());
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let _ = self.child.kill();
    }
}
