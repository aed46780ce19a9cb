//! Which words are shown together, and when.

use domain::speech::Word;

/// Which words stand together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Most words at a time.
    pub(super) most: usize,
    /// A word that is said faster than this, in seconds, takes the next one along: alone it would only flicker.
    pub(super) brief_s: f32,
    /// Most letters at a time, spaces included, if there is more than one word.
    pub(super) letters: usize,
}

/// A pause that parts two groups, in seconds.
const PAUSE_S: f32 = 0.35;
/// How long a group stays after its last word, in seconds, if none follows.
const LINGER_S: f32 = 0.45;
/// How long before somebody else speaks the words of who spoke before are gone, in seconds.
const AHEAD_S: f32 = 0.12;
/// How early a group appears, in seconds.
const LEAD_S: f32 = 0.04;

/// Words that are shown together from `from_s` to `to_s`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) words: Vec<Word>,
    pub(super) from_s: f32,
    pub(super) to_s: f32,
}

impl Group {
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|w| w.text.trim()).collect::<Vec<_>>().join(" ")
    }

    /// Seconds in which its words are said.
    fn span_s(&self) -> f32 {
        self.words.last().map_or(0.0, |w| w.end_s) - self.words.first().map_or(0.0, |w| w.start_s)
    }
}

fn middle(word: &Word) -> f32 {
    0.5 * (word.start_s + word.end_s)
}

/// Splits a speech. `changes` are the times at which somebody else begins to speak: no group has words of both.
pub(super) fn split(words: &[Word], rule: Rule, changes: &[f32]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = false;
    for word in words.iter().filter(|w| !w.text.trim().is_empty()) {
        let joined = open
            && groups.last().is_some_and(|g| {
                let flickers = g.span_s() < rule.brief_s;
                let changed = |last: &Word| changes.iter().any(|c| middle(last) < *c && *c <= middle(word));
                !g.words.last().is_some_and(changed)
                    && (g.words.len() < rule.most || (flickers && g.words.len() < 3))
                    && g.words.last().is_some_and(|w| word.start_s - w.end_s < PAUSE_S)
                    && g.text().chars().count() + 1 + word.text.trim().chars().count() <= rule.letters
            });
        match groups.last_mut() {
            Some(group) if joined => group.words.push(word.clone()),
            _ => groups.push(Group { words: vec![word.clone()], from_s: word.start_s - LEAD_S, to_s: word.end_s }),
        }
        // A sentence's end closes its group; a comma does when there is enough in it.
        let many = groups.last().map_or(0, |g| g.words.len()) >= 2;
        let text = word.text.trim_end_matches(['"', '\'', '”', '’', ')']);
        open = !(text.ends_with(['.', '!', '?']) || (many && text.ends_with([',', ';', ':'])));
    }
    for i in 0..groups.len() {
        let end = groups[i].words.last().map_or(0.0, |w| w.end_s) + LINGER_S;
        groups[i].to_s = groups.get(i + 1).map_or(end, |next| next.from_s.min(end));
        // The camera may be with the next speaker a little before the voice.
        let said = groups[i].words.first().map_or(0.0, middle);
        if let Some(change) = changes.iter().find(|c| said < **c) {
            groups[i].to_s = groups[i].to_s.min(change - AHEAD_S).max(groups[i].from_s + 0.1);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let words: Vec<Word> = text
            .split(' ')
            .enumerate()
            .map(|(i, w)| Word { text: w.to_owned(), start_s: 0.3 * i as f32, end_s: 0.3 * i as f32 + 0.3 })
            .collect();
        split(&words, Rule { most: 4, brief_s: 0.0, letters: 20 }, &[]).iter().map(Group::text).collect()
    }

    #[test]
    fn groups_are_short_and_end_with_sentences() {
        assert_eq!(said("I am here. You are there"), ["I am here.", "You are there"]);
        assert_eq!(said("a b c d e f"), ["a b c d", "e f"]);
        assert_eq!(said("Well, one two, three four"), ["Well, one two,", "three four"]);
        assert_eq!(said("extraordinarily complicated words"), ["extraordinarily", "complicated words"]);
    }

    #[test]
    fn a_word_too_brief_to_be_read_takes_the_next_along() {
        let words: Vec<Word> = [("I", 0.0, 0.08), ("am", 0.08, 0.4), ("here", 0.4, 0.8)]
            .map(|(text, start_s, end_s)| Word { text: text.into(), start_s, end_s })
            .to_vec();
        let texts = |brief_s| {
            split(&words, Rule { most: 1, brief_s, letters: 12 }, &[]).iter().map(Group::text).collect::<Vec<_>>()
        };
        assert_eq!(texts(0.16), ["I am", "here"]);
        assert_eq!(texts(0.0), ["I", "am", "here"]);
    }

    #[test]
    fn groups_never_overlap_in_time() {
        let words: Vec<Word> = (0..40)
            .map(|i| Word { text: format!("w{i}"), start_s: 0.21 * i as f32, end_s: 0.21 * i as f32 + 0.2 })
            .collect();
        let groups = split(&words, Rule { most: 4, brief_s: 0.0, letters: 99 }, &[]);
        assert!(groups.windows(2).all(|g| g[0].to_s <= g[1].from_s));
        assert_eq!(groups.iter().map(|g| g.words.len()).sum::<usize>(), 40);
    }
}
