//! Counting, and a table of it.

use std::collections::BTreeMap;

use domain::copies::{Traces, alike};
use domain::print::near;

#[derive(Default)]
struct Line {
    pairs: u32,
    seen: u32,
    called: u32,
    bits: Vec<u32>,
    sounds: Vec<u32>,
}

/// Pairs of one kind, by what was done to them and by half.
pub(crate) struct Table {
    what: &'static str,
    order: Vec<&'static str>,
    lines: BTreeMap<(&'static str, usize), Line>,
}

impl Table {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, order: Vec::new(), lines: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, name: &'static str, half: usize, a: &Traces, b: &Traces) {
        if !self.order.contains(&name) {
            self.order.push(name);
        }
        let line = self.lines.entry((name, half)).or_default();
        line.pairs += 1;
        let seen = near(&a.prints, &b.prints).or_else(|| near(&a.mirrored, &b.prints));
        line.seen += u32::from(seen.is_some());
        line.bits.extend(seen);
        line.called += u32::from(alike(a, b).is_some());
        line.sounds.extend(a.sound.as_ref().zip(b.sound.as_ref()).map(|(a, b)| a.distance(b)));
    }

    pub(crate) fn print(&mut self) {
        println!(
            "\n| {} | half | pictures alike | called a copy | bits of 64: least, median, most | sound, ‰: least, median, most |",
            self.what
        );
        println!("|---|---|---|---|---|---|");
        for name in &self.order {
            for half in 0..2 {
                let Some(line) = self.lines.get_mut(&(*name, half)) else { continue };
                let Line { pairs, seen, called, .. } = line;
                let half = ["set", "report"][half];
                let (bits, sounds) = (spread(&mut line.bits), spread(&mut line.sounds));
                println!("| {name} | {half} | {seen} of {pairs} | {called} of {pairs} | {bits} | {sounds} |");
            }
        }
    }
}

fn spread(values: &mut [u32]) -> String {
    values.sort_unstable();
    let at = |index: usize| values.get(index).map_or_else(String::new, u32::to_string);
    if values.is_empty() {
        return "none".to_owned();
    }
    format!("{}, {}, {}", at(0), at(values.len() / 2), at(values.len() - 1))
}
