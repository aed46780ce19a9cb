//! The operator's desk: what was spent, what it costs, and jobs that failed. To anyone else it is not there.

use axum::extract::{Path, State};
use domain::UnixMs;
use domain::limits::MAX_PRICES_BYTES;
use gateway::avatars::makers;
use gateway::voices::voices;
use gateway::{price, table};
use wire::Problem;
use wire::gateway::{DeadJobs, Job, Prices, PricesKept, Spending, SpentDay, SpentPlot, SpentProvider, Unpriced};

use super::call::{Question, Spend};
use super::{INSTANCE, SPEND, caps, carry, offers, spend, store};
use crate::body::Json;
use crate::dates::day;
use crate::error::Answer;
use crate::objects::ask::ask_json;
use crate::session::Caller;
use crate::state::App;

/// Days of the plot.
const PLOT_DAYS: u64 = 30;
const DAY_MS: u64 = 24 * 3600 * 1000;

/// `GET /spending`.
#[worker::send]
pub async fn spending(State(app): State<App>, caller: Caller) -> Answer<Json<Spending>> {
    caller.operates()?;
    let days: Vec<SpentDay> = ask_json(&app, SPEND, INSTANCE, &Spend::Report, &[]).await?;
    let spent = spend(&app, &Spend::Read(caller.account)).await?;
    let caps = caps(&app);
    Ok(Json(Spending {
        caps_micro_usd: [caps.account_day, caps.day, caps.total],
        spent_micro_usd: [spent.day, spent.total],
        plot: plot(&days, &last_days(app.now_ms())),
        days,
    }))
}

/// The last days, the oldest first.
fn last_days(now: UnixMs) -> Vec<String> {
    (0..PLOT_DAYS).rev().map(|ago| day(now.saturating_sub(ago * DAY_MS))).collect()
}

/// What each provider cost on each of these days.
fn plot(lines: &[SpentDay], days: &[String]) -> SpentPlot {
    let mut providers: Vec<SpentProvider> = Vec::new();
    for line in lines {
        let (cost, Some(at)) =
            (line.spent_micro_usd + line.held_micro_usd, days.iter().position(|day| *day == line.day))
        else {
            continue;
        };
        if cost == 0 {
            continue;
        }
        // One that is not in the table any more stands under its own name.
        let provider = table::generator(&line.generator).map(|adapter| adapter.provider());
        let provider = provider.or_else(|| gateway::avatars::making(&line.generator).map(|maker| maker.provider()));
        let title = provider.map_or(line.generator.as_str(), |provider| provider.title);
        let known = providers.iter().position(|provider| provider.title == title).unwrap_or_else(|| {
            providers.push(SpentProvider { title: title.to_owned(), micro_usd: vec![0; days.len()] });
            providers.len() - 1
        });
        providers[known].micro_usd[at] += cost;
    }
    providers.sort_by_key(|provider| std::cmp::Reverse(provider.micro_usd.iter().sum::<u64>()));
    SpentPlot { days: days.to_vec(), providers }
}

/// `GET /prices`.
#[worker::send]
pub async fn prices(State(app): State<App>, caller: Caller) -> Answer<Json<Prices>> {
    caller.operates()?;
    let json = store::prices(&app.db()?).await?.unwrap_or_default();
    answered(&app, json).await
}

/// `PUT /prices`.
#[worker::send]
pub async fn set_prices(State(app): State<App>, caller: Caller, Json(body): Json<Prices>) -> Answer<Json<Prices>> {
    caller.operates()?;
    let json = body.json.trim();
    if json.len() > MAX_PRICES_BYTES {
        return Err(super::unfit("too_long", format!("At most {MAX_PRICES_BYTES} bytes fit.")).field("json").into());
    }
    if !json.is_empty() {
        let table = price::Prices::parse(json)
            .map_err(|error| super::unfit("prices", crate::body::sentence(&error.to_string())).field("json"))?;
        another(&table, &store::price_history(&app.db()?).await?)?;
    }
    store::set_prices(&app.db()?, json, app.now_ms()).await?;
    answered(&app, json.to_owned()).await
}

