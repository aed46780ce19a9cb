//! The verify page: paste a receipt or a link of a clip, read what holds. Works without scripts, by this site's own word;
//! with them the browser reads the log itself and proves it.

mod verdict;

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};

use self::verdict::{Verdict, judge};
use super::markup::{document, scripted};
use super::{Parameters, parameter};
use crate::error::Answer;
use crate::state::App;

/// `GET /verify?q=`: for anyone.
#[worker::send]
pub async fn verify(State(app): State<App>, Query(query): Query<Parameters>) -> Answer<Response> {
    let asked = parameter(&query, "q").trim();
    let verdict = if asked.is_empty() { None } else { Some(judge(&app, asked).await?) };
    let head = html! {
        meta name="description" content="Check a receipt or a clip: whether it was agreed to, under which rules, and whether it was taken back.";
        meta name="robots" content="noindex";
        link rel="canonical" href=(format!("{}{}", app.origin(), wire::paths::VERIFY));
        script type="module" src="/verify/page.mjs" {}
    };
    let title = format!("Verify · {}", app.name());
    scripted(StatusCode::OK, document(&title, "page", &head, &body(asked, verdict.as_ref())))
}

fn body(asked: &str, verdict: Option<&Verdict>) -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper.verify {
            h1 { "Verify" }
            p.lead {
                "Paste a receipt, or the link of a clip. You see whether it was agreed to, where that stands in the public log, and whether it was taken back."
            }
            form #form method="get" action=(wire::paths::VERIFY) {
                label for="q" { "Receipt or link" }
                textarea #q name="q" rows="4" required autocomplete="off" autocapitalize="off" spellcheck="false" { (asked) }
                div.actions { button.button type="submit" { "Verify" } }
            }
            div #verdict aria-live="polite" {
                @if let Some(verdict) = verdict { (said(verdict)) }
            }
            h2 { "What cannot be known" }
            ul {
                li { "Whose entry it is. Entries name nobody; only who holds the salts can open their own." }
                li { "What was copied. A clip that was taken back may still lie on somebody's device." }
                li { "Whether everybody is shown the same log. Keep a checkpoint, and compare it with a later one." }
            }
            p {
                "The log is open: its files are at " code { (wire::paths::LOG) "/" } ", its keys at "
                a href=(wire::paths::WELL_KNOWN) { (wire::paths::WELL_KNOWN) } ". The formats are C2SP tlog-tiles and JWS."
            }
        }
    }
}

fn said(verdict: &Verdict) -> Markup {
    html! {
        section.verdict data-holds=(verdict.holds) {
            h2 { (verdict.sentence) }
            dl {
                @for (name, value) in &verdict.evidence {
                    dt { (name) }
                    dd { @if value.starts_with("http") { a href=(value) { (value) } } @else { (value) } }
                }
            }
            p.how { "This is what this site says. With scripts, your browser checks the log itself." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_comes_back_as_text() {
        let verdict = Verdict { holds: "no", sentence: "<b>".into(), evidence: vec![("a", "<i>".into())] };
        let text = body("</textarea><script>", Some(&verdict)).into_string();
        assert!(text.contains("&lt;/textarea&gt;&lt;script&gt;") && !text.contains("<script>"));
        assert!(!text.contains("<b>") && !text.contains("<i>"));
        assert_eq!(text.matches("<h1").count(), 1);
    }
}
