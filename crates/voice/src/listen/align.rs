//! Forced alignment of words with the recogniser's output.
//!
//! A Viterbi search (Graves et al. 2006 for the blank) over "anything, word, anything, word, … anything". Each frame's
//! cost is how much less likely the forced class is than the frame's likeliest one, so "anything" is free and a word
//! that was said plainly costs next to nothing.

use super::phones::{self, BLANK, CLASSES};

/// What another class than the exact one costs.
const VARIANT: f32 = 0.7;
/// Most that one frame may cost: one bad frame must not decide.
pub(crate) const WORST_FRAME: f32 = 6.0;
/// What a phone that is left out costs.
const LEFT_OUT: f32 = 5.0;

/// Log-likelihoods of the recogniser relative to each frame's best class: 0 is best, negative is worse.
pub(crate) struct Evidence {
    frames: Vec<[f32; CLASSES]>,
}

impl Evidence {
    /// From [frames x classes] log-probabilities.
    pub(crate) fn new(log_probs: &[f32]) -> Self {
        let frames = log_probs
            .as_chunks::<CLASSES>()
            .0
            .iter()
            .map(|f| {
                let best = f.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                f.map(|x| if x.is_finite() && best.is_finite() { (x - best).max(-WORST_FRAME) } else { -WORST_FRAME })
            })
            .collect();
        Self { frames }
    }

    /// Number of frames.
    pub(crate) fn len(&self) -> usize {
        self.frames.len()
    }

    /// The likeliest class of each frame of a range.
    pub(crate) fn best_path(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        let best = |f: &[f32; CLASSES]| f.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(BLANK, |b| b.0);
        self.frames.get(range).unwrap_or_default().iter().map(best).collect()
    }

    /// How well a frame fits silence, or no sound of its own.
    pub(crate) fn blank(&self, t: usize) -> f32 {
        self.frames.get(t).map_or(-WORST_FRAME, |f| f[BLANK])
    }

    /// How well a frame fits one class.
    pub(crate) fn class(&self, t: usize, class: usize) -> f32 {
        self.frames.get(t).and_then(|f| f.get(class)).copied().unwrap_or(-WORST_FRAME)
    }

    /// How well a frame fits a phone.
    pub(crate) fn phone(&self, t: usize, phone: char) -> f32 {
        let of = |(i, class): (usize, &usize)| self.frames[t][*class] - if i == 0 { 0.0 } else { VARIANT };
        phones::classes(phone).iter().enumerate().map(of).fold(-WORST_FRAME, f32::max)
    }
}

/// Where a word fits best and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    /// First frame.
    pub(crate) start: usize,
    /// Frame after the last.
    pub(crate) end: usize,
    /// Log-likelihood ratio a phone: 0 is perfect, -5 is as bad as a word of which nothing was heard.
    pub(crate) score: f32,
}

/// A path through the search: its score and the words that it has begun.
#[derive(Clone)]
struct Path {
    score: f32,
    words: Vec<Fit>,
}

impl Path {
    fn worse(&self, by: f32) -> Self {
        Self { score: self.score + by, words: self.words.clone() }
    }
}

/// One phone's place in the chain of words.
struct Link {
    phone: char,
    first: bool,
    last: bool,
    /// Same sound as the link before it, which a blank must then separate.
    repeats: bool,
}

/// Fits words in their order into a range of frames. `None` when there are no frames or a word has no phones.
pub(crate) fn fit(evidence: &Evidence, range: std::ops::Range<usize>, words: &[&[char]]) -> Option<Vec<Fit>> {
    let range = range.start..range.end.min(evidence.len());
    if range.is_empty() || words.is_empty() || words.iter().any(|w| w.is_empty()) {
        return None;
    }
    let links: Vec<Link> = words
        .iter()
        .flat_map(|w| {
            w.iter().enumerate().map(|(i, p)| Link {
                phone: *p,
                first: i == 0,
                last: i + 1 == w.len(),
                repeats: i > 0 && w[i - 1] == *p,
            })
        })
        .collect();
    let n = links.len();
    // after[i]: i phones are done, in a blank or, between words, in anything. at[i]: in phone i.
    let mut after: Vec<Option<Path>> = vec![None; n + 1];
    let mut at: Vec<Option<Path>> = vec![None; n];
    after[0] = Some(Path { score: 0.0, words: Vec::new() });
    skip(&mut after, &at, &links, range.start);
    for t in range.clone() {
        let blank = evidence.frames[t][BLANK];
        let mut next_after: Vec<Option<Path>> = vec![None; n + 1];
        let mut next_at: Vec<Option<Path>> = vec![None; n];
        next_after[0] = after[0].clone();
        for (i, link) in links.iter().enumerate() {
            let gain = evidence.phone(t, link.phone);
            let enter = |p: &Path| {
                let mut p = p.worse(gain);
                if link.first {
                    p.words.push(Fit { start: t, end: t + 1, score: p.score - gain });
                }
                p
            };
            let mut options: [Option<Path>; 3] = [None, None, None];
            options[0] = at[i].as_ref().map(|p| p.worse(gain));
            options[1] = after[i].as_ref().map(enter);
            if i > 0 && !link.repeats {
                options[2] = at[i - 1].as_ref().map(|p| if link.first { enter(&ended(p, t)) } else { enter(p) });
            }
            next_at[i] = best(options);
            let free = if link.last { 0.0 } else { blank };
            let left = at[i].as_ref().map(|p| if link.last { ended(p, t) } else { p.worse(free) });
            next_after[i + 1] = best([left, after[i + 1].as_ref().map(|p| p.worse(free)), None]);
        }
        (after, at) = (next_after, next_at);
        skip(&mut after, &at, &links, t + 1);
    }
    let finished = best([after.pop().flatten(), at.pop().flatten().map(|p| ended(&p, range.end)), None])?;
    let fits = finished.words.iter().zip(words).map(|(f, w)| Fit { score: f.score / w.len() as f32, ..*f });
    Some(fits.collect())
}

/// Lets phones be left out, at a cost.
fn skip(after: &mut [Option<Path>], at: &[Option<Path>], links: &[Link], t: usize) {
    for (i, link) in links.iter().enumerate() {
        let over = |p: &Path| {
            let mut q = p.worse(-LEFT_OUT);
            if link.first {
                q.words.push(Fit { start: t, end: t, score: p.score });
            }
            if link.last { ended(&q, t) } else { q }
        };
        let from_phone = i.checked_sub(1).filter(|j| !links[*j].last).and_then(|j| at[j].as_ref()).map(over);
        let from_blank = after[i].as_ref().map(over);
        let now = after[i + 1].take();
        after[i + 1] = best([now, from_phone, from_blank]);
    }
}

/// Closes the word that a path is in: its score becomes what it cost.
fn ended(path: &Path, t: usize) -> Path {
    let mut out = path.clone();
    if let Some(w) = out.words.last_mut() {
        w.end = t.max(w.start);
        w.score = path.score - w.score;
    }
    out
}

fn best(options: [Option<Path>; 3]) -> Option<Path> {
    options.into_iter().flatten().max_by(|a, b| a.score.total_cmp(&b.score))
}
