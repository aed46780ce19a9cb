//! Exports and imports: what stands in the files of an export, and how parts of one come in elsewhere.
//!
//! An export is a ZIP; where each file stands is in `crates/exports`. Other programs may read it: names do not change
//! within one [`FORMAT`], more may come.

use domain::text::{CharacterName, DisplayName, Handle};
use domain::{CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::{Account, Person};
use crate::clips::ClipState;
use crate::consent::LikenessUse;
use crate::downloads::Download;
use crate::log::Receipt;
use crate::versions::PolicyVersion;

/// The form of an export that this program writes and reads.
pub const FORMAT: &str = "understudy-export/1";

/// `manifest.json`: what the export is, and every other file in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// Origin of the instance that it comes from.
    pub instance: String,
    /// Whose it is, there.
    pub handle: String,
    /// When it was made.
    pub made_at: UnixMs,
    /// Which part of how many: `[1, 1]` where it is one file.
    pub part: [u32; 2],
    /// In the order of the file.
    pub files: Vec<ManifestFile>,
}

/// One file in an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, lower-case hexadecimal digits.
    pub sha256: String,
}

/// What an export would hold now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportContents {
    /// Clips of the caller's with a file.
    pub clips: u32,
    /// Their files and posters, in bytes.
    pub clip_bytes: u64,
    /// Characters.
    pub characters: u32,
    /// The pack, in bytes; none without a likeness.
    pub pack_bytes: Option<u32>,
    /// Uses of the caller's likeness.
    pub uses: u32,
    /// Requests to the caller and by them.
    pub requests: u32,
    /// Likes by the caller.
    pub likes: u32,
    /// Clips by others that show the caller.
    pub appearances: u32,
    /// In how many files it comes.
    pub parts: u32,
}

/// `account.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedAccount {
    /// As the member saw themselves.
    pub account: Account,
    /// Where.
    pub instance: String,
}

/// `likeness/likeness.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedLikeness {
    /// When the pack was made.
    pub captured_at: UnixMs,
    /// Its version there.
    pub version: u32,
    /// How the capture was proved there.
    pub attested_by: String,
}

/// `likeness/policy-versions.json`, `character-versions/ID.json`: what rules were, each version as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedVersions {
    /// Newest first.
    pub versions: Vec<PolicyVersion>,
}

/// `clips/ID.json`: a clip of the member's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedClip {
    /// Which.
    pub id: ClipId,
    /// Where it stood.
    pub state: ClipState,
    /// Who plays; the owner where a character does.
    pub cast: Vec<Person>,
    /// The character that plays in the owner's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// What it was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character_name: Option<CharacterName>,
    /// What is said.
    pub script: String,
    /// What it was made from.
    pub prompt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// In milliseconds.
    pub duration_ms: u32,
    /// SHA-256 of the film.
    pub sha256: String,
    /// How many members liked it.
    pub likes: u32,
    /// When the draft was made.
    pub created_at: UnixMs,
    /// When it was published.
    pub published_at: Option<UnixMs>,
    /// Why the film is not in the export, where it is not: `taken_down`, or `paused` by somebody else in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// `uses.json`: the ledger of uses of the member's likeness and of their characters, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedUses {
    /// Newest first.
    pub uses: Vec<LikenessUse>,
    /// One for each character that was used.
    #[serde(default)]
    pub characters: Vec<ExportedCharacterUses>,
    /// Files of clips with the member that others saved, the latest first.
    #[serde(default)]
    pub downloads: Vec<Download>,
}

/// The uses of a character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedCharacterUses {
    /// Which.
    pub character: CharacterId,
    /// As its owner calls it.
    pub name: CharacterName,
    /// Newest first.
    pub uses: Vec<LikenessUse>,
}

/// `requests.json`: what was asked of the member and what they asked, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedRequests {
    /// Newest first.
    pub requests: Vec<ExportedRequest>,
}

/// One request, for one likeness or one character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedRequest {
    /// The render that it is about.
    pub id: RenderId,
    /// Handle of who asks.
    pub creator: String,
    /// Handle of who is asked.
    pub owner: String,
    /// The character of theirs that is asked for; none for their likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// `asked`, `allowed`, `refused`, `withdrawn` or `ended`.
    pub state: String,
    /// The clip that it is about.
    pub clip: ClipId,
    /// Hash of the file that the owner agreed to.
    pub agreed_sha256: Option<String>,
    /// When.
    pub asked_at: UnixMs,
    /// When it was answered.
    pub answered_at: Option<UnixMs>,
}

/// `likes.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedLikes {
    /// Newest first.
    pub likes: Vec<ExportedLike>,
}

/// One like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedLike {
    /// The clip.
    pub clip: ClipId,
    /// Handle of who made it.
    pub creator: String,
    /// When.
    pub liked_at: UnixMs,
    /// SHA-256 of the film, by which it is found elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// `follows.json`: whom the member follows, who follows them, whom they blocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedPeople {
    /// The latest first.
    pub following: Vec<ExportedPerson>,
    /// The latest first.
    pub followers: Vec<ExportedPerson>,
    /// The latest first.
    pub blocked: Vec<ExportedPerson>,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedPerson {
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
    /// Since when.
    pub since: UnixMs,
}

/// `receipts.json`: a receipt for each published use of the member's likeness and characters, with what opens its entry.
/// Each stands in a file of its own, too, as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedReceipts {
    /// Newest first.
    pub receipts: Vec<Receipt>,
}

/// `appearances.json`: clips by others that show the member. Their files are their makers'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedAppearances {
    /// Newest first.
    pub clips: Vec<ExportedAppearance>,
}

/// One clip by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedAppearance {
    /// The clip.
    pub clip: ClipId,
    /// Handle of who made it.
    pub creator: String,
    /// Where it stands.
    pub state: ClipState,
    /// What is said.
    pub script: String,
    /// When the draft was made.
    pub created_at: UnixMs,
    /// When it was published.
    pub published_at: Option<UnixMs>,
}

/// A clip of an export that is to become a draft here. Its file follows with the ticket of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportClip {
    /// Its identifier there.
    pub source: ClipId,
    /// The importer's handle there.
    pub handle: String,
    /// Handles of its cast there: nobody but the importer.
    pub cast: Vec<String>,
    /// The character that plays in the importer's place, by its identifier here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// What is said.
    pub script: String,
    /// What it was made from.
    pub prompt: String,
    /// When it was made there.
    pub created_at: UnixMs,
    /// SHA-256 of the film, lower-case hexadecimal digits: no other is taken.
    pub sha256: String,
}

/// What is to be done about a clip of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipImported {
    /// The caller's clip with this very film: nothing is left to do.
    pub clip: Option<ClipId>,
    /// Otherwise the render that takes the film.
    pub render: Option<RenderId>,
    /// Its ticket.
    pub ticket: Option<String>,
}

/// People of an export who are followed and blocked here as there, where somebody here has their handle. Nobody is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportPeople {
    /// Handles of those to follow.
    #[serde(default)]
    pub following: Vec<String>,
    /// Handles of those to block.
    #[serde(default)]
    pub blocked: Vec<String>,
}

/// Likes of an export: each comes back where its creator's handle has published the very film here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportLikes {
    /// Which.
    pub likes: Vec<ImportLike>,
}

/// One like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportLike {
    /// Handle of who made the clip.
    pub creator: String,
    /// SHA-256 of the film, lower-case hexadecimal digits.
    pub sha256: String,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Restored {
    /// How many are here now.
    pub brought: u32,
    /// How many were here before.
    pub here: u32,
    /// Handles of those that are not here, or not to be seen.
    pub missing: Vec<String>,
}
