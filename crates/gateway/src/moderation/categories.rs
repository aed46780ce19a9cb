//! What moderators call things, what they are called here, and which subject of owners' policies they fall under.

use domain::consent::Theme;

use Stance::{Never, Owners, Person};

use super::Found;

/// What this site does about something that a moderator found in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Owners decide by their rules, as far as it is a subject of theirs.
    Owners,
    /// A person looks at it first.
    Person,
    /// No clip is made of it, unless the operator says that the moderator is wrong.
    Never,
}

/// A category of a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its name there: a path for OpenAI, `S` and a number for Llama Guard 3.
    pub code: &'static str,
    /// What it is called in a sentence.
    pub title: &'static str,
    /// The subject that owners have a say in, where it is the same one.
    pub theme: Option<Theme>,
    /// What this site does about it.
    pub stance: Stance,
}

/// Every category that is known: OpenAI's omni-moderation, then Llama Guard 3.
pub const CATEGORIES: [Category; 27] = [
    of("harassment", "harassment", Some(Theme::Hate), Owners),
    of("harassment/threatening", "threats", Some(Theme::Violence), Never),
    of("hate", "hate", Some(Theme::Hate), Person),
    of("hate/threatening", "hate with threats", Some(Theme::Hate), Never),
    of("illicit", "how to break the law", None, Person),
    of("illicit/violent", "how to break the law with violence", Some(Theme::Violence), Never),
    of("self-harm", "self-harm", None, Person),
    of("self-harm/intent", "wishing to harm oneself", None, Person),
    of("self-harm/instructions", "how to harm oneself", None, Never),
    of("sexual", "sex and nudity", Some(Theme::Sexual), Owners),
    of("sexual/minors", "sex and children", Some(Theme::Minors), Never),
    of("violence", "violence", Some(Theme::Violence), Owners),
    of("violence/graphic", "graphic violence", Some(Theme::Violence), Person),
    of("S1", "violent crimes", Some(Theme::Violence), Person),
    of("S2", "other crimes", None, Person),
    of("S3", "sexual crimes", Some(Theme::Sexual), Never),
    of("S4", "sexual exploitation of children", Some(Theme::Minors), Never),
    of("S5", "defamation", None, Person),
    of("S6", "advice that only professionals may give", None, Owners),
    of("S7", "private data", None, Person),
    of("S8", "works of others", None, Owners),
    of("S9", "weapons of mass harm", Some(Theme::Violence), Never),
    of("S10", "hate", Some(Theme::Hate), Person),
    of("S11", "self-harm", None, Person),
    of("S12", "sex and nudity", Some(Theme::Sexual), Owners),
    of("S13", "false claims about elections", Some(Theme::Politics), Person),
    of("S14", "attacks on programs", None, Owners),
];

const fn of(code: &'static str, title: &'static str, theme: Option<Theme>, stance: Stance) -> Category {
    Category { code, title, theme, stance }
}

/// Something found, by its name there. What nobody here knows is found all the same.
pub(super) fn found(code: &str, score: f32) -> Found {
    let known = CATEGORIES.iter().find(|category| category.code == code);
    Found {
        code: code.chars().filter(char::is_ascii_graphic).take(40).collect(),
        title: known.map_or("something else", |category| category.title),
        theme: known.and_then(|category| category.theme),
        // What nobody here knows, a person looks at.
        stance: known.map_or(Person, |category| category.stance),
        score: if score.is_nan() { 1.0 } else { score.clamp(0.0, 1.0) },
    }
}
