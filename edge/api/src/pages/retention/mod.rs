//! The retention page: what is kept, where, for how long, how it goes, and who could read it.
//!
//! Biometric laws ask for a public schedule. The numbers here are the constants that the sweeps run by: a page that
//! says something else than the program does would not compile, or would have to be written so by hand.

mod schedule;

use axum::extract::State;
use axum::response::Response;
use domain::consent::CONSENT_VERSION;
use http::StatusCode;
use maud::{Markup, html};

use self::schedule::{COLUMNS, Row, account, clips, scan, takedowns};
use super::markup::{Frames, document, page};
use crate::error::Answer;
use crate::state::App;

/// `GET /retention`: for anyone.
#[worker::send]
pub async fn retention(State(app): State<App>) -> Answer<Response> {
    let head = html! {
        meta name="description" content="What is kept of you, where, for how long, and who could read it.";
        link rel="canonical" href=(format!("{}{}", app.origin(), wire::paths::RETENTION));
    };
    let title = format!("What is kept, and for how long · {}", app.name());
    page(StatusCode::OK, Frames::None, document(&title, "page", &head, &body()))
}

fn body() -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper {
            h1 { "What is kept, and for how long" }
            p.lead {
                "Face and voice are taken for one purpose: your understudy, which plays you in clips that you ask for. "
                "They are used for nothing else: not sold, not searched by, not used to train anything."
            }
            h2 #scan { "Your face and voice" }
            (table("Your face and voice", &scan()))
            h2 #clips { "Clips" }
            (table("Clips", &clips()))
            h2 #account { "Your account" }
            (table("Your account", &account()))
            h2 #takedowns { "Reports" }
            (table("Reports", &takedowns()))
            h2 #deletion { "What deletion means" }
            p {
                "Deleting your understudy destroys a share of its key first, then the pack. "
                "From that moment nothing can be made with it, and nobody can open it. Your account stays as it is."
            }
            p {
                "On Cloudflare, databases and objects can be turned back by up to 30 days. "
                "Files cannot, and that share was a file: a pack stays shut whatever is turned back."
            }
            p {
                "Deleting your account removes all that is listed here. "
                "A keyed hash of your handle stays, so that nobody else gets it. "
                "Entries of the public log stay, too; the salts that tell whose they are are destroyed. "
                "Clips of yours that others downloaded cannot be called back. "
                "Where you appear lists who saved the file of a clip with you; that list goes with your account. "
                "You get a signed receipt that says how many of each were removed, and when. It names nobody, and no copy is kept."
            }
            h2 #consent { "Your consent" }
            p {
                "You agree before each scan; the text has version " (CONSENT_VERSION) ". "
                "You take it back by deleting your understudy, at any time and without a reason."
            }
            p { a.button href="/understudy" { "Your understudy" } " " a.plain href="/settings" { "Settings" } }
        }
    }
}

/// A table that turns into a list of blocks on a phone: its roles are written out, since some browsers forget those of
/// tables that are drawn otherwise.
fn table(label: &str, rows: &[Row]) -> Markup {
    html! {
        table role="table" aria-label=(label) {
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { "What" }
                    @for column in COLUMNS { th role="columnheader" scope="col" { (column) } }
                }
            }
            tbody role="rowgroup" {
                @for row in rows {
                    tr role="row" {
                        th role="rowheader" scope="row" { (row.what) }
                        @for (column, cell) in COLUMNS.iter().zip(&row.cells) {
                            td role="cell" data-column=(column) { (cell) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_whole() {
        let text = body().into_string();
        assert_eq!(text.matches("<h1").count(), 1);
        assert_eq!(text.matches("<table").count(), 4);
        assert!(text.contains(&format!("version {CONSENT_VERSION}.")));
    }
}
