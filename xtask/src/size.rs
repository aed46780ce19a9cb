//! `cargo xtask size`: what a visitor downloads, brotli-compressed, against budgets.

use std::path::Path;

use anyhow::{Result, bail};

use crate::paths;

/// Most KiB (brotli) that the page may need before the first clip plays.
const APP_KIB: f64 = 250.0;
/// Most KiB (brotli) of the face worker's module.
const FACE_KIB: f64 = 110.0;
/// Most KiB (gzip counts at Cloudflare; brotli is close) of the edge's script: the limit is 10 MiB.
const EDGE_KIB: f64 = 3072.0;

/// Prints the table and fails on a budget that is broken.
pub fn main() -> Result<()> {
    let site = paths::dist().join("site");
    if !site.join("watch.html").is_file() {
        bail!("dist/ is empty: run `cargo xtask build` first");
    }
    let assets = files(&site.join("assets"))?;
    let kib = |starts: &[&str]| -> f64 {
        assets.iter().filter(|(name, _)| starts.iter().any(|s| name.starts_with(s))).map(|(_, kib)| kib).sum()
    };
    let first = kib(&["watch-"]) + compressed(&std::fs::read(site.join("watch.html"))?);
    let edge: f64 = files(&paths::dist().join("api"))?.iter().map(|(_, kib)| kib).sum();
    let rows = [
        ("page before the first clip plays (HTML, CSS, JS, WASM)", first, Some(APP_KIB)),
        ("rooms: HTML, JS, WASM, when a visitor makes something", kib(&["rooms-"]), None),
        ("face worker, when a scan begins", kib(&["worker-face"]), Some(FACE_KIB)),
        ("voice worker, when a script is written", kib(&["worker-voice"]), None),
        ("studio worker, when a clip is made", kib(&["worker-studio"]), None),
        ("edge script", edge, Some(EDGE_KIB)),
    ];
    println!("{:<58} {:>10} {:>10}", "brotli -q 11", "KiB", "budget");
    let mut broken = Vec::new();
    for (name, kib, budget) in rows {
        println!("{name:<58} {kib:>10.1} {:>10}", budget.map_or("-".to_owned(), |b| format!("{b:.0}")));
        if budget.is_some_and(|b| kib > b) {
            broken.push(name);
        }
    }
    println!("Beside it, the nearest open peer (Loops) needs 515 KiB for its feed and 337 KiB for one clip.");
    if !broken.is_empty() {
        bail!("over budget: {}", broken.join(", "));
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<(String, f64)>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)?.flatten().filter(|e| e.path().is_file()) {
        out.push((entry.file_name().to_string_lossy().into_owned(), compressed(&std::fs::read(entry.path())?)));
    }
    Ok(out)
}

/// Size in KiB after brotli at its best.
fn compressed(bytes: &[u8]) -> f64 {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &params);
    out.len() as f64 / 1024.0
}
