//! The live connection: a WebSocket (RFC 6455) that the account's object holds, asleep while nothing happens.

use axum::extract::{Query, Request, State};
use axum::response::Response;
use domain::NoticeId;
use http::header;
use wire::notices::SINCE;
use wire::{Code, Problem};

use super::call::{OBJECT, Question};
use crate::error::Answer;
use crate::guard;
use crate::objects::ask;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;

/// `GET /notices/live`. Browsers let any page open a WebSocket with the visitor's cookies: the origin is what tells ours.
#[worker::send]
pub(super) async fn live(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<Response> {
    guard::origin(&app, request.headers())?;
    let upgrade = request.headers().get(header::UPGRADE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !upgrade.eq_ignore_ascii_case("websocket") {
        let detail = "This address is a WebSocket. Open it as one, or read the list of notices.";
        return Err(Problem::new(Code::Invalid, detail).rule("upgrade").into());
    }
    let since = match parameter(&query, SINCE) {
        "" => None,
        text => Some(text.parse::<NoticeId>().map_err(|_| {
            Problem::new(Code::Invalid, "This is no notice. Leave it out to hear only what is new.").field(SINCE)
        })?),
    };
    let question = Question::Live { session: caller.session, since };
    Ok(ask::upgrade(&app, OBJECT, caller.account.as_str(), &question).await?.into())
}
