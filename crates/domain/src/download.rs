//! What the file of a clip is called on the disk of whoever saves it.

use crate::ClipId;
use crate::consent::words::fold;
use crate::limits::MAX_FILE_WORDS_CHARS;

/// Characters of the clip's identifier in its name: enough to tell two clips apart in which the same is said.
const ID_CHARS: usize = 8;

/// A file name of `a-z`, `0-9` and `-`, which no system and no header has to escape: first words of what is said, as far
/// as they can be written so, and the beginning of the identifier.
#[must_use]
pub fn file_name(script: &str, clip: &ClipId) -> String {
    let mut said = String::new();
    // Who says a line is no part of what is said.
    for word in script.split_whitespace().filter(|word| !word.starts_with('@')) {
        let word: String = fold(word).chars().filter(|c| !c.is_whitespace()).collect();
        if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            continue;
        }
        if said.len() + word.len() > MAX_FILE_WORDS_CHARS {
            break;
        }
        said.push_str(&word);
        said.push('-');
    }
    let id = &clip.as_str()[..ID_CHARS];
    format!("understudy-{said}{id}.mp4")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_said_and_needs_no_escape() {
        let clip = ClipId::from_bytes(&[0xff; 16]);
        let name = |script: &str| file_name(script, &clip);
        assert_eq!(name("Hello, my friends!"), "understudy-hello-my-friends-7zzzzzzz.mp4");
        assert_eq!(name("@ana: Où est-il? @ben: Ici."), "understudy-ou-estil-ici-7zzzzzzz.mp4");
        for unwritten in ["", "你好", "Привет, мир", "… \"\\/:*?<>|\r\n\0"] {
            assert_eq!(name(unwritten), "understudy-7zzzzzzz.mp4", "{unwritten:?}");
        }
        let long = name(&"word ".repeat(100));
        assert!(long.len() <= "understudy--7zzzzzzz.mp4".len() + MAX_FILE_WORDS_CHARS, "{long}");
        assert_eq!(name(&"w".repeat(200)), "understudy-7zzzzzzz.mp4");
    }
}
