//! Frames that must be the same to the bit on every machine: a stored pack and stored, quantised timelines, drawn into a
//! scene with captions and mark. Compiled into the native test beside this folder and into the WASM module of
//! `tests/golden`; both are compared with `hashes.txt`.

use domain::dialogue::Cue;
use domain::direction::CaptionStyle;
use domain::speech::{Mood, Speech, Word};
use studio::Canvas;
use studio::compose::{Clip, ClipStyle, Dialogue};
use studio::pack::FacePack;
use studio::scene::Plan;
use studio::timeline::Timeline;

const PACK: &[u8] = include_bytes!("face.pack");
/// Of one person alone, then of each of two.
const TIMELINES: [&[u8]; 3] =
    [include_bytes!("alone.timeline"), include_bytes!("left.timeline"), include_bytes!("right.timeline")];
/// Which frames are drawn: of the clip of one, then of the clip of two. One opens the mouth, blinks and turns to a side;
/// two are before and after a cut.
const ALONE: [u32; 4] = [3, 17, 31, 44];
const TWO: [u32; 2] = [12, 52];
/// How many there are in all.
pub(crate) const COUNT: usize = ALONE.len() + TWO.len();

/// Both clips.
pub(crate) struct Golden {
    alone: Clip,
    two: Clip,
}

fn words() -> Vec<Word> {
    let word = |(i, text): (usize, &&str)| {
        let start_s = 0.1 + 0.2 * i as f32;
        Word { text: (*text).to_owned(), start_s, end_s: start_s + 0.18 }
    };
    ["Every", "frame,", "bit", "for", "bit."].iter().enumerate().map(word).collect()
}

impl Golden {
    /// Reads what is stored.
    pub(crate) fn new() -> Option<Self> {
        let pack = FacePack::from_bytes(PACK).ok()?;
        let [alone, left, right] = TIMELINES.map(|bytes| Timeline::from_bytes(bytes).ok());
        let speech = Speech { words: words(), rate_hz: 48_000, ..Speech::default() };
        let style = |captions| ClipStyle {
            handle: "ana".to_owned(),
            width: 540,
            height: 960,
            seed: 11,
            captions,
            mood: Mood::Neutral,
        };
        let plan = Plan::from_prompt("city at night in the rain, hand-held camera", 11);
        let alone = Clip::with_timeline(&pack, &speech, &plan, &style(CaptionStyle::Karaoke), alone?).ok()?;
        let cues = [Cue { who: 0, start_s: 0.1, end_s: 1.4 }, Cue { who: 1, start_s: 1.5, end_s: 3.0 }];
        let who = Dialogue { packs: [&pack, &pack], names: ["@ana", "@ben"], cues: &cues };
        let plan = Plan::from_prompt("in a kitchen in the morning", 11);
        let style = style(CaptionStyle::Pop);
        let two = Clip::of_two_with_timelines(&who, &speech, &plan, &style, [left?, right?]).ok()?;
        Some(Self { alone, two })
    }

    /// FNV-1a (64 bits) over the RGBA bytes of one of the [`COUNT`] frames.
    pub(crate) fn hash(&mut self, n: usize) -> u64 {
        let mut canvas = Canvas::new(540, 960);
        match n.checked_sub(ALONE.len()) {
            None => self.alone.draw(ALONE[n], &mut canvas),
            Some(n) => self.two.draw(TWO[n % TWO.len()], &mut canvas),
        }
        canvas.rgba.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    }
}
