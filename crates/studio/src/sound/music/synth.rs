//! Oscillators, filters and envelopes: what every instrument is made of.

use domain::limits::AUDIO_RATE_HZ;

/// Samples a second.
pub(super) const RATE: f32 = AUDIO_RATE_HZ as f32;
const TURN: f32 = core::f32::consts::TAU;

/// Seconds as samples.
pub(super) fn samples(seconds: f32) -> usize {
    (seconds.max(0.0) * RATE) as usize
}

/// Pitch of a MIDI note in hertz; 69 is the concert pitch.
pub(super) fn hz(note: f32) -> f32 {
    440.0 * libm::exp2f((note - 69.0) / 12.0)
}

/// A phase that runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tone {
    /// In turns, 0..1.
    phase: f32,
    step: f32,
}

impl Tone {
    pub(super) fn new(hz: f32, phase: f32) -> Self {
        Self { phase, step: (hz / RATE).clamp(0.0, 0.45) }
    }

    fn advance(&mut self) -> f32 {
        let at = self.phase;
        self.phase += self.step;
        if self.phase >= 1.0 {
            self.phase -= 1.0;
        }
        at
    }

    pub(super) fn sine(&mut self) -> f32 {
        libm::sinf(TURN * self.advance())
    }

    /// A sine whose phase another signal moves, in turns.
    pub(super) fn bent(&mut self, by: f32) -> f32 {
        libm::sinf(TURN * (self.advance() + by))
    }

    /// A saw without the worst of its aliases (polynomial band-limited step: Välimäki and Huovilainen 2007).
    pub(super) fn saw(&mut self) -> f32 {
        let t = self.advance();
        let mut out = 2.0 * t - 1.0;
        if t < self.step {
            let x = t / self.step;
            out -= x + x - x * x - 1.0;
        } else if t > 1.0 - self.step {
            let x = (t - 1.0) / self.step;
            out -= x * x + x + x + 1.0;
        }
        out
    }

    pub(super) fn triangle(&mut self) -> f32 {
        let t = self.advance();
        4.0 * (t - 0.5).abs() - 1.0
    }
}

/// A state variable filter of second order (trapezoidal integration: Zavalishin 2012).
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter {
    a: [f32; 3],
    k: f32,
    state: [f32; 2],
}

/// What a [`Filter`] gives for one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    pub(super) low: f32,
    pub(super) band: f32,
    pub(super) high: f32,
}

impl Filter {
    /// `q` of 0.7 is flat, more rings.
    pub(super) fn new(cut_hz: f32, q: f32) -> Self {
        let mut filter = Self { a: [0.0; 3], k: 0.0, state: [0.0; 2] };
        filter.tune(cut_hz, q);
        filter
    }

    pub(super) fn tune(&mut self, cut_hz: f32, q: f32) {
        let g = libm::tanf(0.5 * TURN * cut_hz.clamp(10.0, 0.45 * RATE) / RATE);
        self.k = 1.0 / q.max(0.3);
        let a = 1.0 / (1.0 + g * (g + self.k));
        self.a = [a, g * a, g * g * a];
    }

    pub(super) fn pass(&mut self, x: f32) -> Split {
        let [s, t] = self.state;
        let v = x - t;
        let band = self.a[0] * s + self.a[1] * v;
        let low = t + self.a[1] * s + self.a[2] * v;
        self.state = [2.0 * band - s, 2.0 * low - t];
        Split { low, band: self.k * band, high: x - self.k * band - low }
    }
}

/// Rises, stays for the rest of its length, and falls after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Swell {
    pub(super) attack_s: f32,
    pub(super) length_s: f32,
    pub(super) release_s: f32,
}

impl Swell {
    /// Samples until it is silent.
    pub(super) fn whole(&self) -> usize {
        samples(self.length_s + self.release_s)
    }

    /// Level of a sample, 0..1.
    pub(super) fn at(&self, i: usize) -> f32 {
        let t = i as f32 / RATE;
        let rise = (t / self.attack_s.max(1e-3)).min(1.0);
        let left = (1.0 - (t - self.length_s) / self.release_s.max(1e-3)).clamp(0.0, 1.0);
        rise * rise * (3.0 - 2.0 * rise) * left * left
    }
}

/// An exponential fall to a thousandth in `seconds`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fall {
    level: f32,
    keep: f32,
}

impl Fall {
    pub(super) fn new(seconds: f32) -> Self {
        Self { level: 1.0, keep: libm::expf(-6.9 / (seconds.max(1e-3) * RATE)) }
    }

    pub(super) fn next(&mut self) -> f32 {
        let level = self.level;
        self.level *= self.keep;
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_parts_low_from_high() {
        let rms = |hz: f32, of: fn(Split) -> f32| {
            let (mut tone, mut filter) = (Tone::new(hz, 0.0), Filter::new(1000.0, 0.7));
            let sum: f32 = (0..9600).map(|_| of(filter.pass(tone.sine()))).map(|x| x * x).sum();
            (sum / 9600.0).sqrt()
        };
        assert!(rms(100.0, |s| s.low) > 0.65 && rms(8000.0, |s| s.low) < 0.03);
        assert!(rms(8000.0, |s| s.high) > 0.6 && rms(100.0, |s| s.high) < 0.03);
        assert!(rms(1000.0, |s| s.band) > 0.65 && rms(60.0, |s| s.band) < 0.1);
    }

    #[test]
    fn envelopes_begin_and_end_in_silence() {
        let swell = Swell { attack_s: 0.1, length_s: 0.5, release_s: 0.2 };
        assert!(swell.at(0) == 0.0 && swell.at(samples(0.3)) == 1.0 && swell.at(swell.whole()) < 1e-4);
        let mut fall = Fall::new(0.1);
        assert!(fall.next() == 1.0 && (0..4800).map(|_| fall.next()).last().unwrap_or(1.0) < 0.0011);
    }
}