/// A version names one table: a charge that says `1+7` has one price. The same table may be set again.
fn another(table: &price::Prices, kept: &[PricesKept]) -> Result<(), Problem> {
    let of = |kept: &PricesKept| price::Prices::parse(&kept.json).ok();
    let same = kept.iter().filter_map(of).find(|kept| kept.version == table.version && kept != table);
    let Some(same) = same else { return Ok(()) };
    let highest = kept.iter().filter_map(of).map(|kept| kept.version).max().unwrap_or(same.version);
    let detail = format!(
        "Version {} was another table already, and films were charged by it. Call this one version {}.",
        table.version,
        highest.saturating_add(1)
    );
    Err(super::unfit("version_taken", detail).field("json"))
}

/// The table as it counts now, and what it leaves without a price.
async fn answered(app: &App, json: String) -> Answer<Json<Prices>> {
    let prices = offers::prices(app).await?;
    let films = table::generators().iter().map(|one| (one.provider(), one.id(), one.title(), "second"));
    let speech = voices().iter().map(|one| (one.provider(), one.id(), one.provider().title, "thousand"));
    let avatars = makers().iter().map(|one| (one.provider(), one.making(), one.provider().title, "film"));
    let all = films.chain(speech).chain(avatars);
    let off = all.filter(|(at, line, ..)| carry::access(app, at).is_some() && prices.line(line).is_none());
    let missing = off.map(|(_, line, title, by)| {
        let title = match by {
            "thousand" => format!("{title}, a voice"),
            "film" => format!("{title}, making an avatar"),
            _ => title.to_owned(),
        };
        Unpriced { line: line.to_owned(), title, by: by.to_owned() }
    });
    let history = store::price_history(&app.db()?).await?;
    Ok(Json(Prices { json, version: prices.label(), missing: missing.collect(), history }))
}

/// `GET /jobs/dead`.
#[worker::send]
pub async fn dead(State(app): State<App>, caller: Caller) -> Answer<Json<DeadJobs>> {
    caller.operates()?;
    Ok(Json(DeadJobs { jobs: store::dead(&app.db()?).await? }))
}

/// `POST /jobs/{id}/replay`.
#[worker::send]
pub async fn replay(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Job>> {
    caller.operates()?;
    Ok(Json(super::ask(&app, &id.parse()?, &Question::Replay).await?.view()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_names_one_table() {
        let text = |version: u32, second: u32| {
            format!(
                r#"{{"version": {version}, "date": "2026-11-30", "lines": {{"a": {{"second": {second}, "date": "2026-11-30", "source": "b"}}}}}}"#
            )
        };
        let table = |version, second| price::Prices::parse(&text(version, second)).unwrap();
        let kept: Vec<_> = [text(3, 10), String::new(), text(7, 20)].map(|json| PricesKept { json, set_at: 1 }).into();
        for free in [table(3, 10), table(7, 20), table(8, 10), table(1, 5)] {
            assert!(another(&free, &kept).is_ok());
        }
        for taken in [table(3, 20), table(7, 10)] {
            let problem = another(&taken, &kept).unwrap_err();
            assert!(problem.detail.ends_with("Call this one version 8."), "{}", problem.detail);
        }
    }

    #[test]
    fn a_plot_has_each_day_and_each_provider_that_cost_something() {
        let line = |day: &str, generator: &str, spent, held| SpentDay {
            day: day.to_owned(),
            generator: generator.to_owned(),
            films: 1,
            spent_micro_usd: spent,
            held_micro_usd: held,
        };
        let days = ["2026-11-28", "2026-11-29", "2026-11-30"].map(str::to_owned);
        let lines = [
            line("2026-11-30", "fal-heygen-avatar4", 100, 20),
            line("2026-11-30", "fal-wan-2.7", 30, 0),
            line("2026-11-28", "heygen-photo", 500, 0),
            line("2026-11-28", "runway-gen4.5", 0, 0),
            line("2026-10-01", "fal-wan-2.7", 999, 0),
            line("2026-11-29", "gone-1", 1, 0),
        ];
        let shown = plot(&lines, &days);
        let figures: Vec<_> = shown.providers.iter().map(|p| (p.title.as_str(), p.micro_usd.clone())).collect();
        let wanted = [("HeyGen", vec![500, 0, 0]), ("fal.ai", vec![0, 0, 150]), ("gone-1", vec![0, 1, 0])];
        assert_eq!((shown.days.len(), figures), (3, wanted.to_vec()));
    }
}
