//! Clips and likes.

use browser::http::Method;
use domain::ClipId;
use wire::clips::{Clip, ClipAlive, ClipPage, Likes, PlayState, PublishClip, RemixDraft};
use wire::paths;

use super::{Answer, Intent, change, get, page, read, remove, send};

/// Published clips, newest first.
pub async fn feed(cursor: Option<&str>) -> Answer<ClipPage> {
    get(&page(paths::FEED, cursor)).await
}

/// A member's published clips.
pub async fn profile_clips(handle: &str, cursor: Option<&str>) -> Answer<ClipPage> {
    get(&page(&paths::fill(paths::PROFILE_CLIPS, handle), cursor)).await
}

/// The caller's drafts.
pub async fn drafts() -> Answer<ClipPage> {
    get(paths::DRAFTS).await
}

/// One clip.
pub async fn clip(id: &ClipId) -> Answer<Clip> {
    get(&paths::clip(paths::CLIP, id)).await
}

/// Whether a clip may still be played by anyone.
pub async fn clip_alive(id: &ClipId) -> Answer<PlayState> {
    get::<ClipAlive>(&paths::clip(paths::CLIP_ALIVE, id)).await.map(|alive| alive.state)
}

/// Counts a view. Nobody waits for it.
pub fn count_view(path: &str) {
    let key = browser::crypto::random_key();
    browser::http::send_off(Method::Post, path, &[(wire::IDEMPOTENCY_KEY, &key)], "");
}

/// What a remix of a clip begins with.
pub async fn remix_draft(id: &ClipId) -> Answer<RemixDraft> {
    get(&paths::clip(paths::CLIP_REMIX, id)).await
}

/// Published clips that were made out of a clip.
pub async fn remixes(id: &ClipId, cursor: Option<&str>) -> Answer<ClipPage> {
    get(&page(&paths::clip(paths::CLIP_REMIXES, id), cursor)).await
}

/// Shows a draft to everyone.
pub async fn publish(id: &ClipId, intent: Intent) -> Answer<Clip> {
    send(Method::Post, &paths::clip(paths::CLIP_PUBLISH, id), intent, &PublishClip {}).await
}

/// Removes a clip.
pub async fn delete_clip(id: &ClipId, intent: Intent) -> Answer<()> {
    remove(&paths::clip(paths::CLIP, id), intent).await.map(drop)
}

/// Likes a clip, or no longer.
pub async fn like(id: &ClipId, on: bool) -> Answer<Likes> {
    let method = if on { Method::Put } else { Method::Delete };
    let path = paths::clip(paths::CLIP_LIKE, id);
    read(&change(method, &path, &browser::crypto::random_key(), &[], None, &mut || None).await?)
}
