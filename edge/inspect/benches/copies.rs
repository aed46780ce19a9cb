//! How well copies are told from other clips: `cargo bench -p inspect --bench copies`.
//!
//! Clips are drawn by the studio with people of the test material: each in several places, saying two things in each, over
//! the music and the air of that place as the studio mixes them. Copies of each are made by ffmpeg. Printed is how many
//! are found by pictures alone ([`domain::print::near`]) and by pictures and sound ([`domain::copies::alike`]), and how
//! far apart the fingerprints are. Limits in [`domain::limits`] were set on the first half of the places and voices; the
//! second half has other places and other voices.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "figures are printed, and a bench fails by panicking")]

#[path = "../../../crates/studio/tests/real/mod.rs"]
mod real;

mod copies {
    pub(crate) mod copied;
    pub(crate) mod made;
    pub(crate) mod table;
}

use std::time::Instant;

use copies::copied::{COPIES, DUBBED, copy};
use copies::made::{self, Shown};
use copies::table::Table;
use domain::copies::Traces;
use domain::print::Print;
use domain::soundprint::SoundPrint;

fn main() {
    let folder = std::env::temp_dir().join("understudy-copies");
    std::fs::create_dir_all(&folder).expect("a folder");
    let all = made::clips(&folder);
    println!("{} clips: people, places, words; half of the places and voices to set limits, half to report", all.len());
    let mut table = Table::new("other clips");
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            if a.half == b.half {
                table.add(kind(a, b), a.half, &a.traces, &b.traces);
            }
        }
    }
    table.print();
    time(&all);
    let mut table = Table::new("copies");
    for change in COPIES.iter().chain(&DUBBED) {
        // One of the two of each person in each place.
        for (i, shown) in all.iter().enumerate().step_by(2) {
            // Dubbed with what somebody else says elsewhere.
            let other = &all[(i + 5) % all.len()].file;
            let file = folder.join("copy.mp4");
            copy(&shown.file, other, change, &file);
            table.add(change.name, shown.half, &shown.traces, &traces(&std::fs::read(&file).expect("a copy")));
        }
    }
    table.print();
}

fn kind(a: &Shown, b: &Shown) -> &'static str {
    match (a.person == b.person, a.place == b.place) {
        (true, true) => "same person and place, other words",
        (true, false) => "same person, other place",
        (false, true) => "other person, same place",
        (false, false) => "other person, other place",
    }
}

/// What the Worker keeps of a file.
fn traces(bytes: &[u8]) -> Traces {
    let seen = inspect::look(bytes).expect("a clip that decodes");
    let read = |all: &[String]| all.iter().filter_map(|text| Print::read(text)).collect();
    Traces {
        prints: read(&seen.prints),
        mirrored: read(&seen.mirrored),
        sound: seen.sound.as_deref().and_then(SoundPrint::read),
    }
}

/// What looking costs, natively.
fn time(all: &[Shown]) {
    let (mut whole, mut sound) = (Vec::new(), Vec::new());
    for shown in all {
        let bytes = std::fs::read(&shown.file).expect("a clip");
        let begun = Instant::now();
        let _ = inspect::look(&bytes);
        whole.push(begun.elapsed().as_secs_f64() * 1000.0);
        let begun = Instant::now();
        let _ = mp4::sound_track(&bytes).expect("a clip").and_then(|track| inspect::hear(&track));
        sound.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let median = |of: &mut Vec<f64>| {
        of.sort_by(f64::total_cmp);
        of[of.len() / 2]
    };
    println!(
        "\nlooking at {} s of {}x{}: {:.0} ms in all, {:.0} ms of it for sound (medians, native)",
        made::SECONDS,
        made::W,
        made::H,
        median(&mut whole),
        median(&mut sound)
    );
}
