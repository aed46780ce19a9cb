//! How people act: every mood side by side, and every place with people who say something in a mood.

use std::path::Path;

use domain::direction::CaptionStyle;
use domain::speech::{Mood, Speech};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle};
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};
use studio::timeline::{Channel, Timeline};

use super::{DOWN, H, W, real, save, sheet};

const SCRIPT: &str = "You will not believe what happened to my car this morning.";

/// A script in every mood, in the order of [`Mood::ALL`].
fn spoken() -> Vec<(Mood, Speech)> {
    let mut speaker = real::speech::speaker();
    Mood::ALL.into_iter().map(|mood| (mood, real::speech::say(&mut speaker, SCRIPT, mood))).collect()
}

fn clip(pack: &FacePack, (mood, said): &(Mood, Speech), kind: SceneKind, captions: CaptionStyle) -> Clip {
    let style = ClipStyle { handle: "ana".to_owned(), width: W, height: H, seed: 7, captions, mood: *mood };
    Clip::new(pack, said, &Plan::of(kind, 7), &style).expect("a clip")
}

/// The moment at which the head is nearest to the lens with the eyes open and the mouth wide open, or shut.
fn moment(timeline: &Timeline, speaks: bool) -> u32 {
    let off = |frame: &u32| {
        let v = timeline.at(*frame);
        let mouth = v[Channel::Jaw] + v[Channel::Upper] + v[Channel::Lower];
        let wanted = if speaks { (0.16 - mouth).max(0.0) } else { mouth };
        20.0 * wanted + 0.1 * v[Channel::Yaw].abs() + 5.0 * v[Channel::Blink]
    };
    (10..timeline.frames()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(0)
}

fn still(clip: &mut Clip, speaks: bool) -> Canvas {
    let mut canvas = Canvas::new(W, H);
    let frame = clip.timelines().first().map_or(0, |t| moment(t, speaks));
    clip.draw(frame, &mut canvas);
    canvas
}

/// Writes pages: `moods-0.png` has a column for each mood, a row for each of the people who speaks and one for them with
/// their lips shut; on `acted-N.png` each row is a place, with everybody in three of the moods. Says how many stills there are.
pub(crate) fn pages(kinds: &[SceneKind], people: &[FacePack], out: &Path) -> usize {
    let said = spoken();
    let write = |title: &str, n: usize, stills: &[Canvas], across: usize| {
        let file = out.join(format!("{title}-{n}.png"));
        save(&file, &sheet(stills, across));
        println!("{}", file.display());
        stills.len()
    };
    let mut all = Vec::new();
    for pack in people {
        let mut clips: Vec<Clip> = said.iter().map(|s| clip(pack, s, SceneKind::Studio, CaptionStyle::None)).collect();
        for speaks in [true, false] {
            all.extend(clips.iter_mut().map(|c| still(c, speaks)));
        }
    }
    let mut count = write("moods", 0, &all, said.len());
    let rows: Vec<Vec<Canvas>> = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| {
            let style = CaptionStyle::ALL[i % 4];
            let moods = (0..3).map(|k| &said[(3 * i + k) % said.len()]);
            let acted: Vec<_> = moods.collect();
            people.iter().flat_map(|p| acted.iter().map(|s| still(&mut clip(p, s, *kind, style), true))).collect()
        })
        .collect();
    for (n, rows) in rows.chunks(DOWN).enumerate() {
        count += write("acted", n, &rows.concat(), 3 * people.len());
    }
    count
}
