//! The parts of making a clip, and how far each is.

use wire::workers::studio;

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Stage {
    /// Voice, pack and models come in.
    Ready,
    /// The script is spoken.
    Speak,
    /// Frames are drawn and encoded.
    Draw,
    /// Sound is mixed and the file is written.
    Write,
    /// The file goes to the edge.
    Upload,
}

impl Stage {
    /// In order.
    pub const ALL: [Self; 5] = [Self::Ready, Self::Speak, Self::Draw, Self::Write, Self::Upload];

    /// What the visitor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ready => "Getting voice and face ready",
            Self::Speak => "Speaking your script",
            Self::Draw => "Drawing the clip",
            Self::Write => "Mixing the sound, writing the file",
            Self::Upload => "Sending it to your drafts",
        }
    }

    /// Where the part begins and ends in the whole, 0 to 1, by what the parts cost on an ordinary device.
    fn span(self) -> (f32, f32) {
        match self {
            Self::Ready => (0.0, 0.08),
            Self::Speak => (0.08, 0.14),
            Self::Draw => (0.14, 0.88),
            Self::Write => (0.88, 0.92),
            Self::Upload => (0.92, 1.0),
        }
    }

    /// The studio's own part in ours.
    #[must_use]
    pub fn of_studio(stage: studio::Stage) -> Self {
        match stage {
            studio::Stage::Prepare | studio::Stage::Draw => Self::Draw,
            studio::Stage::Sound | studio::Stage::Write => Self::Write,
        }
    }
}

/// How far a clip is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Which part.
    pub stage: Stage,
    /// 0 to 1 of the part; none while it is not known.
    pub part: Option<f32>,
    /// Seconds to go for the whole, when known.
    pub left_s: Option<f32>,
}

impl Progress {
    /// A part that begins.
    #[must_use]
    pub fn begin(stage: Stage) -> Self {
        Self { stage, part: None, left_s: None }
    }

    /// 0 to 1 of the whole.
    #[must_use]
    pub fn whole(self) -> f32 {
        let (from, to) = self.stage.span();
        from + (to - from) * self.part.unwrap_or(0.0).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_grows_from_nothing_to_the_whole() {
        let mut last = 0.0;
        for stage in Stage::ALL {
            for part in [None, Some(0.5), Some(1.0)] {
                let now = Progress { stage, part, left_s: None }.whole();
                assert!(now >= last, "{stage:?} {part:?}");
                last = now;
            }
        }
        assert!((last - 1.0).abs() < 1e-6);
    }
}
