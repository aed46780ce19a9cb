//! What a member spent: each film, speech and avatar, with what it is for.

use axum::extract::{Query, State};
use domain::limits::LIST_PAGE;
use gateway::avatars::making;
use gateway::{table, voices};
use wire::outside::{Bill, Charge};

use super::call::Spend;
use super::charged::{Charged, Charges};
use super::{INSTANCE, SPEND, caps, spend, store};
use crate::body::Json;
use crate::cursor::{Cursor, cut};
use crate::error::Answer;
use crate::objects::ask::ask_json;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;

/// `GET /spending/mine`.
#[worker::send]
pub async fn bill(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<Bill>> {
    let after = Cursor::read::<String>(parameter(&query, "cursor"))?;
    let asked = Spend::Charges { account: caller.account.clone(), before: after.at, limit: LIST_PAGE + 1 };
    let Charges { total, lines: mut charged } = ask_json(&app, SPEND, INSTANCE, &asked, &[]).await?;
    let next = cut(&mut charged, LIST_PAGE, |charged| Cursor::after(charged.n, &""));
    let spent = spend(&app, &Spend::Read(caller.account.clone())).await?;
    let made = store::made(&app.db()?, &charged.iter().map(|one| &one.render).collect::<Vec<_>>()).await?;
    let line = |one: Charged| {
        let (what, title) = named(&one.generator);
        let found = made.iter().find(|made| made.render == one.render);
        let state = match (one.settled, one.amount) {
            (0, _) => "reserved",
            (_, 0) => "given_back",
            _ => "spent",
        };
        Charge {
            day: one.day,
            what: what.to_owned(),
            title,
            micro_usd: one.amount,
            state: state.to_owned(),
            render: found.map(|made| made.render.clone()),
            clip: found.and_then(|made| made.clip.clone()),
            script: found.and_then(|made| made.script.clone()),
        }
    };
    Ok(Json(Bill {
        cap_micro_usd: caps(&app).account_day,
        today_micro_usd: spent.account_day,
        total_micro_usd: total,
        charges: charged.into_iter().map(line).collect(),
        next,
    }))
}

/// What something is, and who made it, as people know it. What is not in the tables any more stands under its own name.
fn named(generator: &str) -> (&'static str, String) {
    if let Some(adapter) = table::generator(generator) {
        return ("film", format!("{}, by {}", adapter.title(), adapter.provider().title));
    }
    if let Some(voice) = voices::voice(generator) {
        return ("speech", voice.provider().title.to_owned());
    }
    match making(generator) {
        Some(maker) => ("avatar", maker.provider().title.to_owned()),
        None => ("film", generator.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_has_a_price_has_a_name() {
        for adapter in table::generators() {
            assert_eq!(named(adapter.id()).0, "film");
        }
        for voice in voices::voices() {
            assert_eq!(named(voice.id()), ("speech", voice.provider().title.to_owned()));
        }
        for maker in gateway::avatars::makers() {
            assert_eq!(named(maker.making()), ("avatar", maker.provider().title.to_owned()));
        }
        assert_eq!(named("gone-1"), ("film", "gone-1".to_owned()));
    }
}
