//! Where things lie.

use std::path::{Path, PathBuf};

/// Root of the checkout. Cargo says where it runs this; what was compiled in may be another checkout, whose target folder
/// this one took over.
pub fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// What is downloaded once for all checkouts: models and test material. `UNDERSTUDY_CACHE` overrides it.
pub fn cache() -> PathBuf {
    std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || {
            let home = std::env::var_os("HOME")
                .or_else(|| std::env::var_os("USERPROFILE"))
                .map_or_else(PathBuf::new, PathBuf::from);
            home.join(".cache").join("understudy")
        },
        PathBuf::from,
    )
}

/// Model files.
pub fn models() -> PathBuf {
    cache().join("models")
}

/// Faces and voices for tests.
pub fn material() -> PathBuf {
    cache().join("material")
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// What `build` makes.
pub fn dist() -> PathBuf {
    root().join("dist")
}
