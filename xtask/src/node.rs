//! Node packages, pinned by `package-lock.json`.

use std::path::PathBuf;

use anyhow::Result;

use crate::step::{command, quiet, sha256, step, write};

/// Installs the locked packages unless they are the ones already there.
pub fn install() -> Result<()> {
    install_in(crate::paths::root())
}

/// The same for a folder with packages of its own.
pub fn install_in(root: impl AsRef<std::path::Path>) -> Result<()> {
    let root = root.as_ref();
    let want = sha256(&std::fs::read(root.join("package-lock.json"))?);
    let stamp = root.join("node_modules").join(".understudy-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    step("Installing node packages", || {
        let args = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
        quiet(command("npm", &args).current_dir(root))?;
        write(&stamp, want.as_bytes())
    })
}

/// A script or binary of an installed package.
pub fn bin(name: &str) -> PathBuf {
    crate::paths::root().join("node_modules").join(".bin").join(name)
}
