//! Median time to draw one frame of the talking head, at the two sizes that clips have.
#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "a bench measures time, natively")]

#[path = "../tests/synthetic/mod.rs"]
mod synthetic;

use std::time::Instant;

use domain::speech::{Phone, Speech};
use studio::puppet::Puppet;
use studio::timeline::Timeline;
use studio::{Canvas, Look};

fn main() {
    let pack = synthetic::pack(true);
    let phones = (0..24)
        .map(|i| {
            let symbol = ["h", "ɛ", "l", "O", "m", "ɑ"][i % 6].into();
            Phone { symbol, start_s: 0.1 * i as f32, end_s: 0.1 * (i + 1) as f32, stress: (i % 3) as u8 }
        })
        .collect();
    let speech = Speech { phones, ..Speech::default() };
    let timeline = Timeline::from_speech(&speech, 90, 1);
    for (width, height) in [(540, 960), (720, 1280)] {
        let mut puppet = Puppet::new(&pack, width, height, &Look::default()).expect("a puppet");
        let mut canvas = Canvas::new(width, height);
        let mut times: Vec<f64> = (0..timeline.frames())
            .map(|frame| {
                let start = Instant::now();
                puppet.draw(&timeline, frame, &mut canvas);
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("puppet {width}x{height}: median {:.2} ms, fastest {:.2} ms", times[times.len() / 2], times[0]);
    }
}
