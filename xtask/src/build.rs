//! Everything into `dist/`: the site and the edge.

use anyhow::{Result, bail};

use crate::step::{step, write};
use crate::wasm::{self, Kind};
use crate::{paths, site, tools};

/// `cargo xtask build`.
pub fn main(_args: &[String]) -> Result<()> {
    tools::setup()?;
    all()
}

/// Compiles, binds and lays out.
pub fn all() -> Result<()> {
    wasm::compile()?;
    // Binaryen takes one core: the largest module and all the others take about as long.
    std::thread::scope(|scope| {
        let api = scope.spawn(|| edge("api"));
        edge("inspect")?;
        step("Laying out the site", site::build)?;
        api.join().unwrap_or_else(|_| bail!("the edge could not be laid out"))
    })
}

/// `dist/<worker>`: a Worker's modules.
fn edge(worker: &str) -> Result<()> {
    let bound = wasm::bind(worker, Kind::Edge)?;
    let dist = paths::dist().join(worker);
    let _ = std::fs::remove_dir_all(&dist);
    for name in ["index.js", "index_bg.wasm"] {
        write(&dist.join(name), &std::fs::read(bound.join(name))?)?;
    }
    let snippets = bound.join("snippets");
    for entry in walkdir::WalkDir::new(&snippets).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        write(&dist.join("snippets").join(entry.path().strip_prefix(&snippets)?), &std::fs::read(entry.path())?)?;
    }
    let entry = paths::root().join("edge").join(worker).join("entry.mjs");
    write(&dist.join("entry.mjs"), &std::fs::read(entry)?)
}
