//! Milliseconds a frame of every scene at 720x1280, and of captions and mark, and of a clip's sound: `cargo bench -p studio --bench scene`.

use std::hint::black_box;
use std::time::Instant;

use domain::direction::{CaptionStyle, Music};
use domain::speech::Word;
use studio::Canvas;
use studio::caption::{Captions, band};
use studio::mark::Mark;
use studio::scene::{Plan, SceneKind, Set};
use studio::sound::mix;

const FRAMES: u32 = 60;

#[expect(clippy::disallowed_methods, reason = "a benchmark runs natively and needs a clock")]
fn clock() -> Instant {
    Instant::now()
}

fn per_frame(mut draw: impl FnMut(u32)) -> f64 {
    let start = clock();
    (0..FRAMES).for_each(&mut draw);
    start.elapsed().as_secs_f64() * 1000.0 / f64::from(FRAMES)
}

fn main() {
    let (w, h) = (720, 1280);
    let mut canvas = Canvas::new(w, h);
    for kind in SceneKind::ALL {
        let start = clock();
        let mut set = Set::new(&Plan::of(kind, 7), w, h);
        let built = start.elapsed().as_secs_f64() * 1000.0;
        let ms = per_frame(|f| set.draw(f, black_box(&mut canvas)));
        println!("{:<12} built in {built:7.1} ms, {ms:6.2} ms a frame", kind.name());
    }
    let words: Vec<Word> = (0..20u8)
        .map(|i| Word { text: format!("word{i}"), start_s: f32::from(i) * 0.1, end_s: f32::from(i) * 0.1 + 0.1 })
        .collect();
    for style in CaptionStyle::ALL {
        let mut captions = Captions::new(&words, style, w, h, band([0.35, 0.58]));
        let ms = per_frame(|f| captions.draw(f, black_box(&mut canvas)));
        println!("captions {:<12} {ms:6.2} ms a frame", style.name());
    }
    let mark = Mark::new("ada", w, h, 1, [0.35, 0.58]);
    println!("mark         {:6.2} ms a frame", per_frame(|f| mark.draw(f, black_box(&mut canvas))));
    let speech: Vec<f32> = (0..384_000).map(|i| 0.3 * studio::math::sin(i as f32 * 0.02)).collect();
    for music in &Music::ALL[1..] {
        let start = clock();
        black_box(mix(&speech, &Plan::of(SceneKind::City, 7), *music, 7, 300));
        println!("sound {:<12} {:7.1} ms for ten seconds", music.name(), start.elapsed().as_secs_f64() * 1000.0);
    }
}
