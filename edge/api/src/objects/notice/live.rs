//! Whoever listens: WebSockets that the platform holds while the object sleeps. Each is tagged with its session's hash.

use std::collections::HashMap;

use domain::limits::MAX_LIVE;
use domain::{AccountId, NoticeId};
use wire::accounts::Person;
use wire::notices::{Live, Notice, PING, PONG};
use worker::{D1Database, Response, State, WebSocket, WebSocketPair, WebSocketRequestResponsePair};

use super::rows;
use crate::accounts;
use crate::error::Answer;
use crate::notices::store::Written;

/// RFC 6455 §7.4.1: the other side may go; it broke a rule.
const NORMAL: u16 = 1000;
const POLICY: u16 = 1008;

/// Opens a connection and sends what was missed since a notice, then how many are not read. A notice that is not known
/// (any more) misses nothing: the page that asks has to read its list anew.
pub(super) async fn open(state: &State, db: &D1Database, session: &str, since: Option<&NoticeId>) -> Answer<Response> {
    rows::create(state)?;
    let missed = missed(state, db, since).await?;
    // From here on nothing waits: what is told next is told to this one, too.
    let pair = WebSocketRequestResponsePair::new(PING, PONG).map_err(worker::Error::from)?;
    state.set_websocket_auto_response(&pair);
    make_room(state)?;
    let WebSocketPair { client, server } = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&server, &[session]);
    server.serialize_attachment(worker::Date::now().as_millis())?;
    for notice in missed {
        server.send_with_str(serde_json::to_string(&Live::Notice(Box::new(notice)))?)?;
    }
    server.send_with_str(serde_json::to_string(&Live::Unread(rows::unread(state)?))?)?;
    Ok(Response::from_websocket(client)?)
}

/// What came after a notice, in order, with names.
async fn missed(state: &State, db: &D1Database, since: Option<&NoticeId>) -> Answer<Vec<Notice>> {
    let mut known: HashMap<AccountId, Option<Person>> = HashMap::new();
    loop {
        let seq = since.map(|id| rows::of(state, id)).transpose()?.flatten();
        let later = seq.map(|seq| rows::after(state, seq)).transpose()?.unwrap_or_default();
        let new: Vec<AccountId> =
            later.iter().filter_map(|row| row.by.clone()).filter(|by| !known.contains_key(by)).collect();
        if new.is_empty() {
            return later.into_iter().map(|row| notice(row, &known)).collect();
        }
        // While names are fetched, more may be told: the rows are read again.
        let mut found = accounts::store::people(db, &new).await?;
        known.extend(new.into_iter().map(|by| {
            let person = found.remove(&by);
            (by, person)
        }));
    }
}

fn notice(row: Written, known: &HashMap<AccountId, Option<Person>>) -> Answer<Notice> {
    let what: domain::notice::Notice<()> = serde_json::from_str(&row.what)?;
    let person = row.by.as_ref().and_then(|by| known.get(by)).cloned().flatten();
    Ok(Notice { id: row.id, at: row.at, read: row.read != 0, what: what.named(|()| person) })
}

/// Closes the oldest connections where there are as many as may be.
fn make_room(state: &State) -> Answer<()> {
    let mut open: Vec<(u64, WebSocket)> = state
        .get_websockets()
        .into_iter()
        .map(|socket| (socket.deserialize_attachment().ok().flatten().unwrap_or_default(), socket))
        .collect();
    open.sort_by_key(|(since, _)| *since);
    let extra = (open.len() + 1).saturating_sub(MAX_LIVE);
    for (_, socket) in open.into_iter().take(extra) {
        close(&socket, POLICY, "Another page took its place.");
    }
    Ok(())
}

/// Sends to everyone who listens. One that has just gone does not keep the others from hearing.
pub(super) fn send(state: &State, message: &Live) -> Answer<()> {
    let text = serde_json::to_string(message)?;
    for socket in state.get_websockets() {
        let _ = socket.send_with_str(&text);
    }
    Ok(())
}

/// Ends the connections of a session, or all.
pub(super) fn hang_up(state: &State, session: Option<&str>) -> Answer<()> {
    let sockets = match session {
        Some(session) => state.get_websockets_with_tag(session),
        None => state.get_websockets(),
    };
    for socket in sockets {
        close(&socket, POLICY, "Signed out.");
    }
    Ok(())
}

/// Nothing is taken here but pings, which the platform answers by itself.
pub(super) fn not_listening(socket: &WebSocket) -> worker::Result<()> {
    close(socket, POLICY, "This connection only tells.");
    Ok(())
}

/// The other side closes: so does this one.
pub(super) fn answer_close(socket: &WebSocket) {
    close(socket, NORMAL, "");
}

fn close(socket: &WebSocket, code: u16, reason: &str) {
    // One that is closed already is what is wanted.
    let _ = socket.close(Some(code), Some(reason));
}
