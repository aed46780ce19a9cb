//! Two people in every place, in both sizes, with words; and one clip frame by frame.

use std::path::Path;

use domain::capture::Pose;
use domain::dialogue::Cue;
use domain::direction::CaptionStyle;
use domain::speech::{Delivery, Mood, Speech};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle, Dialogue};
use studio::pack::FacePack;
use studio::scene::{Plan, SceneKind};
use voice::Line;

use super::{ACROSS, DOWN, H, W, name, real, save, sheet};

const LINES: [(usize, &str); 4] = [
    (0, "Did you eat my sandwich?"),
    (1, "No, Mum. It was the cat, I promise."),
    (0, "We do not have a cat."),
    (1, "Maybe it was a very small cat."),
];
/// Frames of the clip that is shown in sequence: from here on, every third.
const FROM: u32 = 34;

fn speech() -> (Speech, Vec<Cue>) {
    let lines = LINES.map(|(who, text)| Line { who, text, voice: None });
    real::speech::speaker().converse(&lines, 1.0, &Delivery::default()).expect("speech")
}

fn clip(
    pair: [&FacePack; 2],
    said: &(Speech, Vec<Cue>),
    plan: &Plan,
    captions: CaptionStyle,
    size: [usize; 2],
) -> Clip {
    let who = Dialogue { packs: pair, names: ["@ana", "@ben_of_the_hill"], cues: &said.1 };
    let style =
        ClipStyle { handle: "ana".to_owned(), width: size[0], height: size[1], seed: 7, captions, mood: Mood::Neutral };
    Clip::of_two(&who, &said.0, plan, &style).expect("a clip")
}

/// The woman of the still, and a darker twin of hers closer to the camera, with as much of the shoulders
/// as a phone that is held sideways sees.
fn people() -> Option<[FacePack; 2]> {
    let file = real::material("astronaut.png")?;
    let twin = format!("{},hflip,eq=brightness=-0.05:saturation=0.75:contrast=1.1", real::CLOSE);
    let pack = |filter: &str| real::pack(&real::shots(&file, &[(Pose::Neutral, 0)], filter)).expect("a pack");
    Some([pack(&twin), pack("null")])
}

/// A frame at half of its size or more, so that pages of both sizes are alike.
fn still(clip: &mut Clip, frame: u32, [w, h]: [usize; 2]) -> Canvas {
    let mut canvas = Canvas::new(w, h);
    clip.draw(frame, &mut canvas);
    canvas
}

/// Writes pages. Says how many stills there are.
pub(crate) fn pages(kinds: &[SceneKind], full: bool, out: &Path) -> usize {
    let Some([left, right]) = people() else { return 0 };
    let (left, right) = (&left, &right);
    let said = speech();
    let middle = |i: usize| said.1.get(i).map_or(0, |c| (15.0 * (c.start_s + c.end_s)) as u32);
    let styles = [CaptionStyle::Karaoke, CaptionStyle::Pop, CaptionStyle::Typewriter, CaptionStyle::Minimal];
    let mut all = Vec::new();
    for (i, kind) in kinds.iter().enumerate() {
        let mut clip = clip([left, right], &said, &Plan::of(*kind, 7), styles[i % 4], [W, H]);
        // Both while the first speaks, the second alone, both again.
        for turn in 0..3 {
            all.push(still(&mut clip, middle(turn), [W, H]));
        }
        if full {
            all.iter().rev().take(3).enumerate().for_each(|(n, still)| {
                save(&out.join(format!("two-{}-{}.png", name(*kind), 2 - n)), still);
            });
        }
    }
    let pages = |title: &str, stills: &[Canvas]| {
        for (n, page) in stills.chunks(ACROSS * DOWN).enumerate() {
            let file = out.join(format!("{title}-{n}.png"));
            save(&file, &sheet(page, ACROSS));
            println!("{}", file.display());
        }
    };
    pages("two", &all);
    let Some(kind) = kinds.first() else { return all.len() };
    let small = [540, 960];
    let mut reduced = clip([right, left], &said, &Plan::of(*kind, 3), CaptionStyle::Karaoke, small);
    for turn in 0..2 {
        save(&out.join(format!("two-small-{turn}.png")), &still(&mut reduced, middle(turn), small));
    }
    let mut moving = clip([left, right], &said, &Plan::of(*kind, 7), CaptionStyle::Karaoke, [W, H]);
    let strip: Vec<Canvas> = (0..24).map(|i| still(&mut moving, FROM + 3 * i, [W, H])).collect();
    pages("two-moving", &strip);
    all.len() + strip.len() + 2
}
