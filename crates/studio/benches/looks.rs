//! Captions, mark and moods as pictures and every music as a file, to look at and to listen to:
//! `UNDERSTUDY_LOOK=FOLDER cargo bench -p studio --bench looks`. A file `speech.f32` there (mono, 48 kHz, 32-bit floats) is
//! mixed with every music.
#![allow(clippy::expect_used, reason = "a command for the workbench")]

#[path = "../tests/real/mod.rs"]
mod real;

use std::path::{Path, PathBuf};

use domain::direction::{CaptionStyle, Music};
use domain::speech::{Mood, Phone, Speech, Word};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle};
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};

const NEEDED: &str = "UNDERSTUDY_LOOK names the folder to write to";

fn folder() -> PathBuf {
    std::env::var_os("UNDERSTUDY_LOOK").map(PathBuf::from).expect(NEEDED)
}

fn save(name: &str, canvas: &Canvas) {
    real::look(name, &canvas.rgba, canvas.width, canvas.height);
}

fn words(text: &str) -> Vec<Word> {
    text.split(' ')
        .enumerate()
        .map(|(i, w)| Word { text: w.to_owned(), start_s: 0.3 * i as f32, end_s: 0.3 * i as f32 + 0.28 })
        .collect()
}

fn clip(
    pack: &FacePack,
    mood: Mood,
    captions: CaptionStyle,
    scene: SceneKind,
    (width, height): (usize, usize),
) -> Clip {
    let words = words("Honestly, incomprehensibilities are Donaudampfschifffahrtsgesellschaftskapit really fun");
    let phones = (0..40)
        .map(|i| {
            let symbol = ["h", "ɛ", "l", "O", "m", "ɑ", "b", "i"][i % 8].into();
            Phone { symbol, start_s: 0.075 * i as f32, end_s: 0.075 * (i + 1) as f32, stress: (i % 3) as u8 }
        })
        .collect();
    let speech = Speech { samples: vec![0.0; 72_000], rate_hz: 24_000, phones, words };
    let style = ClipStyle { handle: "ada_lovelace".into(), width, height, seed: 3, captions, mood };
    Clip::new(pack, &speech, &Plan::of(scene, 3), &style).expect("a clip")
}

fn main() {
    let [shots, _] = real::scans().expect("the test material");
    let pack = real::pack(&shots).expect("a pack");
    captions(&pack);
    moods(&pack);
    music(&folder());
}

/// Every caption style on a bright and a dark scene.
fn captions(pack: &FacePack) {
    for style in &CaptionStyle::ALL[..4] {
        for scene in [SceneKind::Mountains, SceneKind::City] {
            for size in [(720, 1280), (540, 960)] {
                let mut clip = clip(pack, Mood::Neutral, *style, scene, size);
                let mut canvas = Canvas::new(size.0, size.1);
                for frame in [6, 14, 26, 34] {
                    clip.draw(frame, &mut canvas);
                    save(&format!("caption-{}-{scene:?}-{}-{frame}", style.name(), size.0), &canvas);
                }
            }
        }
    }
}

/// Every mood on one face.
fn moods(pack: &FacePack) {
    for mood in Mood::ALL {
        let mut clip = clip(pack, mood, CaptionStyle::None, SceneKind::Studio, (540, 960));
        let mut canvas = Canvas::new(540, 960);
        for frame in [20, 52, 80] {
            clip.draw(frame, &mut canvas);
            save(&format!("mood-{}-{frame}", mood.name()), &canvas);
        }
    }
}

/// Every music alone and under speech, as 32-bit floats.
fn music(folder: &Path) {
    let speech: Vec<f32> = std::fs::read(folder.join("speech.f32"))
        .unwrap_or_default()
        .as_chunks()
        .0
        .iter()
        .map(|b| f32::from_le_bytes(*b))
        .collect();
    for music in &Music::ALL[1..] {
        for seed in [1, 2] {
            for (name, said) in [("bed", &[][..]), ("mix", &speech[..])] {
                let out = studio::sound::mix(said, &Plan::of(SceneKind::City, seed), *music, seed, 300);
                let bytes: Vec<u8> = out.iter().flat_map(|s| s.to_le_bytes()).collect();
                std::fs::write(folder.join(format!("{name}-{}-{seed}.f32", music.name())), bytes).expect("a file");
            }
        }
    }
}
