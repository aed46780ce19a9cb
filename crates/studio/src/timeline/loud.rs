//! How loud a sound is said, beside the others of its speech.

use domain::speech::Speech;

/// Levels of a speech.
pub(super) struct Loudness<'a> {
    speech: &'a Speech,
    /// Root mean square of the middle one of its stressed or unstressed vowels.
    usual: f32,
}

impl<'a> Loudness<'a> {
    pub(super) fn new(speech: &'a Speech) -> Self {
        let mut this = Self { speech, usual: 0.0 };
        let mut all: Vec<f32> =
            speech.phones.iter().map(|p| this.level(p.start_s, p.end_s)).filter(|l| *l > 0.0).collect();
        all.sort_by(f32::total_cmp);
        this.usual = all.get(all.len() * 2 / 3).copied().unwrap_or(0.0);
        this
    }

    fn level(&self, from_s: f32, to_s: f32) -> f32 {
        let rate = self.speech.rate_hz as f32;
        let at = |t: f32| ((t * rate).max(0.0) as usize).min(self.speech.samples.len());
        let part = self.speech.samples.get(at(from_s)..at(to_s)).unwrap_or(&[]);
        let power: f32 = part.iter().map(|s| s * s).sum();
        if part.is_empty() || !power.is_finite() { 0.0 } else { (power / part.len() as f32).sqrt() }
    }

    /// 1 for what is as loud as most, 0.8 to 1.2; 1 where there is nothing to compare.
    pub(super) fn of(&self, from_s: f32, to_s: f32) -> f32 {
        let level = self.level(from_s, to_s);
        if self.usual <= 1e-5 || level <= 0.0 {
            return 1.0;
        }
        // Twice the level is 1.15 times as large.
        libm::powf(level / self.usual, 0.2).clamp(0.8, 1.2)
    }
}
