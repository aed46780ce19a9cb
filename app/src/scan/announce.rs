//! When a hint is spoken to a screen reader: once it holds, and not again at each flicker. Pure.

/// How long a hint must hold before it is spoken, in milliseconds.
const HOLDS_MS: f64 = 900.0;
/// How long the same hint is not spoken again, in milliseconds.
const AGAIN_MS: f64 = 8000.0;
/// How long nothing must be wrong before the hint that was spoken is taken back, in milliseconds.
const FINE_MS: f64 = 1500.0;

/// What a live region says. It is told what is wrong at each frame, and answers when the region changes.
#[derive(Debug, Default)]
pub struct Announcer {
    /// What the region says now.
    said: &'static str,
    /// What is wrong, and since when.
    wrong: (&'static str, f64),
    /// When each hint was spoken last.
    spoken: Vec<(&'static str, f64)>,
}

impl Announcer {
    /// What the live region is to say from now on, if that changes. `hint` is empty while nothing is wrong; `now_ms` never
    /// goes back.
    pub fn hear(&mut self, hint: &'static str, now_ms: f64) -> Option<&'static str> {
        if self.wrong.0 != hint {
            self.wrong = (hint, now_ms);
        }
        let held = now_ms - self.wrong.1;
        if hint.is_empty() {
            // A region that keeps its words would not speak when the same go wrong once more.
            let over = held >= FINE_MS && !self.said.is_empty();
            if over {
                self.said = "";
            }
            return over.then_some("");
        }
        let lately = self.spoken.iter().any(|(words, at)| *words == hint && now_ms - at < AGAIN_MS);
        if held < HOLDS_MS || self.said == hint || lately {
            return None;
        }
        self.spoken.retain(|(words, _)| *words != hint);
        self.spoken.push((hint, now_ms));
        self.said = hint;
        Some(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is spoken while hints come at ten frames a second, each for so many frames.
    fn spoken(hints: &[(&'static str, u32)]) -> Vec<(u32, &'static str)> {
        let (mut announcer, mut frame, mut all) = (Announcer::default(), 0, Vec::new());
        for (hint, frames) in hints {
            for _ in 0..*frames {
                all.extend(announcer.hear(hint, f64::from(frame) * 100.0).map(|words| (frame, words)));
                frame += 1;
            }
        }
        all
    }

    #[test]
    fn what_holds_is_spoken_once() {
        assert_eq!(spoken(&[("Too dark.", 100)]), [(9, "Too dark.")]);
        assert_eq!(spoken(&[("Too dark.", 5), ("", 5), ("Too dark.", 5)]), []);
    }

    #[test]
    fn what_flickers_is_not_repeated() {
        let flicker = [("A.", 10), ("B.", 10), ("A.", 10), ("B.", 10), ("A.", 10)];
        assert_eq!(spoken(&flicker), [(9, "A."), (19, "B.")]);
    }

    #[test]
    fn what_comes_back_later_is_spoken_again() {
        let words = spoken(&[("A.", 12), ("", 90), ("A.", 12)]);
        assert_eq!(words, [(9, "A."), (27, ""), (111, "A.")]);
    }
}
