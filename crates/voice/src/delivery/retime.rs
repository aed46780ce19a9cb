//! Other lengths for the sounds of a sentence.

use crate::acoustic::{BINS, Frames};
use crate::delivery::silent;

/// Frames of one unit of the network's durations.
const FRAMES: f32 = 2.0;

/// The frames with symbols of other lengths, in the network's units. Sounds are stretched; a pause is made longer by
/// repeating its quietest frame and shorter by leaving out frames around it, so that the sounds beside it stay whole.
pub(crate) fn retimed(frames: Frames, lengths: &[f32], symbols: &[(char, usize)]) -> Frames {
    if frames.durations.len() != lengths.len() || frames.durations == lengths {
        return frames;
    }
    let silent = silent(symbols);
    let mut source = Vec::with_capacity(frames.len());
    let (mut from, mut at) = (0.0, 0.0);
    for (k, (old, new)) in frames.durations.iter().zip(lengths).enumerate() {
        let (begin, end) = ((FRAMES * from) as usize, (FRAMES * (from + old)) as usize);
        let end = end.min(frames.len());
        let wanted = ((FRAMES * (at + new)) as usize).saturating_sub(source.len());
        let pause = silent.get(k).copied().unwrap_or(true);
        if begin < end {
            if pause {
                hold(&frames, begin, end, wanted, &mut source)
            } else {
                stretch(begin, end, wanted, &mut source)
            }
        }
        from += old;
        at += new;
    }
    let last = frames.len().saturating_sub(1) as f32;
    let pick = |spectra: &[f32]| -> Vec<f32> {
        let frame = |i: usize| spectra.get(i * BINS..(i + 1) * BINS).unwrap_or_default();
        let mix = |x: &f32| {
            let x = x.clamp(0.0, last);
            let (low, part) = (x as usize, x.fract());
            let next = frame((low + 1).min(last as usize));
            frame(low).iter().zip(next).map(move |(a, b)| a * (1.0 - part) + b * part)
        };
        source.iter().flat_map(mix).collect()
    };
    let nearest = |spectra: &[f32]| -> Vec<f32> {
        source
            .iter()
            .flat_map(|x| spectra.chunks_exact(BINS).nth(x.round() as usize).unwrap_or_default())
            .copied()
            .collect()
    };
    // A pitch between a voiced and an unvoiced frame would be none of either.
    let f0_hz = source.iter().map(|x| frames.f0_hz.get(x.round() as usize).copied().unwrap_or(0.0)).collect();
    Frames {
        harmonic: pick(&frames.harmonic),
        theta: pick(&frames.theta),
        noise: pick(&frames.noise),
        free: pick(&frames.free),
        phi: nearest(&frames.phi),
        f0_hz,
        durations: lengths.to_vec(),
    }
}

fn stretch(begin: usize, end: usize, wanted: usize, source: &mut Vec<f32>) {
    let step = (end - begin) as f32 / wanted.max(1) as f32;
    let last = (end - 1) as f32;
    source.extend((0..wanted).map(|i| (begin as f32 + (i as f32 + 0.5) * step - 0.5).clamp(begin as f32, last)));
}

fn hold(frames: &Frames, begin: usize, end: usize, wanted: usize, source: &mut Vec<f32>) {
    let loudness = |i: usize| -> f32 {
        let at = i * BINS..(i + 1) * BINS;
        [&frames.harmonic, &frames.noise, &frames.free]
            .iter()
            .map(|s| s.get(at.clone()).unwrap_or_default().iter().map(|x| x.exp()).sum::<f32>())
            .sum()
    };
    let all = begin..end;
    let quietest = all.clone().min_by(|a, b| loudness(*a).total_cmp(&loudness(*b))).unwrap_or(begin);
    if wanted >= end - begin {
        source.extend((begin..quietest).map(|i| i as f32));
        source.extend(std::iter::repeat_n(quietest as f32, wanted - (end - begin) + 1));
        source.extend((quietest + 1..end).map(|i| i as f32));
        return;
    }
    // The frames nearest to the quietest go first.
    let gone = end - begin - wanted;
    let first = quietest.saturating_sub(gone / 2).clamp(begin, end - gone);
    source.extend(all.filter(|i| !(first..first + gone).contains(i)).map(|i| i as f32));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame's values are its number; the quietest of the middle symbol is frame 5.
    fn frames() -> Frames {
        let spectra: Vec<f32> = (0..8).flat_map(|i| vec![if i == 5 { -20.0 } else { i as f32 }; BINS]).collect();
        Frames {
            harmonic: spectra.clone(),
            theta: spectra.clone(),
            noise: spectra.clone(),
            free: spectra.clone(),
            phi: spectra,
            f0_hz: (0..8).map(|i| 100.0 + i as f32).collect(),
            durations: vec![0.0, 2.0, 1.0, 1.0],
        }
    }

    #[track_caller]
    fn check(lengths: &[f32], pitches: &[f32]) {
        let out = retimed(frames(), lengths, &[('a', 0), ('.', 0)]);
        assert_eq!(out.f0_hz, pitches);
        assert_eq!(out.harmonic.len(), BINS * pitches.len());
        assert_eq!(out.phi.len(), BINS * pitches.len());
    }

    #[test]
    fn sounds_are_stretched_and_pauses_held() {
        check(&[0.0, 2.0, 1.0, 1.0], &[100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0]);
        check(&[0.0, 2.0, 2.0, 1.0], &[100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 105.0, 105.0, 106.0, 107.0]);
        check(&[0.0, 2.0, 0.5, 1.0], &[100.0, 101.0, 102.0, 103.0, 104.0, 106.0, 107.0]);
        check(&[0.0, 1.0, 1.0, 1.0], &[101.0, 103.0, 104.0, 105.0, 106.0, 107.0]);
    }

    #[test]
    fn lengths_that_do_not_fit_change_nothing() {
        assert_eq!(retimed(frames(), &[1.0], &[]), frames());
    }
}
