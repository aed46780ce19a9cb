//! Notices.

use browser::http::Method;
use domain::NoticeId;
use wire::IDEMPOTENCY_KEY;
use wire::notices::{Notices, ReadNotices, Unread};
use wire::paths;

use super::{Answer, Intent, get, send};

/// What the caller was told, newest first.
pub async fn notices(cursor: Option<&str>) -> Answer<Notices> {
    get(&super::page(paths::NOTICES, cursor)).await
}

/// Marks a notice and all earlier ones as read on the way to another page. The number comes live.
pub fn read_notices_leaving(up_to: NoticeId) {
    let Ok(body) = serde_json::to_string(&ReadNotices { up_to }) else { return };
    let key = browser::crypto::random_key();
    let headers = [(IDEMPOTENCY_KEY, key.as_str()), ("content-type", "application/json")];
    browser::http::send_off(Method::Post, paths::NOTICES_READ, &headers, &body);
}

/// Marks a notice and all earlier ones as read.
pub async fn read_notices(up_to: NoticeId) -> Answer<Unread> {
    // Every sending is a wish of its own: twice is once.
    send(Method::Post, paths::NOTICES_READ, Intent::new(), &ReadNotices { up_to }).await
}
