//! Forms that are sent without a script.

use wire::Code;
use wire::paths as p;

use super::Auth::Anyone;
use super::Method::Post;
use super::contents::{FORM, HTML};
use super::{Operation, change};

/// A report.
pub(super) const REPORT: Operation = change(Post, p::REPORT, "send_report_form", "Takes the form's report.")
    .auth(Anyone)
    .takes(FORM)
    .gives(201, HTML)
    .refuses(&[Code::NotFound, Code::TooMany])
    .form();

/// How one stands.
pub(super) const REPORT_STATUS: Operation =
    change(Post, p::REPORT_STATUS, "send_report_status_form", "Shows how a report stands.")
        .auth(Anyone)
        .takes(FORM)
        .gives(200, HTML)
        .refuses(&[Code::NotFound, Code::TooMany])
        .form();
