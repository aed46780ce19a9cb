//! A clip, frame by frame: scene, person, lens, captions, mark.

mod stage;

use domain::dialogue::Cue;
use domain::direction::CaptionStyle;
use domain::limits::{FPS, MAX_FRAMES};
use domain::speech::{Mood, Speech};

use crate::canvas::Canvas;
use crate::caption::{Captions, NAME, Part, band};
use crate::character::{CharacterPack, CharacterPuppet};
use crate::lens::Lens;
use crate::look::Look;
use crate::mark::Mark;
use crate::pack::FacePack;
use crate::puppet::{Puppet, PuppetError};
use crate::scene::{Plan, Set};
use crate::timeline::Timeline;

/// Quiet kept after the speech, in seconds.
const TAIL_S: f32 = 0.4;

/// Why a clip cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StudioError {
    /// The picture's size, mostly.
    #[error(transparent)]
    Puppet(#[from] PuppetError),
}

/// What the creator chose for a clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipStyle {
    /// The creator's handle, for the mark.
    pub handle: String,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Decides what nothing else does. The same seed gives the same frames.
    pub seed: u64,
    /// How words are shown as they are said.
    pub captions: CaptionStyle,
    /// How it is acted.
    pub mood: Mood,
}

/// Who plays.
enum Player {
    Person(Box<Puppet>),
    Character(Box<CharacterPuppet>),
}

impl Player {
    fn features(&self) -> [f32; 2] {
        match self {
            Self::Person(puppet) => puppet.features(),
            Self::Character(puppet) => puppet.features(),
        }
    }
}

