//! The receipt of a deletion: what was removed, when, and how many of each. It names nobody, and nothing of it is kept.

use wire::accounts::{AccountDeleted, DeletionReceipt, Removed};

use crate::error::{Answer, Failure};
use crate::log;
use crate::state::App;

/// `typ` of a receipt of a deletion.
const TYPE: &str = "understudy-deletion+jwt";

/// The receipt, signed.
///
/// # Errors
/// Never, for these claims.
pub(super) fn of(app: &App, removed: Removed, complete: bool) -> Answer<AccountDeleted> {
    let says = DeletionReceipt { iss: app.origin().to_owned(), iat: app.now_ms() / 1000, complete, removed };
    // The time travels in the claim that JWT has for it.
    let mut claims = serde_json::to_value(&says)?;
    if let Some(claims) = claims.as_object_mut() {
        claims.remove("iat");
    }
    let receipt = log::issuer(app).state(TYPE, &claims, says.iat);
    Ok(AccountDeleted { receipt: receipt.map_err(|error| Failure::Internal(error.to_string()))?, says })
}
