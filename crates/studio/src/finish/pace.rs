//! From a film's own times to thirty frames a second.

use domain::limits::{FPS, MAX_CLIP_MS, MAX_FILM_HOLD_MS, MAX_FRAMES, MIN_FILM_MS};
use thiserror::Error;

/// Shortest film, in microseconds.
const SHORTEST_US: i64 = 1000 * MIN_FILM_MS as i64;
/// A film that is longer than a clip by no more than this is cut without a word: encoders round up.
const SLACK_US: i64 = 500_000;
/// Longest that the last picture stands still for speech that goes on, in microseconds.
const HOLD_US: i64 = 1000 * MAX_FILM_HOLD_MS as i64;

/// When a picture of a film is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Microseconds from the film's start; below 0 for what is decoded, not shown.
    pub at_us: i64,
    /// Microseconds.
    pub length_us: i64,
}

/// Why no clip can be made of a film.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PaceError {
    /// There is hardly anything.
    #[error("The film is {0:.2} s long, and a clip needs half a second")]
    Short(f32),
    /// The film ends while somebody speaks.
    #[error("The film ends {0:.1} s before what is said in it")]
    Silent(f32),
}

/// Which picture each frame of the clip shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// For each picture, in the order in which it came (of decoding): a time of its own for the decoder, in microseconds.
    /// The order of these is the order of display.
    pub stamps: Vec<i64>,
    /// For each frame of the clip: the stamp of the picture that it shows. They never go back.
    pub frames: Vec<i64>,
    /// Pictures that have to be decoded, from the first on: what comes after them is not needed.
    pub needed: usize,
    /// Length of the film in milliseconds, if so much of it is left out that its creator should hear of it.
    pub cut_ms: Option<u32>,
}

