//! Recorded people for the judges of voices: single words and letters from Debian packages. Nothing of it is a test's,
//! and nothing is kept but the cache's copy.

use anyhow::{Context as _, Result};

use crate::step::{command, quiet, step};
use crate::{paths, tools};

/// A person, whether it is a low voice, the package, the folder and the beginning of the files' names. None of them
/// was used to find the directions in which voices are compared.
const PEOPLE: [(&str, bool, &str, &str, &str); 18] = [
    ("allison", false, "asterisk-core-sounds-en-g722", "asterisk/sounds/en_US_f_Allison/phonetic", ""),
    ("ivrvoice", false, "asterisk-core-sounds-ru-g722", "asterisk/sounds/ru_RU_f_IvrvoiceRU/phonetic", ""),
    ("armelle", false, "asterisk-prompt-fr-armelle", "asterisk/sounds/fr/digits", ""),
    ("english", true, "klettres-data", "klettres/en/alpha", ""),
    ("british", false, "klettres-data", "klettres/en_GB/alpha", ""),
    ("czech", false, "klettres-data", "klettres/cs/alpha", ""),
    ("german", true, "klettres-data", "klettres/de/syllab", ""),
    ("spanish", false, "klettres-data", "klettres/es/syllab", ""),
    ("french", true, "klettres-data", "klettres/fr/syllab", ""),
    ("malayalam", true, "klettres-data", "klettres/ml/syllab", ""),
    ("low-german", true, "klettres-data", "klettres/nds/syllab", ""),
    ("russian", false, "klettres-data", "klettres/ru/syllab", ""),
    ("greek", true, "ktuberling-data", "ktuberling/sounds/el", "egypt"),
    ("catalan", false, "ktuberling-data", "ktuberling/sounds/ca", "tv"),
    ("norwegian", false, "ktuberling-data", "ktuberling/sounds/nn", "tv"),
    ("alsa", false, "alsa-utils", "sounds/alsa", "Front"),
    ("cards", true, "pocketsphinx-testdata", "pocketsphinx/test/data/cards", "00"),
    ("librivox", true, "pocketsphinx-testdata", "pocketsphinx/test/data/librivox", "sense"),
];
/// Recordings of each person.
const MOST: usize = 40;

/// Fetches the recordings into `people/NAME-low|high/N.wav` of the material, at 16 kHz.
pub fn install() -> Result<()> {
    let folder = paths::material().join("people");
    // Another list is another folder's content.
    let done = folder.join(format!("done-{}", PEOPLE.len()));
    if done.is_file() {
        return Ok(());
    }
    tools::system("ffmpeg", "ffmpeg")?;
    step("Fetching recorded people", || {
        let scratch = paths::cache().join("debian-people");
        std::fs::create_dir_all(&scratch)?;
        for (name, low, package, within, start) in PEOPLE {
            let root = scratch.join(package);
            if !root.is_dir() {
                crate::material::unpack_debian(package, &scratch, &root)?;
            }
            let mut files: Vec<_> = std::fs::read_dir(root.join("usr/share").join(within))
                .with_context(|| format!("{package} has no {within}"))?
                .flatten()
                .map(|e| e.path())
                .filter(|p| p.is_file() && p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(start)))
                .collect();
            files.sort();
            let out = folder.join(format!("{name}-{}", if low { "low" } else { "high" }));
            std::fs::create_dir_all(&out)?;
            for (k, file) in files.iter().take(MOST).enumerate() {
                let (from, to) = (file.display().to_string(), out.join(format!("{k}.wav")).display().to_string());
                let mut args = vec!["-v", "error", "-y"];
                args.extend(if from.ends_with("g722") { &["-f", "g722"][..] } else { &[] });
                args.extend(["-i", &from, "-ar", "16000", "-ac", "1", &to]);
                // What is no sound is left out.
                let _ = quiet(&mut command("ffmpeg", &args));
            }
        }
        let _ = std::fs::remove_dir_all(&scratch);
        crate::step::write(&done, b"")
    })
}
