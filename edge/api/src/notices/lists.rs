//! Pages of notices.

use axum::extract::{Query, State};
use domain::limits::NOTICES_PAGE;
use wire::accounts::Person;
use wire::notices::{Notice, Notices};

use super::store;
use crate::body::Json;
use crate::crypto::{base64url, unbase64url};
use crate::cursor;
use crate::error::Answer;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;

/// Greater than any number of a notice; a double holds it exactly.
const END: u64 = 1 << 52;

/// `GET /notices`.
#[worker::send]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
) -> Answer<Json<Notices>> {
    let before = before(parameter(&query, "cursor")).ok_or_else(cursor::refused)?;
    let db = app.db()?;
    // One more than is shown tells whether there is a next page.
    let mut rows = store::page(&db, &caller.account, before, NOTICES_PAGE + 1).await?;
    let more = rows.len() > NOTICES_PAGE as usize;
    rows.truncate(NOTICES_PAGE as usize);
    let next = rows.last().filter(|_| more).map(|last| base64url(last.seq.to_string().as_bytes()));
    let notices = rows.into_iter().map(notice).collect::<Answer<Vec<_>>>()?;
    Ok(Json(Notices { notices, unread: store::unread(&db, &caller.account).await?, next }))
}

/// The number that a cursor stands before.
fn before(cursor: &str) -> Option<u64> {
    if cursor.is_empty() {
        return Some(END);
    }
    String::from_utf8(unbase64url(cursor)?).ok()?.parse().ok().filter(|seq| *seq <= END)
}

fn notice(row: store::Row) -> Answer<Notice> {
    let what: domain::notice::Notice<()> = serde_json::from_str(&row.what)?;
    let person = row.handle.zip(row.display_name);
    let person = person.map(|(handle, display_name)| Person { handle, display_name });
    Ok(Notice { id: row.id, at: row.at, read: row.read != 0, what: what.named(|()| person) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_number() {
        assert_eq!(before(""), Some(END));
        assert_eq!(before(&base64url(b"41")), Some(41));
        for bad in ["?", "AAAA", &base64url(b"-1"), &base64url(b"x"), &base64url(b"18446744073709551615")] {
            assert_eq!(before(bad), None, "{bad}");
        }
    }
}
