//! Notices.

use browser::http::Method;
use domain::NoticeId;
use wire::notices::{Notices, ReadNotices, Unread};
use wire::paths;

use super::{Answer, Intent, get, send};

/// What the caller was told, newest first.
pub async fn notices(cursor: Option<&str>) -> Answer<Notices> {
    get(&super::page(paths::NOTICES, cursor)).await
}

/// Marks a notice and all earlier ones as read.
pub async fn read_notices(up_to: NoticeId) -> Answer<Unread> {
    // Every sending is a wish of its own: twice is once.
    send(Method::Post, paths::NOTICES_READ, Intent::new(), &ReadNotices { up_to }).await
}
