//! Where things stand in an export. Every name is made and read here.

use domain::{CharacterId, ClipId};

/// A page to read: what is in the export, with links to it.
pub const INDEX: &str = "index.html";
/// [`wire::exports::Manifest`]: every other file with its hash. The last file.
pub const MANIFEST: &str = "manifest.json";
/// [`wire::exports::ExportedAccount`].
pub const ACCOUNT: &str = "account.json";
/// The opened pack of the likeness.
pub const PACK: &str = "likeness/pack.bin";
/// [`wire::exports::ExportedLikeness`]: what is known of the pack.
pub const LIKENESS: &str = "likeness/likeness.json";
/// [`wire::consent::MyPolicy`]: rules, and people approved.
pub const POLICY: &str = "likeness/policy.json";
/// [`wire::exports::ExportedVersions`]: what the rules were, each version as it was signed.
pub const POLICY_VERSIONS: &str = "likeness/policy-versions.json";
/// [`wire::exports::ExportedUses`].
pub const USES: &str = "uses.json";
/// [`wire::exports::ExportedRequests`].
pub const REQUESTS: &str = "requests.json";
/// [`wire::exports::ExportedLikes`].
pub const LIKES: &str = "likes.json";
/// [`wire::exports::ExportedPeople`]: follows, followers, people blocked.
pub const FOLLOWS: &str = "follows.json";
/// [`wire::exports::ExportedReceipts`]: receipts with what opens them.
pub const RECEIPTS: &str = "receipts.json";
/// Below it: one JWS a receipt, named by its index in the log.
pub const RECEIPT_FILES: &str = "receipts/";
/// [`wire::exports::ExportedAppearances`]: clips by others that show the member, without their files.
pub const APPEARANCES: &str = "appearances.json";
/// Below it: three files a clip.
pub const CLIPS: &str = "clips/";
/// Below it: two files a character.
pub const CHARACTERS: &str = "characters/";
/// Below it: one file a character, its rules with the people approved.
pub const CHARACTER_RULES: &str = "character-rules/";
/// Below it: one file a character, what its rules were.
pub const CHARACTER_VERSIONS: &str = "character-versions/";

/// [`wire::exports::ExportedClip`].
#[must_use]
pub fn clip_json(id: &ClipId) -> String {
    format!("{CLIPS}{id}.json")
}

/// The film.
#[must_use]
pub fn clip_film(id: &ClipId) -> String {
    format!("{CLIPS}{id}.mp4")
}

/// The poster.
#[must_use]
pub fn clip_poster(id: &ClipId) -> String {
    format!("{CLIPS}{id}.jpg")
}

/// [`wire::characters::Character`].
#[must_use]
pub fn character_json(id: &CharacterId) -> String {
    format!("{CHARACTERS}{id}.json")
}

/// The opened pack of a character.
#[must_use]
pub fn character_pack(id: &CharacterId) -> String {
    format!("{CHARACTERS}{id}.bin")
}

/// [`wire::consent::MyPolicy`]: the rules of a character, and people approved for it.
#[must_use]
pub fn character_policy(id: &CharacterId) -> String {
    format!("{CHARACTER_RULES}{id}.json")
}

/// [`wire::exports::ExportedVersions`]: what the rules of a character were.
#[must_use]
pub fn character_versions(id: &CharacterId) -> String {
    format!("{CHARACTER_VERSIONS}{id}.json")
}

/// One receipt, as it was issued.
#[must_use]
pub fn receipt(index: u64) -> String {
    format!("{RECEIPT_FILES}{index}.jws")
}

/// Whether a name is one that an export can have: parts of `a-z 0-9 . _ -` between slashes, none of which leads upwards.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(fits);
    name.len() <= 128 && name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        let id = ClipId::from_bytes(&[7; 16]);
        for name in [INDEX, MANIFEST, PACK, POLICY, &clip_film(&id), &clip_json(&id), "receipts/0.jws"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "",
            "/etc/passwd",
            "../x",
            "clips/../../x",
            "clips//x",
            "clips/",
            "C:\\x",
            "a\\b",
            "a:b",
            ".ssh/x",
            "a/./b",
            "clips/x\0",
            "clips/ä",
            "A",
            &"x".repeat(129),
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
