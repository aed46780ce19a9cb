//! The form, and the page that says that a report is in.

use domain::UnixMs;
use domain::limits::{APPEAL_WINDOW_MS, CONTACT_KEPT_DAYS};
use domain::takedown::Ground;
use maud::{Markup, html};
use wire::takedowns::Reported;
use wire::{Problem, paths};

use super::fields::{Fields, Line, area, tick, trouble, wrong};
use super::status::span;

/// What a ground is called where it is chosen, and what follows from it.
fn words(ground: Ground) -> (&'static str, &'static str) {
    match ground {
        Ground::Intimate => (
            "An intimate picture, without consent",
            "Nudity or a sexual act of somebody who did not agree, real or made by software. Answered within 48 hours.",
        ),
        Ground::Likeness => (
            "A face or voice, without consent",
            "Somebody is shown or heard who did not agree. Answered within 48 hours.",
        ),
        Ground::Copyright => {
            ("Somebody's work, without permission", "Music, film, pictures or text. Answered within 7 days.")
        }
        Ground::Other => ("Something else", "It breaks a law or the rules of this site. Answered within 7 days."),
    }
}

/// The form, with what was filled in and what is wrong.
pub(super) fn body(fields: &Fields, problem: Option<&Problem>) -> Markup {
    let ground_wrong = wrong(problem, "ground");
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper.report {
            h1 { "Report a clip" }
            p.lead { "Anyone can report a clip here. You need no account. A person reads every report." }
            (trouble(problem))
            form method="post" action=(paths::REPORT) novalidate {
                input type="hidden" name="key" value=(fields.get("key"));
                (Line {
                    name: "locator",
                    label: "Link of the clip",
                    hint: "The link of its page, of its player on another site, or the clip's identifier.",
                    complete: "off",
                }.draw(fields, problem))
                fieldset.field aria-describedby=[ground_wrong.map(|_| "ground-note")] {
                    legend { "What is wrong with it" }
                    @for ground in Ground::ALL {
                        @let (title, more) = words(ground);
                        label.tick {
                            input type="radio" name="ground" value=(ground.name()) required
                                checked[fields.get("ground") == ground.name()];
                            span { (title) span.hint { (more) } }
                        }
                    }
                    @if let Some(wrong) = ground_wrong { p.wrong #ground-note { (wrong) } }
                }
                (area("statement", "What the clip shows, and why it should go",
                    "Say where in the clip, and what makes you sure. At most 2000 characters.", fields, problem))
                (Line { name: "name", label: "Your name", hint: "Only whoever runs this site reads it.", complete: "name" }
                    .draw(fields, problem))
                (Line {
                    name: "contact",
                    label: "How we reach you",
                    hint: "An e-mail address or a telephone number.",
                    complete: "email",
                }.draw(fields, problem))
                (tick("entitled", "This is about me, or about someone for whom I may act.", fields, problem))
                (tick("good_faith", "I believe in good faith that what I write here is true and complete.", fields, problem))
                (Line {
                    name: "signature",
                    label: "Signature",
                    hint: "Type your name once more. It counts as your signature.",
                    complete: "off",
                }.draw(fields, problem))
                p { button.button type="submit" { "Send the report" } }
            }
            section.fineprint {
                h2 { "What happens then" }
                p {
                    "Whoever runs this site decides. If the clip is taken down, its copies go with it, and uploads of it stay "
                    "down. Its creator is told the reason, not who you are, and can appeal for "
                    (span(APPEAL_WINDOW_MS)) "."
                }
                p {
                    "What you write here is kept encrypted. Name, contact and statement are removed "
                    (CONTACT_KEPT_DAYS) " days after the last decision, unless whoever runs this site chose otherwise. "
                    a href={ (paths::RETENTION) "#takedowns" } { "What is kept" } "."
                }
                p { "You have reported something before? " a href=(paths::REPORT_STATUS) { "See how it stands" } "." }
            }
        }
    }
}

/// The report is in.
pub(super) fn taken(reported: &Reported, now: UnixMs) -> Markup {
    html! {
        header.brand { a href="/" { "Understudy" } }
        main.paper.report {
            h1 { "Your report is in" }
            p.lead { "It is answered within " (span(reported.due_at.saturating_sub(now))) "." }
            dl.case {
                dt { "Case number" }
                dd { output { (reported.number) } }
                dt { "Code" }
                dd { output { (reported.code) } }
            }
            p { strong { "Keep both. " } "The code is shown only now. With them you see how your report stands." }
            p { a.button href=(reported.link) { "See how it stands" } }
        }
    }
}