impl Pace {
    /// `pictures` in the order of decoding; `end_us` is where the last one ends, `speech_us` where what is said ends.
    ///
    /// A frame shows what the film shows in its middle, so that nothing comes earlier or later than half a frame.
    ///
    /// # Errors
    /// [`PaceError`] for a film under half a second, and one that ends more than a second before the speech.
    pub fn new(pictures: &[Shown], end_us: i64, speech_us: i64) -> Result<Self, PaceError> {
        let seconds = |us: i64| us as f32 / 1e6;
        if end_us < SHORTEST_US || pictures.is_empty() {
            return Err(PaceError::Short(seconds(end_us.max(0))));
        }
        let longest = i64::from(MAX_CLIP_MS) * 1000;
        let said = speech_us.min(longest);
        if said > end_us + HOLD_US {
            return Err(PaceError::Silent(seconds(said - end_us)));
        }
        // Round to the nearest frame, but never cut off what is said.
        let count = |us: i64, up: i64| (us * i64::from(FPS) + up) / 1_000_000;
        let frames = count(end_us.min(longest), 500_000).max(count(said, 999_999)).clamp(1, i64::from(MAX_FRAMES));
        let mut order: Vec<usize> = (0..pictures.len()).collect();
        order.sort_by_key(|i| pictures.get(*i).map_or(0, |p| p.at_us));
        let mut stamps = vec![0; pictures.len()];
        let mut last = i64::MIN;
        for i in &order {
            let at = pictures.get(*i).map_or(0, |p| p.at_us).max(last.saturating_add(1));
            if let Some(stamp) = stamps.get_mut(*i) {
                *stamp = at;
            }
            last = at;
        }
        let shown: Vec<i64> = order.iter().filter_map(|i| stamps.get(*i).copied()).collect();
        let frames: Vec<i64> = (0..frames)
            .filter_map(|k| {
                let middle = (2 * k + 1) * 1_000_000 / (2 * i64::from(FPS));
                let after = shown.partition_point(|at| *at <= middle);
                // Before the first picture, the first picture is shown.
                shown.get(after.saturating_sub(1)).copied()
            })
            .collect();
        let latest = frames.last().copied().unwrap_or(i64::MAX);
        let needed = stamps.iter().rposition(|s| *s <= latest).map_or(0, |n| n + 1);
        let cut_ms = (end_us > longest + SLACK_US).then(|| u32::try_from(end_us / 1000).unwrap_or(u32::MAX));
        Ok(Self { stamps, frames, needed, cut_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pictures at an even pace.
    fn even(fps: f64, seconds: f64) -> (Vec<Shown>, i64) {
        let us = |n: f64| (n * 1e6 / fps).round() as i64;
        let count = (seconds * fps).round() as u32;
        let at = |n: u32| Shown { at_us: us(f64::from(n)), length_us: us(f64::from(n + 1)) - us(f64::from(n)) };
        ((0..count).map(at).collect(), us(f64::from(count)))
    }

    #[test]
    fn every_moment_comes_within_half_a_frame() {
        for fps in [12.0, 15.0, 23.976, 24.0, 25.0, 29.97, 30.0, 48.0, 50.0, 60.0, 120.0] {
            let (pictures, end) = even(fps, 8.0);
            let pace = Pace::new(&pictures, end, 0).unwrap();
            assert_eq!(pace.frames.len(), 240, "{fps}");
            assert!(pace.frames.is_sorted());
            for picture in &pictures {
                // The first frame that shows it, or what follows it where it is shorter than a frame.
                let first = pace.frames.iter().position(|s| *s >= picture.at_us).unwrap_or(240) as f64 / 30.0;
                let late = first - picture.at_us as f64 / 1e6;
                assert!(late.abs() <= 1.0 / 60.0 + 1e-4 || picture.length_us < 16_667, "{fps}: {late}");
            }
        }
    }

    #[test]
    fn thirty_a_second_stay_as_they_are() {
        let (pictures, end) = even(30.0, 9.0);
        let pace = Pace::new(&pictures, end, 9_000_000).unwrap();
        assert_eq!(pace.frames, pictures.iter().map(|p| p.at_us).collect::<Vec<_>>());
        assert_eq!((pace.needed, pace.cut_ms), (270, None));
    }

    #[test]
    fn pictures_that_are_decoded_out_of_order_are_shown_in_order() {
        let shown = |at_us| Shown { at_us, length_us: 40_000 };
        // As with one picture of reference after each two that refer to it.
        let mut pictures = Vec::new();
        for n in 0..10i64 {
            pictures.extend([3 * n + 2, 3 * n, 3 * n + 1].map(|k| shown(40_000 * k)));
        }
        let pace = Pace::new(&pictures, 1_200_000, 0).unwrap();
        assert_eq!(pace.frames.len(), 36);
        assert!(pace.frames.is_sorted());
        assert_eq!(pace.needed, 30);
        // Cut to what is needed: a picture that is decoded later may be shown earlier.
        let long: Vec<Shown> = (0..400i64).map(|n| shown(40_000 * n)).collect();
        let pace = Pace::new(&long, 16_000_000, 0).unwrap();
        assert_eq!((pace.frames.len(), pace.needed, pace.cut_ms), (300, 250, Some(16_000)));
    }

    #[test]
    fn uneven_and_equal_times_are_told_apart() {
        let times = [0, 0, 33_000, 33_000, 500_000, 510_000];
        let pictures: Vec<Shown> = times.iter().map(|at_us| Shown { at_us: *at_us, length_us: 10_000 }).collect();
        let pace = Pace::new(&pictures, 1_000_000, 0).unwrap();
        assert_eq!(pace.stamps, [0, 1, 33_000, 33_001, 500_000, 510_000]);
        assert_eq!(pace.frames.len(), 30);
        assert_eq!((pace.frames[0], pace.frames[1], pace.frames[29]), (1, 33_001, 510_000));
    }

    #[test]
    fn lengths_are_judged() {
        let of = |seconds: f64, speech_us: i64| {
            let (pictures, end) = even(25.0, seconds);
            Pace::new(&pictures, end, speech_us)
        };
        assert_eq!(of(0.4, 0), Err(PaceError::Short(0.4)));
        assert_eq!(Pace::new(&[], 5_000_000, 0), Err(PaceError::Short(5.0)));
        assert_eq!(of(10.0, 0).map(|p| (p.frames.len(), p.cut_ms)), Ok((300, None)));
        assert_eq!(of(10.4, 0).map(|p| (p.frames.len(), p.cut_ms)), Ok((300, None)));
        assert_eq!(of(12.0, 0).map(|p| (p.frames.len(), p.cut_ms)), Ok((300, Some(12_000))));
        // The last picture stands until the last word is said, but not for seconds.
        assert_eq!(of(4.0, 4_650_000).map(|p| p.frames.len()), Ok(140));
        assert!(matches!(of(4.0, 8_000_000), Err(PaceError::Silent(s)) if (s - 4.0).abs() < 0.01));
        assert_eq!(of(9.5, 30_000_000).map(|p| p.frames.len()), Ok(300));
    }
}
