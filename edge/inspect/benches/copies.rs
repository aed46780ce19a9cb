//! How far apart the hashes of copies are, and those of different clips: `cargo bench -p inspect --bench copies`.
//!
//! Clips are drawn by the studio with people of the test material: two people, each in several places, each saying two
//! things there. Copies of each are made by ffmpeg at other sizes, bit rates, distances of key frames, brightness and
//! crops. Printed are the Hamming distances (of 64 bits) from each key frame to the nearest of the other clip, and how
//! often [`domain::print::near`] calls two clips the same.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "figures are printed, and a bench fails by panicking")]

#[path = "../../../crates/studio/tests/real/mod.rs"]
mod real;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use domain::capture::Pose;
use domain::direction::CaptionStyle;
use domain::limits::MAX_PRINT_BITS;
use domain::print::{Print, near};
use domain::speech::{Mood, Phone, Speech, Word};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle};
use studio::math::Random;
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};

const W: usize = 360;
const H: usize = 640;
/// Seconds of each clip, and frames of it that are drawn in a second; each is shown three times.
const SECONDS: u32 = 5;
const DRAWN: u32 = 10;

/// Ways to copy: a name, filters, and the encoder's setting.
const COPIES: [(&str, &str, &[&str]); 6] = [
    ("again, crf 23", "null", &["-crf", "23", "-g", "30"]),
    ("270x480, crf 34, key frame every 48", "scale=270:480", &["-crf", "34", "-g", "48"]),
    ("180x320, crf 38, 0.7 s cut off", "trim=start=0.7,setpts=PTS-STARTPTS,scale=180:320", &["-crf", "38", "-g", "24"]),
    ("720x1280, crf 20", "scale=720:1280", &["-crf", "20", "-g", "60"]),
    ("brighter, crf 30", "eq=brightness=0.06:contrast=1.1", &["-crf", "30", "-g", "30"]),
    ("3 % cut off around", "crop=iw*0.94:ih*0.94,scale=360:640", &["-crf", "28", "-g", "30"]),
];

struct Shown {
    person: usize,
    place: usize,
    words: u64,
    file: PathBuf,
    prints: Vec<Print>,
}

fn main() {
    let folder = std::env::temp_dir().join("understudy-copies");
    std::fs::create_dir_all(&folder).expect("a folder");
    let people = people();
    let places: Vec<SceneKind> = SceneKind::ALL.into_iter().step_by(3).collect();
    let mut all = Vec::new();
    for (person, pack) in people.iter().enumerate() {
        for (place, kind) in places.iter().enumerate() {
            for words in 0..2 {
                let file = folder.join(format!("{person}-{place}-{words}.mp4"));
                draw(pack, *kind, words, &file);
                let prints = prints(&file);
                all.push(Shown { person, place, words, file, prints });
            }
        }
    }
    println!("{} clips of {} people in {} places", all.len(), people.len(), places.len());
    println!("\ncopies: distances of key frames, and clips called the same");
    for (name, filter, settings) in COPIES {
        let (mut distances, mut same) = (Vec::new(), 0);
        for shown in &all {
            let file = folder.join("copy.mp4");
            copy(&shown.file, filter, settings, &file);
            let theirs = prints(&file);
            distances.extend(nearest(&theirs, &shown.prints));
            same += u32::from(near(&shown.prints, &theirs).is_some());
        }
        line(name, &mut distances, same, all.len());
    }
    println!("\ndifferent clips: distances of key frames, and clips called the same");
    for (name, like) in [
        ("other person, other place", [false, false]),
        ("other person, same place", [false, true]),
        ("same person, other place", [true, false]),
        ("same person and place, other words", [true, true]),
    ] {
        let (mut distances, mut same, mut pairs) = (Vec::new(), 0, 0);
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                if [a.person == b.person, a.place == b.place] != like || (like == [true, true] && a.words == b.words) {
                    continue;
                }
                distances.extend(nearest(&a.prints, &b.prints));
                same += u32::from(near(&a.prints, &b.prints).is_some());
                pairs += 1;
            }
        }
        line(name, &mut distances, same, pairs);
    }
}

