//! The transparency log of uses: what is appended when a clip is published or taken back, the log's public files, and
//! receipts. What an entry says, and why it names nobody, is in `crates/tlog`.

pub mod call;
pub mod files;
pub mod receipts;
pub mod store;

use axum::Router;
use axum::routing::get;
use domain::{AccountId, ClipId, UnixMs};
use tlog::Issuer;
use wire::log::Receipt;
use wire::paths;

use crate::consent::{self, Subject};
use crate::error::Answer;
use crate::objects::ask::ask_json;
use crate::state::App;

use call::{Placed, Player, Question, Uses};

const OBJECT: &str = "LOG";
/// The one object.
pub const OBJECT_NAME: &str = "log";

/// The log's files, keys, receipts.
pub fn routes() -> Router<App> {
    let router = Router::new()
        .route(paths::RECEIPTS, get(receipts::mine))
        .route(paths::CLIP_RECEIPT, get(receipts::of_clip))
        .route(paths::LOG_CHECKPOINT, get(files::checkpoint))
        .route(paths::WELL_KNOWN, get(files::well_known))
        .route(paths::JWKS, get(files::jwks));
    paths::LOG_TILES.iter().fold(router, |router, path| router.route(path, get(files::tile)))
}

/// A clip that is about to become visible.
pub struct Use<'a> {
    /// Which.
    pub clip: &'a ClipId,
    /// SHA-256 of its file, in lower-case hexadecimal digits.
    pub file_sha256: &'a str,
    /// Who plays in it, each by the permission of this moment.
    pub cast: &'a [Player],
    /// When.
    pub at: UnixMs,
}

/// Puts the uses of a clip into the log. When this returns they stand in a signed checkpoint that anyone can read: only
/// then may the clip become visible. Called again for the same clip, the first entries stay.
///
/// # Errors
/// The object or its storage fails; called again, it goes on where it stood.
pub async fn record(app: &App, used: &Use<'_>) -> Answer<Vec<Receipt>> {
    let uses =
        Uses { clip: used.clip.clone(), sha256: used.file_sha256.to_owned(), cast: used.cast.to_vec(), at: used.at };
    let recorded: Vec<call::Use> = ask_json(app, OBJECT, OBJECT_NAME, &Question::Append(uses), &[]).await?;
    recorded.iter().map(|used| receipts::view(app, used, None)).collect()
}

/// Puts into the log that a clip was taken back, for each of its uses. Nothing happens for a clip that was never
/// published; called again, the first entries stay.
///
/// # Errors
/// The object or its storage fails; called again, it goes on where it stood.
pub async fn withdraw(app: &App, clip: &ClipId) -> Answer<()> {
    ask_json(app, OBJECT, OBJECT_NAME, &Question::Withdraw(clip.clone()), &[]).await
}

/// Destroys whatever says which entries are an account's.
///
/// # Errors
/// A part fails; called again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    ask_json(app, OBJECT, OBJECT_NAME, &Question::Forget(account.clone()), &[]).await
}

/// What stands at an index, by the site's own word.
///
/// # Errors
/// The object fails.
pub async fn placed(app: &App, index: u64) -> Answer<Placed> {
    ask_json(app, OBJECT, OBJECT_NAME, &Question::Entry(index), &[]).await
}

/// The cast of a clip as the log records it: whose likeness, or which character, and by which version of the policy.
///
/// # Errors
/// [`Code::ConsentRefused`] when one of them has nothing that can play any more.
pub async fn players(app: &App, cast: &[Subject]) -> Answer<Vec<Player>> {
    let mut players = Vec::with_capacity(cast.len());
    for subject in cast {
        let (policy, likeness) = subject.policy(app).await?.ok_or_else(consent::subject::gone)?;
        players.push(Player { account: subject.owner().clone(), likeness, policy: policy.version });
    }
    Ok(players)
}

/// Name of the log: the host of the public origin, then `/log`.
#[must_use]
pub fn origin(app: &App) -> String {
    let host = app.origin().split_once("://").map_or(app.origin(), |(_, host)| host);
    format!("{host}{}", paths::LOG)
}

/// Who signs receipts here.
#[must_use]
pub fn issuer(app: &App) -> Issuer {
    Issuer::new(&app.key("receipts"))
}
