//! The caller's characters.

use browser::Buffer;
use browser::http::Method;
use domain::CharacterId;
use domain::character::Kind;
use wire::characters::{ChangeCharacter, Character, Characters};
use wire::paths;

use super::{Answer, Intent, change, get, get_bytes, read, remove, send};

/// The caller's characters, oldest first.
pub async fn characters() -> Answer<Characters> {
    get(paths::CHARACTERS).await
}

/// Keeps a new one.
pub async fn create_character(name: &str, kind: Kind, pack: &[u8], key: &str) -> Answer<Character> {
    let path = format!("{}?kind={}&name={}", paths::CHARACTERS, kind.name(), browser::http::encoded(name));
    let bytes = [("content-type", "application/octet-stream")];
    read(&change(Method::Post, &path, key, &bytes, Some(pack), &mut || None).await?)
}

/// Calls one something else.
pub async fn rename_character(id: &CharacterId, name: String, intent: Intent) -> Answer<Character> {
    send(Method::Patch, &paths::character(paths::CHARACTER, id), intent, &ChangeCharacter { name }).await
}

/// Destroys one.
pub async fn delete_character(id: &CharacterId, intent: Intent) -> Answer<()> {
    remove(&paths::character(paths::CHARACTER, id), intent).await.map(drop)
}

/// The pack of one.
pub async fn character_pack(id: &CharacterId) -> Answer<Buffer> {
    get_bytes(&paths::character(paths::CHARACTER_PACK, id), &[]).await
}
