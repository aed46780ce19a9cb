//! A likeness in figures: what its parts weigh, how long it takes to build, whether two scans of a person agree, what
//! blending and the turned takes are good for. A table, then one line of JSON.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench measures time, natively"
)]

#[path = "../tests/real/mod.rs"]
mod real;

use std::time::Instant;

use domain::capture::Pose;
use real::{Shot, head};
use serde_json::{Value, json};

/// One figure, with its goal where it has one.
struct Row {
    name: &'static str,
    value: f64,
    unit: &'static str,
    goal: Option<(&'static str, f64)>,
}

impl Row {
    fn met(&self) -> Option<bool> {
        self.goal.map(|(sign, goal)| if sign == "<=" { self.value <= goal } else { self.value >= goal })
    }

    fn print(&self) {
        let goal = self.goal.map(|(sign, goal)| format!("{sign} {goal}")).unwrap_or_default();
        let met = self.met().map_or("", |met| if met { "yes" } else { "no" });
        println!("{:<58} {:>10.2} {:<5} {:>12} {met}", self.name, self.value, self.unit, goal);
    }

    fn json(&self) -> Value {
        let goal = self.goal.map(|(sign, goal)| format!("{sign} {goal}"));
        json!({ "name": self.name.trim(), "value": self.value, "unit": self.unit, "goal": goal, "met": self.met() })
    }
}

fn main() {
    let (Some([scan, again]), Some([one, other])) = (real::scans(), real::apart()) else { return };
    let pack = real::pack(&scan).expect("a pack");
    let (sizes, bytes) = (pack.sizes(), pack.to_bytes().expect("bytes").len());
    let mut rows = Vec::new();
    let mut row = |name, value: f64, unit, goal| rows.push(Row { name, value, unit, goal });
    row("pack", bytes as f64, "bytes", Some(("<=", domain::limits::MAX_PACK_BYTES as f64)));
    for (name, part) in [
        ("  texture", sizes.texture),
        ("  cut-out", sizes.outline),
        ("  mesh and averaged head", sizes.mesh),
        ("  smile", sizes.smile),
        ("  shut lids", sizes.lids),
        ("  both sides", sizes.sides),
        ("  mouth", sizes.mouth),
    ] {
        row(name, part as f64, "bytes", None);
    }
    row("build: median", built(&scan), "ms", None);
    row("mouth shapes of the person's own", pack.own_shapes() as f64, "", Some((">=", 10.0)));
    row("head: averaged over", scan.len() as f64, "takes", None);

    let percent = |a: &[Shot], b: &[Shot]| 100.0 * f64::from(head::apart(&head::of(a), &head::of(b)));
    let limit = Some(("<=", 1.5));
    row("same person, neighbouring frames: heads apart", percent(&scan, &again), "% ED", limit);
    row("same person, other moments: heads apart", percent(&one, &other), "% ED", limit);
    let [weeps, laughs] = real::halves().expect("the film");
    row("same person, weeping half and laughing half", percent(&weeps, &laughs), "% ED", limit);
    let mut pairs = head::random_pairs(60).expect("the film");
    let raw = pairs.iter().map(|p| f64::from(p.takes_apart)).sum::<f64>() / pairs.len() as f64;
    pairs.sort_by(|a, b| a.apart.total_cmp(&b.apart));
    let at = |q: usize| 100.0 * f64::from(pairs[q * (pairs.len() - 1) / 100].apart);
    let mean = 100.0 * pairs.iter().map(|p| f64::from(p.apart)).sum::<f64>() / pairs.len() as f64;
    row("60 pairs of scans drawn at random: mean", mean, "% ED", limit);
    row("  the median pair", at(50), "% ED", limit);
    row("  nine in ten are at most", at(90), "% ED", limit);
    row("  the worst pair", at(100), "% ED", limit);
    row("  their neutral takes alone: mean", 100.0 * raw, "% ED", None);
    let still = real::shots(&real::material("astronaut.png").expect("a still"), &[(Pose::Neutral, 0)], "null");
    let strangers = percent(&still, &scan).min(percent(&still, &other));
    row("another person's head is away by", strangers, "% ED", None);
    row("  over the mean of the random pairs", strangers / mean, "x", None);
    let others = head::strangers().expect("stills");
    let nearest = pairs.iter().flat_map(|p| others.iter().map(|o| head::apart(o, &p.head))).fold(f32::MAX, f32::min);
    row("  the nearest of five people to any random scan", 100.0 * f64::from(nearest), "% ED", None);
    row("  over the worst of the random pairs", 100.0 * f64::from(nearest) / at(100), "x", None);

    let blend = real::blend::measure().expect("the film");
    let mut blended = |name, value: f32, goal| row(name, f64::from(value), "x", goal);
    blended("blurred front, sharp turn: detail over a sharp front's", blend.front_blurred, Some((">=", 0.75)));
    blended("  without the turn", blend.front_blurred_alone, None);
    blended("sharp front, blurred turn: detail", blend.side_blurred, Some((">=", 0.98)));
    blended("seam: gradient at the border over that inside", blend.seam, Some(("<=", 1.1)));
    blended("  share of the forehead that the turn gave", blend.taken, None);

    let turned = real::turned::measure(&scan).expect("the film");
    let n = turned.len() as f64;
    let mean = |f: &dyn Fn(&real::turned::Turned) -> f32| turned.iter().map(|t| f64::from(f(t))).sum::<f64>() / n;
    row("turned 7 to 15 degrees, beside photos: PSNR", mean(&|t| t.sides.psnr_db), "dB", None);
    row("  what the sides add", mean(&|t| t.sides.psnr_db - t.front.psnr_db), "dB", Some((">=", 0.0)));
    row("  where they show", mean(&|t| t.sides_there_db - t.front_there_db), "dB", Some((">=", 0.1)));

    println!("{:<58} {:>10} {:<5} {:>12} met", "likeness (ED: distance between the eyes)", "value", "", "goal");
    rows.iter().for_each(Row::print);
    println!("{}", json!({ "bench": "likeness", "figures": rows.iter().map(Row::json).collect::<Vec<_>>() }));
}

/// Median time of nine builds of a pack from takes and a mask, in milliseconds.
fn built(scan: &[Shot]) -> f64 {
    let mask = real::mask(scan);
    let takes: Vec<_> = scan.iter().map(Shot::take).collect();
    let mask = studio::pack::PersonMask { data: &mask.data, width: mask.width, height: mask.height };
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            studio::pack::build(&takes, &mask).expect("a pack");
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
