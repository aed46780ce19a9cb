//! How well the visible mark is told from everything else: `cargo bench -p inspect --bench marks`.
//!
//! Every scene of the studio, with captions in a style each, coded by libx264 at the studio's bitrate: once with the mark and
//! once without. Further films, none of them marked, may be named as arguments. Printed is in how many key frames the mark
//! was found, and how many films count as marked.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "figures are printed, and a bench fails by panicking")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use domain::direction::CaptionStyle;
use domain::speech::Word;
use studio::Canvas;
use studio::caption::{Captions, band};
use studio::finish::Overlay;
use studio::scene::{Plan, SceneKind, Set};

const SECONDS: u32 = 10;
/// Every how many frames one is drawn.
const EVERY: u32 = 5;
/// Not a divisor of how long the mark stays: some key frames show it half faded.
const KEY_EVERY: u32 = 25;
const FACE: [f32; 2] = [0.28, 0.60];
const HANDLES: [&str; 6] =
    ["ada", "ana_quill", "wwwwwwwwwwwwwwwwwwww", "a_very_long_handle20", "bo.b", "mammamammamammamia"];
const STYLES: [CaptionStyle; 4] =
    [CaptionStyle::Karaoke, CaptionStyle::Pop, CaptionStyle::Typewriter, CaptionStyle::Minimal];
const WORDS: [&str; 12] =
    ["Understand", "AI", "is", "under", "study:", "Understudies", "never", "sleep,", "Andy", "said", "to", "Trudy."];

/// What was found in films of one kind.
#[derive(Default)]
struct Sum {
    films: usize,
    stand: usize,
    looked: u32,
    scores: Vec<u32>,
    ms: Vec<f64>,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let begun = Instant::now();
        let Ok(seen) = inspect::look(bytes) else { return };
        self.ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        self.films += 1;
        self.stand += usize::from(seen.mark.stands());
        self.looked += seen.mark.looked;
        self.scores.extend(seen.mark.places.iter().map(|place| place.score));
    }

    fn print(&mut self, name: &str) {
        self.scores.sort_unstable();
        self.ms.sort_by(f64::total_cmp);
        let least = self.scores.first().copied().unwrap_or(0);
        let middle = self.scores.get(self.scores.len() / 2).copied().unwrap_or(0);
        let (found, ms) = (self.scores.len(), self.ms.get(self.ms.len() / 2).copied().unwrap_or(0.0));
        println!(
            "{name}: in {found} of {} key frames, {} of {} films count as marked; score {least} at least, {middle} in the middle; \
             {ms:.0} ms a film (median), {:.0} ms at most",
            self.looked,
            self.stand,
            self.films,
            self.ms.last().copied().unwrap_or(0.0)
        );
    }
}

fn main() {
    let folder = std::env::temp_dir().join("understudy-marks");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut sums = [Sum::default(), Sum::default(), Sum::default(), Sum::default()];
    for (number, kind) in SceneKind::ALL.into_iter().enumerate() {
        let width = [720, 540][number % 2];
        let files = [folder.join("marked.mp4"), folder.join("plain.mp4")];
        draw(kind, number, width, &files.each_ref().map(|file| file.as_path()));
        for (i, file) in files.iter().enumerate() {
            if let Some(sum) = sums.get_mut(2 * i + number % 2) {
                sum.add(&std::fs::read(file).expect("a film"));
                println!("{kind:?}, {}: {} of {} so far", ["marked", "plain"][i], sum.scores.len(), sum.looked);
            }
        }
    }
    for (sum, name) in sums.iter_mut().zip(["marked, 720", "marked, 540", "not marked, 720", "not marked, 540"]) {
        sum.print(name);
    }
    let mut others = Sum::default();
    for file in std::env::args().skip(1).filter(|arg| arg.ends_with(".mp4")) {
        others.add(&std::fs::read(file).expect("a film"));
    }
    others.print("other films");
}

/// One scene into two files: with the mark, and without.
fn draw(kind: SceneKind, number: usize, width: usize, files: &[&Path; 2]) {
    let height = width * 16 / 9;
    let words: Vec<Word> = (0..24)
        .map(|i| (i as f32 * 0.4, WORDS[i % WORDS.len()]))
        .map(|(at, word)| Word { text: word.into(), start_s: at, end_s: at + 0.35 })
        .collect();
    let style = STYLES[number % STYLES.len()];
    let (handle, seed) = (HANDLES[number % HANDLES.len()], number as u64);
    let mut overlay = Overlay::new(&words, style, handle, (width, height), seed, Some(FACE));
    let mut captions = Captions::new(&words, style, width, height, band(FACE));
    let mut set = Set::new(&Plan::of(kind, seed), width, height);
    let mut children = files.map(|file| encoder(width, height, file).spawn().expect("ffmpeg"));
    let mut canvas = Canvas::new(width, height);
    for frame in (0..SECONDS * 30).step_by(EVERY as usize) {
        set.draw(frame, &mut canvas);
        set.draw_front(frame, &mut canvas);
        let mut plain = canvas.clone();
        captions.draw(frame, &mut plain);
        overlay.draw(frame, &mut canvas);
        for (child, picture) in children.iter_mut().zip([&canvas, &plain]) {
            child.stdin.as_mut().expect("a pipe").write_all(&picture.rgba).expect("a frame");
        }
    }
    for mut child in children {
        drop(child.stdin.take());
        assert!(child.wait().expect("ffmpeg").success());
    }
}

fn encoder(width: usize, height: usize, file: &Path) -> Command {
    let rate = 2_500_000 * width * height / (720 * 1280);
    let mut command = Command::new("ffmpeg");
    let input = format!("-loglevel error -y -f rawvideo -pix_fmt rgba -s {width}x{height} -r {} -i -", 30 / EVERY);
    let output = format!(
        "-r 30 -c:v libx264 -profile:v high -preset veryfast -b:v {rate} -maxrate {rate} -bufsize {rate} -bf 0 \
         -g {KEY_EVERY} -keyint_min {KEY_EVERY} -sc_threshold 0 -pix_fmt yuv420p -movflags +faststart"
    );
    command.args(input.split(' ')).args(output.split_whitespace()).arg(file).stdin(Stdio::piped());
    command
}