/// Who plays alone.
#[derive(Debug, Clone, Copy)]
pub enum Lead<'a> {
    /// A person.
    Person(&'a FacePack),
    /// A pet, a toy or a drawing.
    Character(&'a CharacterPack),
}

/// Two people and who of them says what.
#[derive(Debug, Clone, Copy)]
pub struct Dialogue<'a> {
    /// The cast: the first stands on the left.
    pub packs: [&'a FacePack; 2],
    /// What stands above their words, `@handle`.
    pub names: [&'a str; 2],
    /// When they speak.
    pub cues: &'a [Cue],
}

/// From a frame on, who is drawn in which framing.
struct Shot {
    from_frame: u32,
    /// Indices of players, from the back to the front.
    players: Vec<usize>,
}

/// A clip with one person, two, or one character in it.
pub struct Clip {
    set: Set,
    /// In order; at least one, the first from frame 0.
    shots: Vec<Shot>,
    /// Each framing of each of the cast, with the place in the cast.
    players: Vec<(usize, Player)>,
    captions: Captions,
    mark: Mark,
    /// For each of the cast.
    timelines: Vec<Timeline>,
    lens: Lens,
}

impl Clip {
    /// Prepares everything that frames share. The speech begins with the first frame.
    ///
    /// # Errors
    /// [`StudioError::Puppet`] when the picture is not 16 to 4096 pixels wide and high.
    pub fn new(pack: &FacePack, speech: &Speech, plan: &Plan, style: &ClipStyle) -> Result<Self, StudioError> {
        Self::on_set(Self::set(plan, style)?, Lead::Person(pack), speech, style)
    }

    /// As [`Clip::new`], with motion that was decided (and stored) before.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn with_timeline(
        pack: &FacePack,
        speech: &Speech,
        plan: &Plan,
        style: &ClipStyle,
        timeline: Timeline,
    ) -> Result<Self, StudioError> {
        Self::played(Self::set(plan, style)?, Lead::Person(pack), speech, style, timeline)
    }

    /// On a set that was painted before, of the clip's size: the dearest part of a frame that is drawn alone.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn on_set(set: Set, lead: Lead<'_>, speech: &Speech, style: &ClipStyle) -> Result<Self, StudioError> {
        let timeline = Timeline::acted(speech, frames_for(speech), style.seed, style.mood);
        Self::played(set, lead, speech, style, timeline)
    }

    /// What it was played on, for the next.
    #[must_use]
    pub fn into_set(self) -> Set {
        self.set
    }

    /// The set of a plan, painted for a clip of this style's size.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn set(plan: &Plan, style: &ClipStyle) -> Result<Set, StudioError> {
        let (width, height) = sized(style)?;
        Ok(Set::new(plan, width, height))
    }

    /// As [`Clip::set`], sketched: see [`Set::sketch`].
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn sketch(plan: &Plan, style: &ClipStyle) -> Result<Set, StudioError> {
        let (width, height) = sized(style)?;
        Ok(Set::sketch(plan, width, height))
    }

    fn played(
        set: Set,
        lead: Lead<'_>,
        speech: &Speech,
        style: &ClipStyle,
        timeline: Timeline,
    ) -> Result<Self, StudioError> {
        let (w, h) = sized(style)?;
        let player = |look: &Look| -> Result<Player, PuppetError> {
            Ok(match lead {
                Lead::Person(pack) => Player::Person(Box::new(Puppet::new(pack, w, h, look)?)),
                Lead::Character(pack) => {
                    let puppet = CharacterPuppet::new(pack, w, h, look)?.moved_by(speech, &timeline, style.seed);
                    Player::Character(Box::new(puppet))
                }
            })
        };
        let looks = set.looks();
        let players: Vec<(usize, Player)> =
            looks.iter().map(|(_, look)| Ok((0, player(look)?))).collect::<Result<_, PuppetError>>()?;
        let shots = looks.iter().enumerate().map(|(i, (from, _))| Shot { from_frame: *from, players: vec![i] });
        let face = free(&players);
        Ok(Self {
            set,
            shots: shots.collect(),
            captions: Captions::new(&speech.words, style.captions, w, h, band(face)),
            mark: Mark::new(&style.handle, w, h, style.seed, face),
            players,
            timelines: vec![timeline],
            lens: Lens::new(w, h, style.seed),
        })
    }

    /// A clip in which two people speak with each other, side by side or one at a time as the camera wants it.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn of_two(who: &Dialogue<'_>, speech: &Speech, plan: &Plan, style: &ClipStyle) -> Result<Self, StudioError> {
        let length = (frames_for(speech), style.seed);
        let acts = |i: usize| Timeline::in_company(speech, (who.cues, i), i == 0, length, style.mood);
        Self::of_two_with_timelines(who, speech, plan, style, [acts(0), acts(1)])
    }

    /// As [`Clip::of_two`], with motion that was decided (and stored) before, of each of them.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn of_two_with_timelines(
        who: &Dialogue<'_>,
        speech: &Speech,
        plan: &Plan,
        style: &ClipStyle,
        timelines: [Timeline; 2],
    ) -> Result<Self, StudioError> {
        let (w, h) = sized(style)?;
        let blocking = stage::shots(plan, who.cues);
        let angles: Vec<_> = blocking.iter().map(|s| (s.from_frame, s.framed.angle())).collect();
        let set = Set::from_angles(plan, w, h, &angles);
        let (mut players, mut made) = (Vec::new(), Vec::new());
        let mut shots = Vec::with_capacity(blocking.len());
        for shot in &blocking {
            let mut here = Vec::new();
            for i in shot.framed.who() {
                let key = (shot.framed, i);
                let at = match made.iter().position(|m| *m == key) {
                    Some(at) => at,
                    None => {
                        let look = shot.framed.look(set.look(), i);
                        players.push((i, Player::Person(Box::new(Puppet::in_company(who.packs[i], w, h, &look)?))));
                        made.push(key);
                        players.len() - 1
                    }
                };
                here.push(at);
            }
            shots.push(Shot { from_frame: shot.from_frame, players: here });
        }
        let parts: Vec<Part<'_>> = who
            .cues
            .iter()
            .map(|c| {
                let who = (c.who.min(1), who.names[c.who.min(1)]);
                let framed = stage::at(&blocking, (c.start_s * FPS as f32) as u32);
                Part { from_s: c.start_s, who: who.0, name: who.1, across: framed.words(who.0) }
            })
            .collect();
        // The names stand between faces and words.
        let face = free(&players);
        let face = [face[0], face[1] + NAME];
        Ok(Self {
            set,
            shots,
            captions: Captions::in_parts(&speech.words, style.captions, (w, h), band(face), &parts),
            mark: Mark::new(&style.handle, w, h, style.seed, face),
            players,
            timelines: timelines.into(),
            lens: Lens::new(w, h, style.seed),
        })
    }

    /// How many frames the clip has, at 30 a second.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.timelines.first().map_or(1, Timeline::frames)
    }

    /// What each of the cast does in each frame.
    #[must_use]
    pub fn timelines(&self) -> &[Timeline] {
        &self.timelines
    }

    /// Where the faces are at rest in a frame (left, top, right, bottom, as fractions of the picture), with their places in
    /// the cast, from the back to the front. None for a character.
    #[must_use]
    pub fn faces(&self, frame: u32) -> Vec<(usize, [f32; 4])> {
        let face = |i: &usize| match self.players.get(*i)? {
            (who, Player::Person(puppet)) => Some((*who, puppet.face())),
            _ => None,
        };
        self.shot(frame).map_or_else(Vec::new, |s| s.players.iter().filter_map(face).collect())
    }

    fn shot(&self, frame: u32) -> Option<&Shot> {
        self.shots.iter().rfind(|s| s.from_frame <= frame).or(self.shots.first())
    }

    /// Words that the captions cannot show as they were written: see [`Captions::left_out`].
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        self.captions.left_out()
    }

    /// Draws a frame over the whole canvas, which is given the clip's size if it has another.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        self.draw_bare(frame, canvas);
        self.captions.draw(frame, canvas);
        self.mark.draw(frame, canvas);
    }

    /// As [`Clip::draw`], without captions and mark: no clip, but what one is made of.
    pub fn draw_bare(&mut self, frame: u32, canvas: &mut Canvas) {
        if (canvas.width, canvas.height) != self.lens.size() {
            let (width, height) = self.lens.size();
            *canvas = Canvas::new(width, height);
        }
        self.set.draw(frame, canvas);
        for i in self.shot(frame).map_or_else(Vec::new, |s| s.players.clone()) {
            match self.players.get_mut(i) {
                Some((who, Player::Person(puppet))) => {
                    if let Some(timeline) = self.timelines.get(*who) {
                        puppet.draw(timeline, frame, canvas);
                    }
                }
                Some((_, Player::Character(puppet))) => puppet.draw(frame, canvas),
                None => {}
            }
        }
        self.set.draw_front(frame, canvas);
        if self.shot(frame).is_some_and(|s| s.players.len() > 1) {
            stage::shade(canvas);
        }
        self.lens.draw(frame, canvas);
    }
}

