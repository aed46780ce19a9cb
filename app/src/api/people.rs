//! Following and blocking.

use browser::http::Method;
use wire::paths;
use wire::people::{People, Relation};

use super::{Answer, change, get, read};

/// Follows somebody, or blocks them (`path` says which), or no longer.
pub async fn set_relation(path: &str, handle: &str, on: bool) -> Answer<Relation> {
    let method = if on { Method::Put } else { Method::Delete };
    read(&change(method, &paths::fill(path, handle), &browser::crypto::random_key(), &[], None, &mut || None).await?)
}

/// Whom the caller blocked.
pub async fn blocked(cursor: Option<&str>) -> Answer<People> {
    get(&super::page(paths::PEOPLE_BLOCKED, cursor)).await
}
