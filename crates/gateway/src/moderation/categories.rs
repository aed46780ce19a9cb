//! What moderators call things, what they are called here, and which subject of owners' policies they fall under.

use domain::consent::Theme;

use super::Found;

/// A category of a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its name there: a path for OpenAI, `S` and a number for Llama Guard 3.
    pub code: &'static str,
    /// What it is called in a sentence.
    pub title: &'static str,
    /// The subject that owners have a say in, where it is the same one.
    pub theme: Option<Theme>,
}

/// Every category that is known: OpenAI's omni-moderation, then Llama Guard 3.
pub const CATEGORIES: [Category; 27] = [
    of("harassment", "harassment", Some(Theme::Hate)),
    of("harassment/threatening", "threats", Some(Theme::Violence)),
    of("hate", "hate", Some(Theme::Hate)),
    of("hate/threatening", "hate with threats", Some(Theme::Hate)),
    of("illicit", "how to break the law", None),
    of("illicit/violent", "how to break the law with violence", Some(Theme::Violence)),
    of("self-harm", "self-harm", None),
    of("self-harm/intent", "wishing to harm oneself", None),
    of("self-harm/instructions", "how to harm oneself", None),
    of("sexual", "sex and nudity", Some(Theme::Sexual)),
    of("sexual/minors", "sex and children", Some(Theme::Minors)),
    of("violence", "violence", Some(Theme::Violence)),
    of("violence/graphic", "graphic violence", Some(Theme::Violence)),
    of("S1", "violent crimes", Some(Theme::Violence)),
    of("S2", "other crimes", None),
    of("S3", "sexual crimes", Some(Theme::Sexual)),
    of("S4", "sexual exploitation of children", Some(Theme::Minors)),
    of("S5", "defamation", None),
    of("S6", "advice that only professionals may give", None),
    of("S7", "private data", None),
    of("S8", "works of others", None),
    of("S9", "weapons of mass harm", Some(Theme::Violence)),
    of("S10", "hate", Some(Theme::Hate)),
    of("S11", "self-harm", None),
    of("S12", "sex and nudity", Some(Theme::Sexual)),
    of("S13", "false claims about elections", Some(Theme::Politics)),
    of("S14", "attacks on programs", None),
];

const fn of(code: &'static str, title: &'static str, theme: Option<Theme>) -> Category {
    Category { code, title, theme }
}

/// Something found, by its name there. What nobody here knows is found all the same.
pub(super) fn found(code: &str, score: f32) -> Found {
    let known = CATEGORIES.iter().find(|category| category.code == code);
    Found {
        code: code.chars().filter(char::is_ascii_graphic).take(40).collect(),
        title: known.map_or("something else", |category| category.title),
        theme: known.and_then(|category| category.theme),
        score: if score.is_nan() { 1.0 } else { score.clamp(0.0, 1.0) },
    }
}
