//! Captions, mark and moods as pictures, and sound as files, to look at and listen to: written where `UNDERSTUDY_LOOK`
//! names a folder, else this only runs through.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod real;

use std::path::PathBuf;

use domain::direction::{CaptionStyle, Music};
use domain::speech::{Mood, Phone, Speech, Word};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle};
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};

fn folder() -> Option<PathBuf> {
    std::env::var_os("UNDERSTUDY_LOOK").map(PathBuf::from)
}

fn save(name: &str, canvas: &Canvas) {
    if let Some(folder) = folder() {
        let (w, h) = (canvas.width as u32, canvas.height as u32);
        let file = folder.join(format!("{name}.png"));
        image::save_buffer(file, &canvas.rgba, w, h, image::ExtendedColorType::Rgba8).expect("a file");
    }
}

fn pack() -> Option<FacePack> {
    folder()?;
    let [shots, _] = real::scans()?;
    Some(real::pack(&shots).expect("a pack"))
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

#[test]
fn every_caption_style_on_a_bright_and_a_dark_scene() {
    let Some(pack) = pack() else { return };
    for style in &CaptionStyle::ALL[..4] {
        for scene in [SceneKind::Mountains, SceneKind::City] {
            for size in [(720, 1280), (540, 960)] {
                let mut clip = clip(&pack, Mood::Neutral, *style, scene, size);
                let mut canvas = Canvas::new(size.0, size.1);
                for frame in [6, 14, 26, 34] {
                    clip.draw(frame, &mut canvas);
                    save(&format!("caption-{}-{scene:?}-{}-{frame}", style.name(), size.0), &canvas);
                }
            }
        }
    }
}

#[test]
fn every_mood_on_a_face() {
    let Some(pack) = pack() else { return };
    for mood in Mood::ALL {
        let mut clip = clip(&pack, mood, CaptionStyle::None, SceneKind::Studio, (540, 960));
        let mut canvas = Canvas::new(540, 960);
        clip.draw(52, &mut canvas);
        save(&format!("mood-{}", mood.name()), &canvas);
    }
}

#[test]
fn every_music_as_a_file() {
    let Some(folder) = folder() else { return };
    let speech: Vec<f32> = std::fs::read(folder.join("speech.f32"))
        .unwrap_or_default()
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
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
