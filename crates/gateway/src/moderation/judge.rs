//! What comes of what moderators found in the words of a clip: which of them, what this site does about it, and what owners
//! are told.

use domain::consent::{Field, Finding, Findings, Span, Theme};

use super::{Found, Stance};

/// How sure a moderator has to be for its finding to count as said outright in an owner's rules.
const SURE: f32 = 0.5;
/// Longest text that is looked at piece by piece, in pieces; the rest is one.
const MAX_PIECES: usize = 12;

/// Something that was found in the words of a clip, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Objection {
    /// What.
    pub found: Found,
    /// In which words.
    pub spans: Vec<Span>,
}

/// The sentences of a text, as ranges of characters without the space around them: what a moderator is asked about, one by
/// one, to learn which words it means.
#[must_use]
pub fn pieces(text: &str) -> Vec<(usize, usize)> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let inside = |i: &usize| !letters[*i].is_whitespace();
        if let (Some(first), Some(last)) = ((start..end).find(inside), (start..end).rev().find(inside)) {
            found.push((first, last + 1));
        }
    };
    for (i, letter) in letters.iter().enumerate() {
        let ends = matches!(letter, '.' | '!' | '?' | '\n' | '…' | '。' | '！' | '？' | ';');
        // A full stop inside a number or an address ends nothing.
        let after = letters.get(i + 1).is_none_or(|next| next.is_whitespace());
        if ends && (after || *letter != '.') {
            push(start, i + 1);
            start = i + 1;
        }
    }
    push(start, letters.len());
    if found.len() > MAX_PIECES {
        let end = found.last().map_or(letters.len(), |(_, end)| *end);
        found.truncate(MAX_PIECES);
        if let Some(last) = found.last_mut() {
            last.1 = end;
        }
    }
    found
}

/// What the embedded rules of this site object to, by what the lists of words found: sex and children in one clip.
#[must_use]
pub fn of_site(findings: &Findings) -> Option<Objection> {
    let spans = |theme: Theme| findings.found.iter().filter(move |hit| hit.theme == theme && hit.sure);
    let (sexual, minors): (Vec<_>, Vec<_>) = (spans(Theme::Sexual).collect(), spans(Theme::Minors).collect());
    if sexual.is_empty() || minors.is_empty() {
        return None;
    }
    let spans = sexual.into_iter().chain(minors).map(|hit| hit.span.clone()).collect();
    Some(Objection { found: super::categories::found("sexual/minors", 1.0), spans })
}

/// Sorts objections: those that hold the words back, the gravest first; and what the rules of owners are told.
///
/// Where nothing says which words are meant, `all` are.
#[must_use]
pub fn weigh(objections: Vec<Objection>, all: &[Span]) -> (Vec<Objection>, Vec<Finding>) {
    let (mut held, mut told): (Vec<Objection>, Vec<Finding>) = (Vec::new(), Vec::new());
    for mut objection in objections {
        if objection.spans.is_empty() {
            objection.spans = all.to_vec();
        }
        if objection.found.stance > Stance::Owners {
            match held.iter_mut().find(|other| other.found.code == objection.found.code) {
                Some(other) => other
                    .spans
                    .extend(objection.spans.into_iter().filter(|s| !other.spans.contains(s)).collect::<Vec<_>>()),
                None => held.push(objection),
            }
        } else {
            told.extend(objection.told());
        }
    }
    held.sort_by_key(|objection| std::cmp::Reverse(objection.found.stance));
    (held, told)
}

impl Objection {
    /// What the rules of owners are told about it.
    #[must_use]
    pub fn told(&self) -> Vec<Finding> {
        let sure = self.found.score >= SURE;
        let of = |theme| self.spans.iter().map(move |span| Finding { theme, sure, span: span.clone() });
        self.found.theme.into_iter().flat_map(of).collect()
    }

    /// Something found in a piece of a text.
    #[must_use]
    pub fn in_piece(found: Found, field: Field, text: &str, piece: (usize, usize)) -> Self {
        Self { found, spans: vec![Span::of(field, text, piece)] }
    }
}

#[cfg(test)]
mod tests {
    use domain::consent::{Classify, Lexicon};

    use super::super::categories::found;
    use super::*;

    fn said(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|piece| Span::of(Field::Script, text, piece).text).collect()
    }

    #[test]
    fn a_text_falls_into_sentences() {
        assert_eq!(said("Hello.  I am 3.5 feet tall!\nWhat?"), ["Hello.", "I am 3.5 feet tall!", "What?"]);
        assert_eq!(said("no end"), ["no end"]);
        assert!(said(" \n ").is_empty() && said("").is_empty());
        let long = "A. ".repeat(40);
        let found = said(&long);
        assert_eq!((found.len(), found.concat().replace(' ', "").len()), (MAX_PIECES, 80));
    }

    #[test]
    fn the_embedded_rules_hold_back_sex_and_children_in_one_clip_and_nothing_else() {
        let judge = |script: &str| of_site(&Lexicon.classify(script, "A kitchen"));
        assert!(judge("A naked man.").is_none() && judge("My daughter can swim.").is_none());
        let objection = judge("A naked schoolgirl.").expect("held back");
        assert_eq!(objection.found.stance, Stance::Never);
        assert_eq!(objection.spans.iter().map(|span| span.text.as_str()).collect::<Vec<_>>(), ["naked", "schoolgirl"]);
    }

    #[test]
    fn the_gravest_comes_first_and_owners_hear_of_the_rest() {
        let span = Span::of(Field::Script, "Vote now", (0, 8));
        let objection = |code: &str, score: f32| Objection { found: found(code, score), spans: vec![span.clone()] };
        let all =
            [objection("illicit", 0.9), objection("violence", 0.3), objection("S4", 1.0), objection("illicit", 0.8)];
        let (held, told) = weigh(all.to_vec(), &[]);
        assert_eq!(held.iter().map(|o| o.found.code.as_str()).collect::<Vec<_>>(), ["S4", "illicit"]);
        assert_eq!(held[1].spans.len(), 1);
        assert_eq!(told, [Finding { theme: Theme::Violence, sure: false, span: span.clone() }]);
        // What nobody knows is held back for a person; what is about nobody's rules is let pass.
        let (held, told) =
            weigh(vec![Objection { found: found("S99", 1.0), spans: Vec::new() }], std::slice::from_ref(&span));
        assert_eq!((held[0].found.stance, held[0].spans.as_slice(), told.len()), (Stance::Person, &[span][..], 0));
        assert_eq!(
            weigh(vec![Objection { found: found("S8", 1.0), spans: Vec::new() }], &[]),
            (Vec::new(), Vec::new())
        );
    }
}
