//! Contact sheets: every scene with real people in it, as pictures to look at (`cargo xtask sheet`).
//!
//! Two people in one scene come first; `--two` draws nothing else. `--moods` draws nothing but people who act in moods.
//! `--places a,b` draws only some, `--looks` also draws hours, styles, props and framings, `--full` also writes every still
//! alone at its full size, `--out DIR` says where.
#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "pictures are made natively, and time is told")]

#[path = "moods/mod.rs"]
mod moods;
#[path = "pair/mod.rs"]
mod pair;
#[path = "../tests/real/mod.rs"]
mod real;

use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::capture::Pose;
use studio::Canvas;
use studio::pack::FacePack;
use studio::puppet::Puppet;
use studio::scene::{Cut, Framing, Plan, Prop, SceneKind, Set, Style, TimeOfDay, Weather};
use studio::timeline::{Channel, Timeline, Values};

const W: usize = 720;
const H: usize = 1280;
/// Stills side by side, and rows of them on a sheet.
const ACROSS: usize = 6;
const DOWN: usize = 2;
/// The frame of a clip that is shown.
const FRAME: u32 = 75;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let out = PathBuf::from(value("--out").unwrap_or_else(|| "target/sheet".to_owned()));
    let only = value("--places").map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>());
    let full = args.iter().any(|a| a == "--full");
    std::fs::create_dir_all(&out).expect("a folder");
    let start = Instant::now();
    let people = people();
    println!("{} people in {:.1} s", people.len(), start.elapsed().as_secs_f32());
    let kinds: Vec<SceneKind> =
        SceneKind::ALL.into_iter().filter(|k| only.as_ref().is_none_or(|list| list.contains(&name(*k)))).collect();
    if args.iter().any(|a| a == "--moods") {
        println!("{} stills in {:.1} s", moods::pages(&kinds, &people, &out), start.elapsed().as_secs_f32());
        return;
    }
    let mut count = pair::pages(&kinds, full, &out);
    if args.iter().any(|a| a == "--two") {
        println!("{count} stills in {:.1} s", start.elapsed().as_secs_f32());
        return;
    }
    let plans = kinds.iter().map(|k| (name(*k), Plan::of(*k, 7)));
    count += pages("scenes", plans, &people, full.then_some(out.as_path()), &out);
    count += moods::pages(&kinds, &people, &out);
    if args.iter().any(|a| a == "--looks") {
        let last = people.last().map_or(&[][..], std::slice::from_ref);
        for (title, plans) in looks(&kinds) {
            count += pages(title, plans.into_iter(), last, full.then_some(out.as_path()), &out);
        }
    }
    println!("{count} stills in {:.1} s", start.elapsed().as_secs_f32());
}

/// Draws plans for people, and writes them as pages. Says how many stills there are.
fn pages(
    title: &str,
    plans: impl Iterator<Item = (String, Plan)>,
    people: &[FacePack],
    full: Option<&Path>,
    out: &Path,
) -> usize {
    let mut all = Vec::new();
    for (name, plan) in plans {
        let drawn = stills(&plan, people);
        if let Some(folder) = full {
            drawn
                .iter()
                .enumerate()
                .for_each(|(i, still)| save(&folder.join(format!("{title}-{name}-{i}.png")), still));
        }
        all.extend(drawn);
    }
    for (n, page) in all.chunks(ACROSS * DOWN).enumerate() {
        let file = out.join(format!("{title}-{n}.png"));
        save(&file, &sheet(page, ACROSS));
        println!("{}", file.display());
    }
    all.len()
}

/// What a plan can say besides its place.
fn looks(kinds: &[SceneKind]) -> [(&'static str, Vec<(String, Plan)>); 3] {
    let hours = kinds.iter().filter(|k| k.has_daylight()).flat_map(|k| {
        TimeOfDay::ALL.iter().map(|time| {
            let plan = Plan { time: *time, weather: Weather::Clear, ..Plan::of(*k, 7) };
            (format!("{}-{time:?}", name(*k)), plan)
        })
    });
    let styles = kinds.iter().flat_map(|k| {
        Style::ALL.iter().skip(1).map(|s| (format!("{}-{s:?}", name(*k)), Plan { style: *s, ..Plan::of(*k, 7) }))
    });
    let kind = kinds.first().copied().unwrap_or(SceneKind::Plain);
    let cut = |framing| vec![Cut { from_frame: 0, framing }];
    let props = Prop::ALL
        .iter()
        .map(|p| (format!("{p:?}"), Plan { props: vec![*p], ..Plan::of(kind, 7) }))
        .chain(Framing::ALL.iter().map(|f| (format!("{f:?}"), Plan { cuts: cut(*f), ..Plan::of(kind, 7) })))
        .chain(Weather::ALL.iter().skip(1).map(|w| (format!("{w:?}"), Plan { weather: *w, ..Plan::of(kind, 7) })))
        .chain([("text".to_owned(), Plan::of(kind, 7).with_text("Ten seconds of fame"))]);
    [("hours", hours.collect()), ("styles", styles.collect()), ("props", props.collect())]
}

/// As it is stored.
fn name(kind: SceneKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The woman of the film and the woman of the still, as far as the material is there.
fn people() -> Vec<FacePack> {
    use Pose::{Ah, EyesShut, Neutral, Smile};
    let film = real::material("WolfgangLanger_Pexels.mp4")
        .map(|f| real::shots(&f, &[(Neutral, 240), (EyesShut, 44), (Smile, 446), (Ah, 300)], "null"));
    let still = real::material("astronaut.png").map(|f| real::shots(&f, &[(Neutral, 0)], "null"));
    [film, still].into_iter().flatten().map(|shots| real::pack(&shots).expect("a pack")).collect()
}

/// One still of a plan for each of the people.
fn stills(plan: &Plan, people: &[FacePack]) -> Vec<Canvas> {
    let mut set = Set::new(plan, W, H);
    let mut values = Values::default();
    (values[Channel::Jaw], values[Channel::Smile], values[Channel::Yaw]) = (0.06, 0.2, 4.0);
    let timeline = Timeline::from_values(&[values]);
    people
        .iter()
        .map(|pack| {
            let mut canvas = Canvas::new(W, H);
            set.draw(FRAME, &mut canvas);
            Puppet::new(pack, W, H, &set.look()).expect("a puppet").draw(&timeline, 0, &mut canvas);
            set.draw_front(FRAME, &mut canvas);
            canvas
        })
        .collect()
}

/// Stills at half their size, in rows of at most so many.
fn sheet(stills: &[Canvas], across: usize) -> Canvas {
    let (w, h) = (W / 2, H / 2);
    let across = stills.len().clamp(1, across.max(1));
    let mut page = Canvas::new(w * across, h * stills.len().div_ceil(across));
    for (i, still) in stills.iter().enumerate() {
        let (left, top) = (i % across * w, i / across * h);
        for y in 0..h {
            for x in 0..w {
                for c in 0..3 {
                    let at = |dx: usize, dy: usize| u32::from(still.rgba[((2 * y + dy) * W + 2 * x + dx) * 4 + c]);
                    let mean = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4;
                    page.rgba[((top + y) * page.width + left + x) * 4 + c] = mean as u8;
                }
            }
        }
    }
    page
}

fn save(file: &Path, canvas: &Canvas) {
    let (w, h) = (canvas.width as u32, canvas.height as u32);
    image::save_buffer(file, &canvas.rgba, w, h, image::ExtendedColorType::Rgba8).expect("a file");
}
