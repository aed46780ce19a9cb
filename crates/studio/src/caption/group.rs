//! Which words are shown together, and when.

use domain::speech::Word;

/// Most words at a time.
const MOST: usize = 4;
/// A pause that parts two groups, in seconds.
const PAUSE_S: f32 = 0.35;
/// How long a group stays after its last word, in seconds, if none follows.
const LINGER_S: f32 = 0.45;
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
}

/// Splits a speech. `fits` says whether a text fits into one line.
pub(super) fn split(words: &[Word], fits: impl Fn(&str) -> bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = false;
    for word in words.iter().filter(|w| !w.text.trim().is_empty()) {
        let joined = open
            && groups.last().is_some_and(|g| {
                g.words.len() < MOST
                    && g.words.last().is_some_and(|w| word.start_s - w.end_s < PAUSE_S)
                    && fits(&format!("{} {}", g.text(), word.text.trim()))
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
        split(&words, |t| t.len() <= 20).iter().map(Group::text).collect()
    }

    #[test]
    fn groups_are_short_and_end_with_sentences() {
        assert_eq!(said("I am here. You are there"), ["I am here.", "You are there"]);
        assert_eq!(said("a b c d e f"), ["a b c d", "e f"]);
        assert_eq!(said("Well, one two, three four"), ["Well, one two,", "three four"]);
        assert_eq!(said("extraordinarily complicated words"), ["extraordinarily", "complicated words"]);
    }

    #[test]
    fn groups_never_overlap_in_time() {
        let words: Vec<Word> = (0..40)
            .map(|i| Word { text: format!("w{i}"), start_s: 0.21 * i as f32, end_s: 0.21 * i as f32 + 0.2 })
            .collect();
        let groups = split(&words, |_| true);
        assert!(groups.windows(2).all(|g| g[0].to_s <= g[1].from_s));
        assert_eq!(groups.iter().map(|g| g.words.len()).sum::<usize>(), 40);
    }
}
