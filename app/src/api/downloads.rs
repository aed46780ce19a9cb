//! Files of clips to save, and who saved which.

use browser::http::Method;
use domain::ClipId;
use wire::downloads::{DownloadGiven, Downloads};
use wire::paths;

use super::{Answer, Intent, get, page, send};

/// Asks for the file of a clip: where it is.
pub async fn download(id: &ClipId, intent: Intent) -> Answer<DownloadGiven> {
    send(Method::Post, &paths::clip(paths::CLIP_DOWNLOADS, id), intent, &()).await
}

/// Files of clips with the caller that others saved.
pub async fn downloads(cursor: Option<&str>) -> Answer<Downloads> {
    get(&page(paths::DOWNLOADS, cursor)).await
}
