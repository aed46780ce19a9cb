//! Recovery codes: four groups of five characters of Crockford base 32, 100 bits that nobody can
//! foresee.

use domain::AccountId;
use domain::limits::RECOVERY_CODES;

use crate::idempotency;
use crate::state::App;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CHARS: usize = 20;

/// The codes of a new account, as they are shown: the same for each retry of one intent.
pub(super) fn of(app: &App, intent: &str) -> Vec<String> {
    let code = |n: usize| write(&idempotency::derived(app, "new recovery code", &format!("{intent}\n{n}")));
    (0..RECOVERY_CODES).map(code).collect()
}

fn write(bytes: &[u8; CHARS]) -> String {
    // 256 is a multiple of 32, so every character is equally likely.
    let characters: Vec<char> = bytes.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect();
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
