//! Text that people type, parsed once: what has the type is valid.

use serde::{Deserialize, Serialize};

use crate::limits::{
    HANDLE_CHARS, MAX_CHARACTER_NAME_CHARS, MAX_CONTACT_CHARS, MAX_DISPLAY_NAME_CHARS, MAX_NOTE_CHARS,
    MAX_PROMPT_CHARS, MAX_REPORTER_CHARS, MAX_SCRIPT_CHARS, MAX_STATEMENT_CHARS,
};

/// Why a text was not taken. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("write something first")]
    Empty,
    /// More characters than fit.
    #[error("{measured} characters are too many, at most {limit} fit")]
    TooLong {
        /// Characters found.
        measured: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A handle of the wrong length.
    #[error("a handle has {} to {} characters, this one has {measured}", HANDLE_CHARS.start(), HANDLE_CHARS.end())]
    HandleLength {
        /// Characters found.
        measured: usize,
    },
    /// A handle with other characters.
    #[error("a handle has only a-z, 0-9 and _ and starts with a letter, \"{found}\" does not fit")]
    HandleCharacter {
        /// The first character that does not fit.
        found: char,
    },
    /// A handle that the product needs for itself.
    #[error("this handle is reserved, choose another")]
    HandleReserved,
    /// Control characters, which nobody can see.
    #[error("the text has an invisible control character, remove it")]
    Control,
}

/// Names that would pass for the service itself.
const RESERVED: [&str; 16] = [
    "admin",
    "administrator",
    "understudy",
    "operator",
    "support",
    "help",
    "security",
    "moderator",
    "official",
    "staff",
    "root",
    "system",
    "api",
    "null",
    "undefined",
    "me",
];

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        pub struct $name(String);
        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $name {
            type Error = TextError;
            fn try_from(text: String) -> Result<Self, TextError> { let parse: fn(&str) -> Result<String, TextError> = $parse; parse(&text).map(Self) }
        }
        impl std::str::FromStr for $name {
            type Err = TextError;
            fn from_str(text: &str) -> Result<Self, TextError> { Self::try_from(text.to_owned()) }
        }
        impl From<$name> for String { fn from(text: $name) -> Self { text.0 } }
        impl std::fmt::Display for $name { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) } }
    };
}

fn bounded(text: &str, limit: usize) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let measured = text.chars().count();
    if measured > limit {
        return Err(TextError::TooLong { measured, limit });
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(TextError::Control);
    }
    Ok(text.to_owned())
}

text!(
    /// A member's public name: 3 to 20 of `a-z 0-9 _`, starting with a letter. A leading `@` and capitals are folded.
    Handle, |text| {
        let text = text.trim().trim_start_matches('@').to_ascii_lowercase();
        let measured = text.chars().count();
        if !HANDLE_CHARS.contains(&measured) {
            return Err(TextError::HandleLength { measured });
        }
        let fits = |(i, c): (usize, char)| c.is_ascii_lowercase() || (i > 0 && (c.is_ascii_digit() || c == '_'));
        if let Some((_, found)) = text.chars().enumerate().find(|&pair| !fits(pair)) {
            return Err(TextError::HandleCharacter { found });
        }
        if RESERVED.contains(&text.as_str()) {
            return Err(TextError::HandleReserved);
        }
        Ok(text)
    }
);
text!(
    /// How a member is called on the screen: 1 to 40 characters of any script.
    DisplayName, |text| bounded(&text.replace('\n', " "), MAX_DISPLAY_NAME_CHARS)
);
text!(
    /// What a character is called: 1 to 40 characters of any script.
    CharacterName, |text| bounded(&text.replace('\n', " "), MAX_CHARACTER_NAME_CHARS)
);
text!(
    /// What the cast says: 1 to 400 characters. Whether it fits ten seconds is measured by speech, not here.
    Script, |text| bounded(text, MAX_SCRIPT_CHARS)
);
text!(
    /// A line to somebody, with an appeal or an answer: 1 to 280 characters.
    Note, |text| bounded(text, MAX_NOTE_CHARS)
);
text!(
    /// Where the clip plays and how it looks: 1 to 500 characters.
    Prompt, |text| bounded(text, MAX_PROMPT_CHARS)
);
text!(
    /// The name of somebody who reports a clip, or their signature: 1 to 100 characters of any script.
    Reporter, |text| bounded(&text.replace('\n', " "), MAX_REPORTER_CHARS)
);
text!(
    /// How somebody who reports a clip can be reached: 1 to 200 characters.
    Contact, |text| bounded(&text.replace('\n', " "), MAX_CONTACT_CHARS)
);
text!(
    /// What somebody has to say about a report, at length: 1 to 2000 characters.
    Statement, |text| bounded(&text.replace("\r\n", "\n"), MAX_STATEMENT_CHARS)
);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn handle(text: &str, expect: Result<&str, TextError>) {
        assert_eq!(text.parse::<Handle>().map(String::from), expect.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn handles() {
        handle("@Ana_1", Ok("ana_1"));
        handle("  bob ", Ok("bob"));
        handle("ab", Err(TextError::HandleLength { measured: 2 }));
        handle("1ab", Err(TextError::HandleCharacter { found: '1' }));
        handle("аna", Err(TextError::HandleCharacter { found: 'а' })); // Cyrillic а
        handle("a-b", Err(TextError::HandleCharacter { found: '-' }));
        handle("Admin", Err(TextError::HandleReserved));
    }

    #[test]
    fn scripts() {
        assert_eq!("  \n".parse::<Script>(), Err(TextError::Empty));
        assert_eq!("a\u{7}b".parse::<Script>(), Err(TextError::Control));
        let long = "é".repeat(401);
        assert_eq!(long.parse::<Script>(), Err(TextError::TooLong { measured: 401, limit: 400 }));
        assert_eq!("Hi 👋\nthere".parse::<Script>().map(String::from), Ok("Hi 👋\nthere".to_owned()));
    }
}
