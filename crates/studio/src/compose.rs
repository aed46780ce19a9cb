//! A clip, frame by frame: scene, person, lens, captions, mark.

use domain::direction::CaptionStyle;
use domain::limits::{FPS, MAX_FRAMES};
use domain::speech::{Mood, Speech};

use crate::canvas::Canvas;
use crate::caption::{Captions, band};
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

/// A clip with one person or one character in it.
pub struct Clip {
    set: Set,
    /// For each shot, its first frame and the player as it is framed there; at least one, the first from frame 0.
    players: Vec<(u32, Player)>,
    captions: Captions,
    mark: Mark,
    timeline: Timeline,
    lens: Lens,
}

impl Clip {
    /// Prepares everything that frames share. The speech begins with the first frame.
    ///
    /// # Errors
    /// [`StudioError::Puppet`] when the picture is not 16 to 4096 pixels wide and high.
    pub fn new(pack: &FacePack, speech: &Speech, plan: &Plan, style: &ClipStyle) -> Result<Self, StudioError> {
        let timeline = Timeline::acted(speech, frames_for(speech), style.seed, style.mood);
        Self::with_timeline(pack, speech, plan, style, timeline)
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
        Self::with_player(speech, plan, style, timeline, |look, w, h| {
            Ok(Player::Person(Box::new(Puppet::new(pack, w, h, look)?)))
        })
    }

    /// As [`Clip::new`], with a character in the person's place.
    ///
    /// # Errors
    /// As [`Clip::new`].
    pub fn of_character(
        pack: &CharacterPack,
        speech: &Speech,
        plan: &Plan,
        style: &ClipStyle,
    ) -> Result<Self, StudioError> {
        let timeline = Timeline::acted(speech, frames_for(speech), style.seed, style.mood);
        let moves = timeline.clone();
        Self::with_player(speech, plan, style, timeline, |look, w, h| {
            let puppet = CharacterPuppet::new(pack, w, h, look)?.moved_by(speech, &moves, style.seed);
            Ok(Player::Character(Box::new(puppet)))
        })
    }

    fn with_player(
        speech: &Speech,
        plan: &Plan,
        style: &ClipStyle,
        timeline: Timeline,
        player: impl Fn(&Look, usize, usize) -> Result<Player, PuppetError>,
    ) -> Result<Self, StudioError> {
        let (w, h) = (style.width, style.height);
        if !(16..=4096).contains(&w) || !(16..=4096).contains(&h) {
            return Err(PuppetError::Size(w, h).into());
        }
        let set = Set::new(plan, w, h);
        let players: Vec<(u32, Player)> = set
            .looks()
            .iter()
            .map(|(from, look)| Ok((*from, player(look, w, h)?)))
            .collect::<Result<_, PuppetError>>()?;
        // What must stay free of the mark is free in every shot.
        let face =
            players.iter().map(|(_, p)| p.features()).fold([1.0f32, 0.0], |a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        Ok(Self {
            set,
            captions: Captions::new(&speech.words, style.captions, w, h, band(face)),
            mark: Mark::new(&style.handle, w, h, style.seed, face),
            players,
            timeline,
            lens: Lens::new(w, h, style.seed),
        })
    }

    /// How many frames the clip has, at 30 a second.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.timeline.frames()
    }

    /// What the person does in each frame.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Words that the captions cannot show as they were written: see [`Captions::left_out`].
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        self.captions.left_out()
    }

    /// Draws a frame over the whole canvas, which is given the clip's size if it has another.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        if (canvas.width, canvas.height) != self.lens.size() {
            let (width, height) = self.lens.size();
            *canvas = Canvas::new(width, height);
        }
        self.set.draw(frame, canvas);
        let now = self.players.iter().rposition(|(from, _)| *from <= frame).unwrap_or(0);
        match self.players.get_mut(now) {
            Some((_, Player::Person(puppet))) => puppet.draw(&self.timeline, frame, canvas),
            Some((_, Player::Character(puppet))) => puppet.draw(frame, canvas),
            None => {}
        }
        self.set.draw_front(frame, canvas);
        self.lens.draw(frame, canvas);
        self.captions.draw(frame, canvas);
        self.mark.draw(frame, canvas);
    }
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
