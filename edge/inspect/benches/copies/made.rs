//! Clips to copy: drawn by the studio, spoken by Flite, mixed by the studio.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use domain::capture::Pose;
use domain::copies::Traces;
use domain::direction::{CaptionStyle, Music};
use domain::speech::{Mood, Phone, Speech, Word};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle};
use studio::math::Random;
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};

use crate::real;

pub(crate) const W: usize = 360;
pub(crate) const H: usize = 640;
/// Seconds of each clip, and frames of it that are drawn in a second; each is shown three times.
pub(crate) const SECONDS: u32 = 5;
const DRAWN: u32 = 10;
/// A voice for each person, in each half.
const VOICES: [[&str; 2]; 2] = [["rms", "slt"], ["awb", "kal"]];
const SENTENCES: [&str; 12] = [
    "I have been waiting at this harbour since seven, and the copper lantern is still dark.",
    "Never open the window in the evening, the river will read you every letter.",
    "My grandmother kept a violin in the garden, wrapped in paper, for eleven summers.",
    "Good morning everybody, today we try the soup that nobody asked for, with extra pepper.",
    "The train left without us, so we walked along the wall and counted forty sheep.",
    "If you can hear this message, please water the plants and do not call the captain.",
    "Breaking news from the kitchen, the toast has landed on the wrong side once again.",
    "Ten seconds is enough for a poem, if you leave out the beginning and the end.",
    "Somebody painted the moon green last night, and I have a fairly good idea who.",
    "Listen to your shoes, they know the way home better than any map you could buy.",
    "We found the missing tuba under the bridge, and it was full of very small birds.",
    "This is my third attempt at being serious, thank you for your patience and the cake.",
];

/// A clip, and what was kept of it.
pub(crate) struct Shown {
    pub(crate) half: usize,
    pub(crate) person: usize,
    pub(crate) place: usize,
    pub(crate) file: PathBuf,
    pub(crate) traces: Traces,
}

/// Every third place, two people, two sentences each.
pub(crate) fn clips(folder: &Path) -> Vec<Shown> {
    let people = people();
    let places: Vec<SceneKind> = SceneKind::ALL.into_iter().step_by(3).collect();
    let mut all = Vec::new();
    for (place, kind) in places.iter().enumerate() {
        for (person, pack) in people.iter().enumerate() {
            for words in 0..2 {
                let half = place % 2;
                let file = folder.join(format!("{person}-{place}-{words}.mp4"));
                let sentence = SENTENCES[(place * 5 + person * 2 + words) % SENTENCES.len()];
                let heard = sound(folder, VOICES[half][person % 2], sentence, *kind, words as u64);
                draw(pack, *kind, words as u64, &heard, &file);
                let traces = crate::traces(&std::fs::read(&file).expect("a clip"));
                all.push(Shown { half, person, place, file, traces });
            }
        }
    }
    all
}

fn people() -> Vec<FacePack> {
    use Pose::{Ah, EyesShut, Neutral, Smile};
    let film = real::material("WolfgangLanger_Pexels.mp4")
        .map(|f| real::shots(&f, &[(Neutral, 240), (EyesShut, 44), (Smile, 446), (Ah, 300)], "null"));
    let still = real::material("astronaut.png").map(|f| real::shots(&f, &[(Neutral, 0)], "null"));
    [film, still].into_iter().flatten().map(|shots| real::pack(&shots).expect("a pack")).collect()
}

/// A sentence as the studio mixes it, as 48 kHz floats in a file.
fn sound(folder: &Path, voice: &str, sentence: &str, kind: SceneKind, words: u64) -> PathBuf {
    let spoken = folder.join("spoken.f32");
    let source = format!("flite=voice={voice}:text='{sentence}'");
    let format = ["-t", &SECONDS.to_string(), "-ar", "48000", "-ac", "1", "-f", "f32le"];
    let input = ["-loglevel", "error", "-y", "-f", "lavfi", "-i", &source];
    let status = Command::new("ffmpeg").args(input).args(format).arg(&spoken).status();
    assert!(status.expect("ffmpeg").success());
    let bytes = std::fs::read(&spoken).expect("speech");
    let speech: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    let plan = Plan::of(kind, 7);
    let music = studio::sound::choose(Music::Auto, "", Mood::Neutral, &plan);
    let mixed = studio::sound::mix(&speech, &plan, music, 3 + words, SECONDS * 30);
    let file = folder.join("mixed.f32");
    let bytes: Vec<u8> = mixed.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    std::fs::write(&file, bytes).expect("a file");
    file
}

/// Lips for speech that is as long as a clip, with words to show.
fn lips(seed: u64) -> Speech {
    const SOUNDS: [&str; 8] = ["m", "ɑ", "b", "i", "t", "æ", "s", "u"];
    const WORDS: [&str; 12] = [
        "evening", "harbour", "copper", "lantern", "window", "seven", "river", "paper", "summer", "violin", "garden",
        "letter",
    ];
    let mut random = Random::new(seed, 1);
    let (mut at, mut phones, mut words) = (0.2, Vec::new(), Vec::new());
    while at < SECONDS as f32 - 0.8 {
        let begun = at;
        for _ in 0..5 {
            let symbol = SOUNDS[(random.bits() % 8) as usize];
            let long = random.range(0.05, 0.12);
            phones.push(Phone { symbol: symbol.into(), start_s: at, end_s: at + long, stress: 0 });
            at += long;
        }
        words.push(Word { text: WORDS[(random.bits() % 12) as usize].into(), start_s: begun, end_s: at });
        at += random.range(0.02, 0.3);
    }
    let samples = (0..SECONDS * 16_000).map(|i| 0.2 * studio::math::sin(i as f32 * 0.05)).collect();
    Speech { samples, rate_hz: 16_000, phones, words }
}

fn draw(pack: &FacePack, kind: SceneKind, words: u64, heard: &Path, file: &Path) {
    let style = ClipStyle {
        handle: "ana_quill".into(),
        width: W,
        height: H,
        seed: 3 + words,
        captions: CaptionStyle::Karaoke,
        mood: Mood::Neutral,
    };
    let mut clip = Clip::new(pack, &lips(11 + words), &Plan::of(kind, 7), &style).expect("a clip");
    let mut command = Command::new("ffmpeg");
    command.args(format!("-loglevel error -y -f rawvideo -pix_fmt rgba -s {W}x{H} -r {DRAWN} -i -").split(' '));
    command.args(["-f", "f32le", "-ar", "48000", "-ac", "1", "-i"]).arg(heard);
    command.args("-r 30 -c:v libx264 -profile:v high -preset veryfast -crf 20 -g 30 -pix_fmt yuv420p".split(' '));
    command.args("-c:a aac -b:a 96k -shortest -movflags +faststart".split(' ')).arg(file);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("ffmpeg");
    let mut pipe = child.stdin.take().expect("a pipe");
    let mut canvas = Canvas::new(W, H);
    for frame in 0..SECONDS * DRAWN {
        clip.draw(frame * 30 / DRAWN, &mut canvas);
        pipe.write_all(&canvas.rgba).expect("a frame");
    }
    drop(pipe);
    assert!(child.wait().expect("ffmpeg").success());
}
