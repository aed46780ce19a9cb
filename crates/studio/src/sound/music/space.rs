//! What a room and a tape add: reverberation, chorus, tone.

use super::synth::{Filter, RATE, Tone};

/// A feedback delay network of eight lines (Jot and Chaigne 1991) with a lossless mix. `seconds` until -60 dB, `dark_hz`
/// where the walls begin to swallow.
pub(super) fn reverb(dry: &[f32], seconds: f32, dark_hz: f32) -> Vec<f32> {
    const LENGTHS: [usize; 8] = [1433, 1601, 1867, 2053, 2251, 2399, 2687, 2953];
    let mut lines = LENGTHS.map(|n| vec![0.0f32; n]);
    let mut at = [0usize; 8];
    let mut walls = [Low::default(); 8];
    let keep = LENGTHS.map(|n| libm::powf(0.001, n as f32 / RATE / seconds.max(0.05)));
    let swallow = Low::share(dark_hz);
    // A little before the first echo, and no rumble in the hall.
    let mut early = Filter::new(180.0, 0.7);
    let wait = (0.012 * RATE) as usize;
    (0..dry.len())
        .map(|i| {
            let x = early.pass(if i >= wait { dry[i - wait] } else { 0.0 }).high;
            let mut out: [f32; 8] = std::array::from_fn(|k| walls[k].pass(lines[k][at[k]], swallow) * keep[k]);
            let heard = (out[0] - out[1] + out[2] - out[3] + out[4] - out[5] + out[6] - out[7]) * 0.35;
            for half in [1, 2, 4] {
                for k in 0..8 {
                    if k & half == 0 {
                        let (a, b) = (out[k], out[k | half]);
                        out[k] = a + b;
                        out[k | half] = a - b;
                    }
                }
            }
            for k in 0..8 {
                lines[k][at[k]] = x + out[k] * 0.353_553_4;
                at[k] = (at[k] + 1) % LENGTHS[k];
            }
            heard
        })
        .collect()
}

/// A low-pass filter of first order.
#[derive(Debug, Clone, Copy, Default)]
struct Low(f32);

impl Low {
    fn share(cut_hz: f32) -> f32 {
        1.0 - libm::expf(-core::f32::consts::TAU * cut_hz / RATE)
    }

    fn pass(&mut self, x: f32, share: f32) -> f32 {
        self.0 += share * (x - self.0);
        self.0
    }
}

/// Adds a copy whose delay wavers by `depth_ms` around 14 ms, `rate_hz` times a second.
pub(super) fn chorus(track: &mut [f32], depth_ms: f32, rate_hz: f32, share: f32) {
    let dry = track.to_vec();
    let mut slow = Tone::new(rate_hz, 0.0);
    let mut delay = 0.0;
    for (i, s) in track.iter_mut().enumerate() {
        let wave = slow.sine();
        delay = if i == 0 { 14.0 } else { delay };
        delay += 0.05 * (14.0 + depth_ms * wave - delay);
        *s = (1.0 - 0.5 * share) * *s + share * read(&dry, i as f32 - 0.001 * RATE * delay);
    }
}

/// A tape whose speed is not quite even.
pub(super) fn wow(track: &mut [f32], depth_ms: f32) {
    let dry = track.to_vec();
    let (mut slow, mut fast) = (Tone::new(0.6, 0.0), Tone::new(5.3, 0.3));
    for (i, s) in track.iter_mut().enumerate() {
        let late = depth_ms * (1.05 + slow.sine() + 0.05 * fast.sine());
        *s = read(&dry, i as f32 - 0.001 * RATE * late);
    }
}

fn read(track: &[f32], at: f32) -> f32 {
    if at < 0.0 {
        return 0.0;
    }
    let (i, part) = (at as usize, at - libm::floorf(at));
    let get = |i: usize| track.get(i).copied().unwrap_or(0.0);
    get(i) + (get(i + 1) - get(i)) * part
}

/// Room for a voice, on loudspeakers of any size: less of what only large ones give, a broad dip where speech is
/// understood, a little more air above it.
pub(super) fn make_room(track: &mut [f32], dip: f32) {
    let (mut rumble, mut speech) = (Filter::new(38.0, 0.7), Filter::new(2300.0, 0.55));
    let (mut deep, mut air) = (Filter::new(95.0, 0.5), Filter::new(5500.0, 0.5));
    for s in track.iter_mut() {
        let x = rumble.pass(*s).high;
        *s = x - dip * speech.pass(x).band - 0.35 * deep.pass(x).low + 0.5 * air.pass(x).high;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hall_dies_away_in_its_time() {
        let mut click = vec![0.0f32; 96_000];
        click[0] = 1.0;
        let hall = reverb(&click, 1.0, 20_000.0);
        let power = |from: usize| hall[from..from + 4800].iter().map(|s| s * s).sum::<f32>();
        let fallen_db = 10.0 * (power(62_400) / power(14_400)).log10();
        assert!((-70.0..-50.0).contains(&fallen_db), "{fallen_db} dB in a second");
    }
}
