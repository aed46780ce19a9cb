//! Rules about the house that no compiler knows.

use std::path::Path;

use anyhow::{Result, bail};
use walkdir::WalkDir;

use crate::paths;
use crate::step::{command, quiet};

/// What a pure crate may never depend on.
const IMPURE: [&str; 6] = ["leptos", "web-sys", "js-sys", "wasm-bindgen", "worker", "axum"];
/// Where SQL may stand: the stores of the nouns, and of the passkeys, which are a noun inside accounts.
const STORES: [&str; 2] = ["store.rs", "accounts/passkeys.rs"];
/// Longest source file in lines.
const MAX_LINES: usize = 450;

/// Checks every rule and lists all that is broken.
pub fn check() -> Result<()> {
    let mut broken = Vec::new();
    arrows(&mut broken)?;
    for entry in sources() {
        let Ok(text) = std::fs::read_to_string(&entry) else { continue };
        let name = entry.strip_prefix(paths::root()).unwrap_or(&entry).display().to_string();
        if text.lines().count() > MAX_LINES {
            broken.push(format!(
                "{name} has {} lines, more than {MAX_LINES}: a second idea wants its own file",
                text.lines().count()
            ));
        }
        if name.starts_with("edge/api/src")
            && !STORES.iter().any(|s| name.ends_with(s))
            && !name.contains("/objects/")
            && has_sql(&text)
        {
            broken.push(format!("{name} has SQL outside store.rs"));
        }
        let page = name.starts_with("app/src") || name.starts_with("app/ui");
        if page && text.contains("web_sys::") && !text.contains("leptos::web_sys") && !text.contains("ev::") {
            broken.push(format!("{name} names web_sys outside app/browser"));
        }
    }
    if broken.is_empty() { Ok(()) } else { bail!("{}", broken.join("\n")) }
}

/// Arrows point inward: crates/* are pure.
fn arrows(broken: &mut Vec<String>) -> Result<()> {
    let text = quiet(&mut command("cargo", &["metadata", "--format-version=1", "--no-deps", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let crates = paths::root().join("crates");
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        if !Path::new(manifest).starts_with(&crates) {
            continue;
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = dependency["name"].as_str().unwrap_or_default();
            if dependency["kind"].is_null() && IMPURE.contains(&name) {
                broken.push(format!("crates/{} depends on {name}: crates are pure", package["name"]));
            }
        }
    }
    Ok(())
}

fn sources() -> Vec<std::path::PathBuf> {
    ["crates", "app", "edge", "xtask", "tests"]
        .iter()
        .flat_map(|folder| WalkDir::new(paths::root().join(folder)))
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .filter(|p| !p.components().any(|c| c.as_os_str() == "target" || c.as_os_str() == "node_modules"))
        .collect()
}

fn has_sql(text: &str) -> bool {
    // Asking the database for a constant is how health is checked: that is no query of a noun.
    let text = text.replace("\"SELECT 1 AS one\"", "");
    ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE FROM"].iter().any(|s| text.contains(s))
}
