//! How a report stands.

use domain::UnixMs;
use domain::takedown::Stage;
use maud::{Markup, html};
use wire::takedowns::ReportStatus;
use wire::{Problem, paths};

use super::fields::{Fields, Line, trouble};

const HOUR_MS: u64 = 3600 * 1000;
const DAY_MS: u64 = 24 * HOUR_MS;

/// A length of time in whole hours up to three days, then in days; never less than an hour.
pub(super) fn span(ms: u64) -> String {
    let (count, unit) =
        if ms < 3 * DAY_MS { (ms.div_ceil(HOUR_MS).max(1), "hour") } else { (ms.div_ceil(DAY_MS), "day") };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// A time as a date, in UTC (the civil calendar of days since 1970, after H. Hinnant).
fn date(at: UnixMs) -> String {
    let days = i64::try_from(at / DAY_MS).unwrap_or(0) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) =
        (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The form that asks for number and code.
pub(super) fn body(fields: &Fields, problem: Option<&Problem>) -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper.report {
            h1 { "How a report stands" }
            p.lead { "You got a case number and a code when you sent your report." }
            (trouble(problem))
            form method="post" action=(paths::REPORT_STATUS) novalidate {
                input type="hidden" name="key" value=(fields.get("key"));
                (Line { name: "number", label: "Case number", hint: "Ten letters and digits.", complete: "off" }
                    .draw(fields, problem))
                (Line { name: "code", label: "Code", hint: "Twenty characters. Small and capital letters differ.", complete: "off" }
                    .draw(fields, problem))
                p { button.button type="submit" { "See how it stands" } }
            }
            p { a href=(paths::REPORT) { "Report a clip" } }
        }
    }
}

/// In one sentence.
fn sentence(status: &ReportStatus, now: UnixMs) -> String {
    let due = match status.due_at {
        Some(due) if due > now => format!("It is answered within {}.", span(due - now)),
        Some(_) => "The answer is late.".to_owned(),
        None => String::new(),
    };
    match status.stage {
        Stage::Received => format!("Nobody has decided yet. {due}"),
        Stage::Dismissed => "The clip stays. The reason is below.".to_owned(),
        Stage::Held if status.due_at.is_some() => {
            format!("The clip is down, and its creator has appealed. {due}")
        }
        Stage::Held if status.down > 1 => {
            format!("The clip is down, and {} more that were copies.", status.down - 1)
        }
        Stage::Held => "The clip is down.".to_owned(),
        Stage::Reinstated => "The clip was down, and is back. The reason is below.".to_owned(),
    }
}

/// How a report stands.
pub(super) fn found(status: &ReportStatus, now: UnixMs) -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper.report {
            h1 { "How your report stands" }
            p.lead { (sentence(status, now)) }
            dl.case {
                dt { "Case number" }
                dd { (status.number) }
                dt { "Received" }
                dd { (date(status.received_at)) }
                @if let Some(at) = status.decided_at {
                    dt { "Decided" }
                    dd { (date(at)) }
                }
                @if let Some(reason) = &status.reason {
                    dt { "Reason" }
                    dd { (reason) }
                }
                @if let Some(until) = status.contact_until {
                    dt { "Your name, contact and statement are removed" }
                    dd { (date(until)) }
                }
            }
            p { a.button href="/" { "Go to Understudy" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words() {
        assert_eq!(span(1), "1 hour");
        assert_eq!(span(48 * HOUR_MS), "48 hours");
        assert_eq!(span(7 * DAY_MS), "7 days");
        for (at, written) in [(0, "1970-01-01"), (951_782_400_000, "2000-02-29"), (1_796_083_200_000, "2026-12-01")] {
            assert_eq!(date(at), written);
        }
    }
}
