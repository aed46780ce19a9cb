//! Renders.

use browser::Buffer;
use browser::http::{Method, OnProgress};
use domain::RenderId;
use wire::clips::Clip;
use wire::renders::{CreateRender, Render, Renders};
use wire::{TICKET, paths};

use super::{Answer, Error, Intent, change, get, get_bytes, read, send};

/// Asks for a clip.
pub async fn create_render(body: &CreateRender, intent: Intent) -> Answer<Render> {
    send(Method::Post, paths::RENDERS, intent, body).await
}

/// The unfinished ones.
pub async fn renders() -> Answer<Renders> {
    get(paths::RENDERS).await
}

/// One.
pub async fn render(id: &RenderId) -> Answer<Render> {
    get(&paths::render(paths::RENDER, id)).await
}

/// Gives one up.
pub async fn cancel_render(id: &RenderId, intent: Intent) -> Answer<Render> {
    send(Method::Post, &paths::render(paths::RENDER_CANCEL, id), intent, &serde_json::json!({})).await
}

/// One pack of the cast.
pub async fn render_pack(id: &RenderId, handle: &str, ticket: &str) -> Answer<Buffer> {
    get_bytes(&paths::render_pack(id, handle), &[(TICKET, ticket)]).await
}

/// Sends the file, an MP4, with its digest.
pub async fn put_file(
    id: &RenderId,
    ticket: &str,
    file: &[u8],
    key: &str,
    mut progress: impl FnMut() -> Option<OnProgress>,
) -> Answer<Clip> {
    let digest = browser::crypto::sha256_base64(file).await.ok_or(Error::Unreadable)?;
    let digest = format!("sha-256=:{digest}:");
    let path = paths::render(paths::RENDER_FILE, id);
    let headers = [(TICKET, ticket), ("content-type", "video/mp4"), ("content-digest", digest.as_str())];
    read(&change(Method::Put, &path, key, &headers, Some(file), &mut progress).await?)
}
