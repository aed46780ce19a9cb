//! Sending a finished file: again with the same key until it is there once.

use std::cell::Cell;
use std::rc::Rc;

use browser::http::OnProgress;
use domain::RenderId;
use wire::clips::Clip;

use super::engine::Made;
use super::stage::{Progress, Stage};
use crate::api;
use crate::trouble::Trouble;

/// Sends the file; the answer is the draft.
///
/// # Errors
/// Why not. The file can be sent again with the same key.
pub async fn upload(
    id: &RenderId,
    ticket: &str,
    made: &Made,
    key: &str,
    report: impl Fn(Progress) + Clone + 'static,
) -> Result<Clip, Trouble> {
    report(Progress::begin(Stage::Upload));
    let began = browser::clock::tick_ms();
    let furthest = Rc::new(Cell::new(0.0f32));
    let progress = || -> Option<OnProgress> {
        let (report, furthest) = (report.clone(), Rc::clone(&furthest));
        Some(Box::new(move |part| {
            // A second try starts from nothing; the bar does not go back.
            furthest.set(furthest.get().max(part));
            let gone_s = ((browser::clock::tick_ms() - began) / 1000.0) as f32;
            let left_s = (part > 0.1).then(|| gone_s / part * (1.0 - part));
            report(Progress { stage: Stage::Upload, part: Some(furthest.get()), left_s });
        }))
    };
    Ok(api::put_file(id, ticket, &made.file, key, progress).await?)
}
