//! Exports, and what an import sends.

use browser::http::Method;
use domain::consent::CONSENT_VERSION;
use wire::exports::{ClipImported, ExportContents, ImportClip, ImportLikes, ImportPeople, Restored};
use wire::likeness::Likeness;
use wire::paths;

use super::{Answer, Error, Intent, change, get, read, send};

/// What an export would hold now.
pub async fn export_contents() -> Answer<ExportContents> {
    get(paths::EXPORT_CONTENTS).await
}

/// Brings a pack: its owner has agreed to the consent text of this program.
pub async fn import_pack(pack: &[u8], key: &str) -> Answer<Likeness> {
    let digest = browser::crypto::sha256_base64(pack).await.ok_or(Error::Unreadable)?;
    let digest = format!("sha-256=:{digest}:");
    let path = format!("{}?consent={CONSENT_VERSION}", paths::IMPORT_LIKENESS);
    let headers = [("content-type", "application/octet-stream"), ("content-digest", digest.as_str())];
    read(&change(Method::Put, &path, key, &headers, Some(pack), &mut || None).await?)
}

/// Begins to bring a clip.
pub async fn import_clip(clip: &ImportClip, intent: Intent) -> Answer<ClipImported> {
    send(Method::Post, paths::IMPORT_CLIPS, intent, clip).await
}

/// Follows and blocks people of an export.
pub async fn import_people(people: &ImportPeople, intent: Intent) -> Answer<Restored> {
    send(Method::Post, paths::IMPORT_PEOPLE, intent, people).await
}

/// Likes clips of an export.
pub async fn import_likes(likes: &ImportLikes, intent: Intent) -> Answer<Restored> {
    send(Method::Post, paths::IMPORT_LIKES, intent, likes).await
}
