//! Whether the face of a trace went where no head can go from one frame to the next: another picture was cut in.

use super::Glimpse;

/// Longest time between neighbours in milliseconds; after a longer gap a head may be anywhere.
const NEIGHBOURS_MS: u32 = 250;
/// Longest absence in milliseconds: who was out of the picture for longer may be somebody else.
pub const MAX_ABSENCE_MS: u32 = 8000;
/// A step no head makes, however it moves: distances between the eyes a second (about 1.9 m/s).
const FASTEST: f32 = 30.0;
/// A step that comes out of rest and ends in rest, in distances between the eyes: a head needs time to start and stop.
const ABRUPT: f32 = 0.9;
/// How much nearer or farther, as a logarithm, such a step brings the face.
const ABRUPT_SIZE: f32 = 0.25;
/// Movement between neighbours of a head at rest, in distances between the eyes.
const AT_REST: f32 = 0.12;

/// Whether the glimpses, in order of time, hold such a jump or too long an absence.
#[must_use]
pub fn jumps(trace: &[Glimpse]) -> bool {
    trace.windows(2).any(|w| matches!(w, [a, b] if absent(a, b) || too_fast(a, b)))
        || trace.windows(4).any(|w| matches!(w, [a, b, c, d] if abrupt(a, b, c, d)))
}

fn apart_ms(a: &Glimpse, b: &Glimpse) -> u32 {
    b.at_ms.saturating_sub(a.at_ms)
}

fn absent(a: &Glimpse, b: &Glimpse) -> bool {
    apart_ms(a, b) > MAX_ABSENCE_MS
}

fn too_fast(a: &Glimpse, b: &Glimpse) -> bool {
    let ms = apart_ms(a, b);
    // Times are rounded and cameras deliver unevenly: a step counts for no less than a frame and a half.
    ms <= NEIGHBOURS_MS && a.moved(b) > (FASTEST * ms as f32 / 1000.0).max(1.5)
}

/// From `b` to `c` at once, while it rested before and after.
fn abrupt(a: &Glimpse, b: &Glimpse, c: &Glimpse, d: &Glimpse) -> bool {
    let near = [(a, b), (b, c), (c, d)].into_iter().all(|(p, q)| apart_ms(p, q) <= NEIGHBOURS_MS);
    // A turned head shows less of the distance between the eyes; that is no step towards the lens.
    let size = |g: &Glimpse| (g.size / g.yaw_deg.clamp(-60.0, 60.0).to_radians().cos()).max(0.01).ln();
    let rests = |p: &Glimpse, q: &Glimpse| p.moved(q) <= AT_REST && (size(p) - size(q)).abs() <= 0.06;
    near && rests(a, b) && rests(c, d) && (b.moved(c) > ABRUPT || (size(b) - size(c)).abs() > ABRUPT_SIZE)
}

#[cfg(test)]
mod tests {
    use super::super::testing::live;
    use super::*;

    #[test]
    fn a_person_who_leans_and_leaves_for_a_moment_does_not_jump() {
        let mut trace = live(30.0, 100);
        // A lean by two eye distances within half a second.
        for g in &mut trace[100..] {
            let t = ((g.at_ms as f32 - 10_000.0) / 500.0).clamp(0.0, 1.0);
            g.x += 2.0 * g.size * t * t * (3.0 - 2.0 * t);
        }
        assert!(!jumps(&trace));
        // Five seconds away, and back elsewhere.
        for g in &mut trace[200..] {
            (g.at_ms, g.x) = (g.at_ms + 5000, g.x - 0.3);
        }
        assert!(!jumps(&trace));
        trace[200..].iter_mut().for_each(|g| g.at_ms += 4000);
        assert!(jumps(&trace), "too long away");
        assert!(!jumps(&[]));
    }

    #[test]
    fn a_cut_to_another_place_or_size_is_a_jump() {
        for every_ms in [33, 100, 200] {
            let still = live(10.0, every_ms);
            let half = still.len() / 2;
            let cut = |change: &dyn Fn(&mut Glimpse)| {
                let mut trace = still.clone();
                trace[half..].iter_mut().for_each(change);
                jumps(&trace)
            };
            assert!(!cut(&|_| {}));
            assert!(cut(&|g| g.x += 1.2 * g.size), "{every_ms}");
            assert!(cut(&|g| g.size *= 1.4), "{every_ms}");
            assert!(cut(&|g| g.x += 8.0 * g.size), "{every_ms}");
        }
    }
}