/// A line of the table: 1st, 10th, 50th, 90th and 99th percentile, frames within the limit, clips called the same.
fn line(name: &str, distances: &mut [u32], same: u32, of: usize) {
    distances.sort_unstable();
    let at = |part: f64| distances.get((part * (distances.len().max(1) - 1) as f64) as usize).copied().unwrap_or(0);
    let within = distances.iter().filter(|d| **d <= MAX_PRINT_BITS).count();
    let tenths: Vec<String> = [0.01, 0.1, 0.5, 0.9, 0.99].iter().map(|p| at(*p).to_string()).collect();
    println!(
        "| {name} | {} | {within} of {} within {MAX_PRINT_BITS} | {same} of {of} clips |",
        tenths.join(" | "),
        distances.len()
    );
}

fn nearest(some: &[Print], others: &[Print]) -> Vec<u32> {
    some.iter().filter_map(|print| others.iter().map(|other| print.distance(*other)).min()).collect()
}

fn prints(file: &Path) -> Vec<Print> {
    let bytes = std::fs::read(file).expect("a clip");
    let seen = inspect::look(&bytes).expect("a clip that decodes");
    seen.prints.iter().filter_map(|text| Print::read(text)).collect()
}

fn people() -> Vec<FacePack> {
    use Pose::{Ah, EyesShut, Neutral, Smile};
    let film = real::material("WolfgangLanger_Pexels.mp4")
        .map(|f| real::shots(&f, &[(Neutral, 240), (EyesShut, 44), (Smile, 446), (Ah, 300)], "null"));
    let still = real::material("astronaut.png").map(|f| real::shots(&f, &[(Neutral, 0)], "null"));
    [film, still].into_iter().flatten().map(|shots| real::pack(&shots).expect("a pack")).collect()
}

/// Speech that is as long as a clip, with words to show.
fn speech(seed: u64) -> Speech {
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

fn draw(pack: &FacePack, kind: SceneKind, words: u64, file: &Path) {
    let speech = speech(11 + words);
    let style = ClipStyle {
        handle: "ana_quill".into(),
        width: W,
        height: H,
        seed: 3 + words,
        captions: CaptionStyle::Karaoke,
        mood: Mood::Neutral,
    };
    let mut clip = Clip::new(pack, &speech, &Plan::of(kind, 7), &style).expect("a clip");
    let args = format!("-loglevel error -y -f rawvideo -pix_fmt rgba -s {W}x{H} -r {DRAWN} -i - -r 30");
    let mut child = ffmpeg(args.split(' '), "null", &["-crf", "20", "-g", "30"], file)
        .stdin(Stdio::piped())
        .spawn()
        .expect("ffmpeg");
    let mut pipe = child.stdin.take().expect("a pipe");
    let mut canvas = Canvas::new(W, H);
    for frame in 0..SECONDS * DRAWN {
        clip.draw(frame * 30 / DRAWN, &mut canvas);
        pipe.write_all(&canvas.rgba).expect("a frame");
    }
    drop(pipe);
    assert!(child.wait().expect("ffmpeg").success());
}

fn copy(from: &Path, filter: &str, settings: &[&str], to: &Path) {
    let from = from.display().to_string();
    let status = ffmpeg(["-loglevel", "error", "-y", "-i", &from], filter, settings, to).status();
    assert!(status.expect("ffmpeg").success());
}

fn ffmpeg<'a>(input: impl IntoIterator<Item = &'a str>, filter: &str, settings: &[&str], out: &Path) -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(input).args(["-vf", filter, "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast"]);
    command.args(settings).args(["-pix_fmt", "yuv420p", "-movflags", "+faststart"]).arg(out);
    command
}