/// Width and height in pixels, if a clip can have them.
fn sized(style: &ClipStyle) -> Result<(usize, usize), StudioError> {
    let (w, h) = (style.width, style.height);
    if (16..=4096).contains(&w) && (16..=4096).contains(&h) { Ok((w, h)) } else { Err(PuppetError::Size(w, h).into()) }
}

/// What must stay free of mark and captions in every shot: from the highest brows to the lowest chin.
fn free(players: &[(usize, Player)]) -> [f32; 2] {
    players.iter().map(|(_, p)| p.features()).fold([1.0f32, 0.0], |a, b| [a[0].min(b[0]), a[1].max(b[1])])
}

/// Frames of a clip for a speech: the speech and a little quiet, at most ten seconds, at least one.
#[must_use]
pub fn frames_for(speech: &Speech) -> u32 {
    // The cast saturates; a clip of no length still has its poster.
    (((speech.duration_s() + TAIL_S) * FPS as f32).ceil() as u32).clamp(1, MAX_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_as_long_as_its_speech_and_never_longer_than_ten_seconds() {
        let speech = |s: f32| Speech { samples: vec![0.0; (s * 1000.0) as usize], rate_hz: 1000, ..Speech::default() };
        assert_eq!(frames_for(&speech(0.0)), 12);
        assert_eq!(frames_for(&speech(2.0)), 72);
        assert_eq!(frames_for(&speech(9.6)), 300);
        assert_eq!(frames_for(&speech(60.0)), 300);
        assert_eq!(frames_for(&Speech::default()), 12);
    }
}
