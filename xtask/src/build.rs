//! Everything into `dist/`: the site and the edge.

use anyhow::Result;

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
    for worker in ["api", "inspect"] {
        edge(worker)?;
    }
    step("Laying out the site", site::build)
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
