//! Cases that this site opens itself: its check of a clip's pictures found something, or could not look.

use domain::takedown::Ground;
use domain::{ClipId, TakedownId};
use wire::takedowns::Reporter;

use super::call::{Evidence, Filed, Question};
use super::{ask, report, sealed};
use crate::crypto::base64url;
use crate::error::Answer;
use crate::idempotency;
use crate::state::App;

/// Who reports.
const NAME: &str = "This site's own check";

/// Opens the case of a clip, once for each file. With `down`, the clip is taken down at once, for this reason; its creator can
/// appeal to the operator. Without, it waits for them.
///
/// # Errors
/// The object fails; asked again, it goes on where it stood.
pub async fn open(app: &App, clip: &ClipId, evidence: &Evidence, says: &str, down: bool) -> Answer<TakedownId> {
    let intent = format!("{clip} {}", evidence.sha256);
    let id = TakedownId::from_bytes(&idempotency::derived(app, "site check", &intent));
    let (name, signature) = (NAME.to_owned(), NAME.to_owned());
    let reporter = Reporter { name, contact: "none: a program".to_owned(), statement: says.to_owned(), signature };
    // Nobody outside looks it up: its code is known to nobody.
    let nobody: [u8; 16] = app.random()?;
    let filed = Filed {
        at: app.now_ms(),
        clip: clip.clone(),
        ground: Ground::Other,
        report: sealed::seal(app, &id, report::LABEL, &reporter)?,
        evidence: sealed::seal(app, &id, "evidence", evidence)?,
        code: report::hash(app, &id, &base64url(&nobody)),
        id: id.clone(),
    };
    ask(app, &id, &Question::File(Box::new(filed))).await?;
    if down {
        ask(app, &id, &Question::Suspend { reason: says.to_owned() }).await?;
    }
    Ok(id)
}
