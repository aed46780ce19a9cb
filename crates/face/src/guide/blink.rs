//! A blink: eyes that shut and open again.

/// Openness over the neutral one of shut and of open eyes. In a film of a real person blinks go down to 0.44 to 0.53.
const SHUT: f32 = 0.55;
const OPEN: f32 = 0.75;
/// Longest blink in seconds, and the little more that a slow camera needs.
const LONGEST_S: f64 = 0.6;

/// What was seen of the eyes while a blink is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Blink {
    /// When the eyes were last open.
    open_s: Option<f64>,
    /// They have been shut since.
    shut: bool,
}

impl Blink {
    /// Takes the next frame's openness. True when a blink is over.
    pub(super) fn see(&mut self, openness: f32, t_s: f64) -> bool {
        if openness < SHUT {
            self.shut = self.open_s.is_some();
        }
        if openness > OPEN {
            let blinked = self.shut && self.open_s.is_some_and(|open| t_s - open <= LONGEST_S);
            (self.open_s, self.shut) = (Some(t_s), false);
            return blinked;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eyes at 30 frames a second.
    fn blinks(openness: &[f32]) -> usize {
        let mut blink = Blink::default();
        openness.iter().enumerate().filter(|(i, o)| blink.see(**o, *i as f64 / 30.0)).count()
    }

    #[test]
    fn shut_and_open_again_soon_is_a_blink() {
        assert_eq!(blinks(&[1.0, 0.9, 0.4, 0.1, 0.3, 0.8, 1.0]), 1);
        assert_eq!(blinks(&[1.0, 0.3, 1.0, 1.0, 0.2, 1.0]), 2);
        assert_eq!(blinks(&[1.0; 30]), 0);
        assert_eq!(blinks(&[0.1, 0.1, 1.0]), 0, "they were never seen open before");
        let long = [vec![1.0], vec![0.1; 30], vec![1.0; 3]].concat();
        assert_eq!(blinks(&long), 0, "shut for a second");
        assert_eq!(blinks(&[1.0, 0.6, 0.6, 1.0]), 0, "half shut");
    }
}
