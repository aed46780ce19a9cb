//! Captures and the caller's likeness.

use browser::Buffer;
use browser::http::{Method, OnProgress};
use domain::CaptureId;
use wire::likeness::{Capture, CaptureResult, Likeness, MyLikeness};
use wire::paths;

use super::{Answer, Intent, change, get, get_bytes, read, remove, send, tell};

/// A fresh draw of poses and words.
pub async fn draw_capture(intent: Intent) -> Answer<Capture> {
    send(Method::Post, paths::CAPTURES, intent, &serde_json::json!({})).await
}

/// What the device attests of a capture.
pub async fn send_result(id: &CaptureId, result: &CaptureResult, intent: Intent) -> Answer<()> {
    tell(Method::Post, &paths::capture_result(id), intent, result).await.map(drop)
}

/// The caller's likeness.
pub async fn my_likeness() -> Answer<MyLikeness> {
    get(paths::LIKENESS).await
}

/// The caller's own pack.
pub async fn my_pack() -> Answer<Buffer> {
    get_bytes(paths::LIKENESS_PACK, &[]).await
}

/// Keeps a pack.
pub async fn keep_pack(
    id: &CaptureId,
    pack: &[u8],
    key: &str,
    mut progress: impl FnMut() -> Option<OnProgress>,
) -> Answer<Likeness> {
    let path = format!("{}?capture={id}", paths::LIKENESS);
    let bytes = [("content-type", "application/octet-stream")];
    read(&change(Method::Put, &path, key, &bytes, Some(pack), &mut progress).await?)
}

/// Destroys the likeness.
pub async fn delete_likeness(intent: Intent) -> Answer<()> {
    remove(paths::LIKENESS, intent).await.map(drop)
}
