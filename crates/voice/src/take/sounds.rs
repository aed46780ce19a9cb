//! A script as sounds, for the recogniser and for the studio.

use std::ops::Range;

use super::trellis::Token;
use crate::lexicon::phones as voice;
use crate::listen::phones::{classes, merged};
use crate::speak::Sentence;

/// What leaving a sound out costs: it was not said.
const LEFT_OUT: f32 = -5.0;
/// The same for what people often do not say in running speech: the end of *and*, the beginning of *him*.
const ELIDED: f32 = -2.5;
/// The same for the second of two equal sounds: *bad day* has one long d.
const GEMINATE: f32 = -0.5;

/// One phone of the script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sound {
    pub(super) symbol: char,
    /// 2 for primary stress, 1 for secondary, 0 for none.
    pub(super) stress: u8,
    /// The unit of the script that it belongs to.
    pub(super) unit: usize,
}

/// The phones of a script, and what the recogniser is asked for: one token for one sound, or for a vowel with the r after it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sounds {
    pub(super) all: Vec<Sound>,
    pub(super) tokens: Vec<Token>,
    /// Which sounds each token stands for.
    pub(super) of: Vec<Range<usize>>,
}

impl Sounds {
    /// The unit that a token belongs to.
    pub(super) fn unit(&self, token: usize) -> Option<usize> {
        self.of.get(token).and_then(|of| self.all.get(of.start)).map(|s| s.unit)
    }

    /// Tokens of each unit that is said, in order.
    pub(super) fn words(&self) -> Vec<(usize, Range<usize>)> {
        let mut out: Vec<(usize, Range<usize>)> = Vec::new();
        for k in 0..self.tokens.len() {
            let Some(unit) = self.unit(k) else { continue };
            match out.last_mut() {
                Some((last, range)) if *last == unit => range.end = k + 1,
                _ => out.push((unit, k..k + 1)),
            }
        }
        out
    }
}

/// Reads the sentences of a script.
pub(super) fn of(sentences: &[Sentence]) -> Sounds {
    let mut out = Sounds::default();
    let mut stress = 0;
    for &(symbol, unit) in sentences.iter().flat_map(|s| &s.symbols) {
        match symbol {
            voice::PRIMARY => stress = 2,
            voice::SECONDARY => stress = 1,
            c if !classes(c).is_empty() => {
                out.all.push(Sound { symbol: c, stress, unit });
                stress = 0;
            }
            _ => {}
        }
    }
    let mut i = 0;
    while i < out.all.len() {
        let one = out.all[i];
        let next = out.all.get(i + 1).filter(|n| n.unit == one.unit);
        let both = next.map(|n| merged(&[one.symbol.to_string(), n.symbol.to_string()])).unwrap_or_default();
        // Two sounds that the recogniser writes as one.
        let (phone, count) = if let [phone] = both[..] { (phone, 2) } else { (one.symbol, 1) };
        let repeats = out.tokens.last().is_some_and(|last| last.phone == phone);
        let left_out = match phone {
            _ if repeats => GEMINATE,
            't' | 'd' | 'h' | 'T' => ELIDED,
            _ => LEFT_OUT,
        };
        let first = out.unit(out.tokens.len().wrapping_sub(1)) != Some(one.unit);
        out.tokens.push(Token { phone, left_out, repeats, first });
        out.of.push(i..i + count);
        i += count;
    }
    out
}
