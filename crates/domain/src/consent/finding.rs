//! What a classifier found in the words of a clip.

use serde::{Deserialize, Serialize};

use super::{Language, Theme};

/// Which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What is said.
    Script,
    /// Where it plays and how it looks.
    Prompt,
}

/// Words of a text and where they stand, in characters (Unicode scalar values).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// In which text.
    pub field: Field,
    /// First character.
    pub start: u32,
    /// Behind the last character.
    pub end: u32,
    /// The words as they were written.
    pub text: String,
}

impl Span {
    /// The characters `start..end` of a text.
    #[must_use]
    pub fn of(field: Field, whole: &str, (start, end): (usize, usize)) -> Self {
        let text = whole.chars().skip(start).take(end.saturating_sub(start)).collect();
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { field, start: narrow(start), end: narrow(end), text }
    }
}

/// A subject that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub theme: Theme,
    /// Whether the words say it outright; otherwise they may mean it.
    pub sure: bool,
    /// Which words.
    pub span: Span,
}

/// All that a classifier found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Subjects.
    pub found: Vec<Finding>,
    /// What is spoken, where that can be told.
    pub language: Option<Language>,
    /// Whether the classifier cannot judge this text: its owner has to.
    pub undecided: bool,
}

/// Says what a clip is about. One that fails or cannot judge says `undecided`, never "nothing".
pub trait Classify {
    /// Reads what is said and what is shown.
    fn classify(&self, script: &str, prompt: &str) -> Findings;
}
