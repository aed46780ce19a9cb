//! How fast this device made its last clip, to say how long the next one takes.

/// Seconds of work for each second of clip, and the work that does not depend on its length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Seconds for a second of clip.
    per_second: f32,
}

const KEPT_AS: &str = "pace";
/// Before the first clip: an ordinary laptop.
const ORDINARY: f32 = 2.0;
/// Loading and uploading, in seconds.
const FIXED_S: f32 = 4.0;
/// Quiet around the speech in every clip, in seconds.
const QUIET_S: f32 = 0.4;

impl Pace {
    /// Of the last clip here.
    #[must_use]
    pub fn kept() -> Self {
        let per_second = browser::store::get(KEPT_AS).and_then(|text| text.parse().ok());
        Self { per_second: per_second.filter(|p: &f32| p.is_finite() && *p > 0.0).unwrap_or(ORDINARY) }
    }

    /// Keeps what a clip cost.
    pub fn keep(work_s: f32, clip_s: f32) {
        if clip_s > 0.5 {
            browser::store::set(KEPT_AS, &format!("{:.2}", work_s / clip_s));
        }
    }

    /// Seconds of work for so many seconds of speech.
    #[must_use]
    pub fn expect_s(self, speech_s: f32) -> f32 {
        FIXED_S + (speech_s.clamp(1.0, 10.0) + QUIET_S) * self.per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_scripts_take_longer() {
        let pace = Pace { per_second: 2.0 };
        assert!(pace.expect_s(8.0) > pace.expect_s(2.0));
        assert!((pace.expect_s(9.6) - 24.0).abs() < 0.1);
    }
}
