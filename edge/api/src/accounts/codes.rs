//! Recovery codes: four groups of five characters of Crockford base 32, 100 random bits.

use domain::AccountId;
use domain::limits::RECOVERY_CODES;

use crate::error::Answer;
use crate::state::App;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CHARS: usize = 20;

/// New codes, as they are shown.
///
/// # Errors
/// The platform has no randomness.
pub(super) fn draw(app: &App) -> Answer<Vec<String>> {
    (0..RECOVERY_CODES).map(|_| app.random::<CHARS>().map(|random| write(&random))).collect()
}

fn write(random: &[u8; CHARS]) -> String {
    // 256 is a multiple of 32, so every character is equally likely.
    let characters: Vec<char> = random.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect();
    characters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a code. Case, spaces and hyphens do not matter; letters that look like digits are read as digits.
pub(super) fn hash(app: &App, account: &AccountId, code: &str) -> String {
    app.blind("recovery code", &format!("{account}\n{}", normal(code)))
}

fn normal(code: &str) -> String {
    code.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        let code = write(&std::array::from_fn(|i| u8::try_from(i * 13).unwrap()));
        assert_eq!(code.len(), 23);
        assert!(code.split('-').all(|group| group.len() == 5));
        assert_eq!(normal(&code), normal(&code.to_uppercase().replace('-', " ")));
        assert_eq!(normal("OIL-00"), "01100");
    }
}
