//! The receipt of a deletion: what was removed, when, and how many of each. It names nobody, and nothing of it is kept.

use wire::accounts::{AccountDeleted, DeletionReceipt, Removed};

use crate::error::Answer;
use crate::signing;
use crate::state::App;

/// `typ` of a receipt of a deletion.
const TYPE: &str = "understudy-deletion+jwt";

/// The receipt, signed.
///
/// # Errors
/// Never, for these claims.
pub(super) fn of(app: &App, removed: Removed, complete: bool) -> Answer<AccountDeleted> {
    let says = DeletionReceipt { iss: app.origin().to_owned(), iat: app.now_ms() / 1000, complete, removed };
    Ok(AccountDeleted { receipt: signing::sign(app, TYPE, &says)?, says })
}
