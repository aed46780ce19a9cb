//! From a prompt to a plan: keywords, each with a weight for the place that it names.

use super::places::PLACES;
use super::plan::{Cut, Framing, MAX_CUTS, MAX_PROPS, MAX_TEXT, Plan, SceneKind};
use super::revise;
use super::words::{CAMERAS, COLOURS, FRAMINGS, PROPS, STYLES, TIMES, WEATHERS, Words};

/// Frames between two framings that a prompt names without a time: three seconds.
const SHOT: u32 = 90;

impl Plan {
    /// Chooses a whole plan from a prompt. Of two words for the same thing the later one counts; text in double quotes is
    /// text on screen. Nothing recognised: the stage.
    #[must_use]
    pub fn from_prompt(prompt: &str, seed: u64) -> Self {
        let (prompt, quoted) = quotes(prompt);
        let text = words(&prompt);
        // What a chip wrote says when and how, not where.
        let (own, _) = revise::apart(&prompt);
        let place = words(&own);
        let colour = COLOURS
            .iter()
            .filter_map(|(name, code)| position(&place, name).map(|at| (at, *code)))
            .min()
            .map(|(_, code)| code);
        let mut plan = Self::of(best_place(&place, colour.is_some()), seed);
        plan.colour = colour;
        plan.text = quoted;
        plan.time = last(&text, TIMES).unwrap_or(plan.time);
        plan.weather = last(&text, WEATHERS).unwrap_or(plan.weather);
        plan.style = last(&text, STYLES).unwrap_or_default();
        plan.camera = last(&text, CAMERAS).unwrap_or(plan.camera);
        plan.props = all(&text, PROPS).into_iter().map(|(_, p)| p).take(MAX_PROPS).collect();
        plan.cuts = cuts(&text);
        plan
    }
}

fn best_place(text: &str, coloured: bool) -> SceneKind {
    let mut best = (0, SceneKind::Stage);
    for kind in SceneKind::ALL {
        let mut score: u32 = PLACES
            .iter()
            .filter(|(k, ..)| *k == kind)
            .map(|(_, weight, list)| weight * list.split(", ").filter(|w| position(text, w).is_some()).count() as u32)
            .sum();
        // A colour alone asks for a backdrop of that colour, and only just.
        if coloured && matches!(kind, SceneKind::Studio | SceneKind::Plain) {
            score = score * 2 + u32::from(kind == SceneKind::Plain);
        }
        if score > best.0 {
            best = (score, kind);
        }
    }
    best.1
}

/// Framings in the order in which they are named. One alone holds for the whole clip, unless it is cut to.
fn cuts(text: &str) -> Vec<Cut> {
    let named: Vec<Framing> = all(text, FRAMINGS).into_iter().map(|(_, f)| f).take(MAX_CUTS).collect();
    let late = u32::from(
        named.len() == 1 && ["cut to", "then a", "ends in", "end with"].iter().any(|w| position(text, w).is_some()),
    );
    named.iter().zip(late..).map(|(framing, i)| Cut { from_frame: i * SHOT, framing: *framing }).collect()
}

/// The prompt without what stands in double quotes, and the first of that.
fn quotes(prompt: &str) -> (String, Option<String>) {
    let mut parts = prompt.split(['"', '\u{201c}', '\u{201d}', '\u{201e}']);
    let (mut outside, mut text) = (String::new(), None);
    while let Some(part) = parts.next() {
        outside.push_str(part);
        outside.push(' ');
        if let Some(inside) = parts.next() {
            let inside: String = inside.trim().chars().take(MAX_TEXT).collect();
            if text.is_none() && !inside.is_empty() {
                text = Some(inside);
            }
        }
    }
    (outside, text)
}

/// Lower case, everything but letters, digits, hyphens made one space, with a space at each end.
fn words(prompt: &str) -> String {
    let mut out = String::from(" ");
    for c in prompt.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '-' {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Where a word or a run of words first stands as whole words.
fn position(text: &str, word: &str) -> Option<usize> {
    whole(text, word).next()
}

fn whole<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word)
        .filter(move |(at, found)| text[..*at].ends_with(' ') && text[at + found.len()..].starts_with(' '))
        .map(|(at, _)| at)
}

/// What the word that ends last asks for; of two that end together, the longer: "no rain" is not "rain".
fn last<T: Copy>(text: &str, lists: Words<T>) -> Option<T> {
    let found = lists.iter().flat_map(|(what, list)| {
        list.split(", ").filter_map(|w| whole(text, w).last().map(|at| ((at + w.len(), w.len()), *what)))
    });
    found.max_by_key(|(at, _)| *at).map(|(_, what)| what)
}

/// Everything that is asked for, each once, in the order in which it is first named.
fn all<T: Copy + PartialEq>(text: &str, lists: Words<T>) -> Vec<(usize, T)> {
    let mut found: Vec<(usize, T)> = lists
        .iter()
        .filter_map(|(what, list)| list.split(", ").filter_map(|w| position(text, w)).min().map(|at| (at, *what)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found
}
