//! What a scene is, as it is stored with a render and as people see and edit it.

use serde::{Deserialize, Serialize};

pub use super::choices::{Camera, Framing, Prop, Style, TimeOfDay, Weather};
pub use super::place::SceneKind;

/// Most cuts in a clip: three set-ups.
pub const MAX_CUTS: usize = 3;
/// Most things that stand before the person.
pub const MAX_PROPS: usize = 3;
/// Most characters of text on screen.
pub const MAX_TEXT: usize = 40;

/// From a frame on, another framing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// First frame of it, at 30 a second.
    pub from_frame: u32,
    /// How much of the person is in the picture.
    pub framing: Framing,
}

/// The decision from which a set is built. What an older one did not store is as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Plan {
    /// The place.
    pub scene: SceneKind,
    /// The light.
    #[serde(default)]
    pub time: TimeOfDay,
    /// The air.
    #[serde(default)]
    pub weather: Weather,
    /// How the picture is graded.
    #[serde(default)]
    pub style: Style,
    /// The move.
    #[serde(default)]
    pub camera: Camera,
    /// What stands before the person; at most [`MAX_PROPS`] are drawn.
    #[serde(default)]
    pub props: Vec<Prop>,
    /// Text on screen; at most [`MAX_TEXT`] characters are drawn.
    #[serde(default)]
    pub text: Option<String>,
    /// Framings in order of time; at most [`MAX_CUTS`] are kept. None: one medium shot.
    #[serde(default)]
    pub cuts: Vec<Cut>,
    /// The colour of a plain backdrop as sRGB `0xRRGGBB`; `None` leaves it to the scene.
    #[serde(default)]
    pub colour: Option<u32>,
    /// Same plan, same pixels; another seed, another arrangement of the same place.
    #[serde(default)]
    pub seed: u64,
}

impl Plan {
    /// A place as it looks best, for a chip that a visitor picks.
    #[must_use]
    pub fn of(scene: SceneKind, seed: u64) -> Self {
        let (time, weather) = scene.at_its_best();
        let camera = match seed % 4 {
            0 => Camera::Still,
            1 => Camera::Left,
            2 => Camera::Right,
            _ => Camera::Rise,
        };
        let props = if scene == SceneKind::Podcast { vec![Prop::Microphone] } else { Vec::new() };
        Self {
            scene,
            time,
            weather,
            style: Style::Natural,
            camera,
            props,
            text: None,
            cuts: Vec::new(),
            colour: None,
            seed,
        }
    }

    /// The framings of the clip, each with its first frame; the first begins with frame 0, and there is at least one.
    #[must_use]
    pub fn shots(&self) -> Vec<Cut> {
        let mut shots: Vec<Cut> = vec![Cut { from_frame: 0, framing: Framing::Medium }];
        let mut cuts: Vec<Cut> = self.cuts.iter().take(MAX_CUTS).copied().collect();
        cuts.sort_by_key(|c| c.from_frame);
        for cut in cuts {
            match shots.last_mut() {
                Some(last) if last.from_frame == cut.from_frame || last.framing == cut.framing => {
                    last.framing = cut.framing;
                }
                _ => shots.push(cut),
            }
        }
        shots
    }
}
