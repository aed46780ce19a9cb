//! Passkey ceremonies: begin at the edge, ask the device, finish at the edge. An end that was lost on the way is sent
//! again before anything new begins: the edge may have an account by then, and the device a passkey.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::accounts::{Session, StartSignIn};
use wire::paths;

use crate::api::{self, Intent};
use crate::trouble::Trouble;

/// Makes a passkey for what begins at `path`.
///
/// # Errors
/// What the edge refused or the device could not do.
pub async fn make_passkey<T: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
    begin: Intent,
    finish: Intent,
) -> Result<T, Trouble> {
    if let Some(answer) = api::finish_again(finish).await {
        return Ok(answer?);
    }
    let ceremony = api::begin_ceremony(path, begin, body).await?;
    let credential = browser::passkey::create(&ceremony.options).await?;
    Ok(api::finish_ceremony(path, &ceremony, credential, finish).await?)
}

/// Signs in with whatever passkey the visitor chooses.
///
/// # Errors
/// What the edge refused or the device could not do.
pub async fn use_passkey(begin: Intent, finish: Intent) -> Result<Session, Trouble> {
    if let Some(answer) = api::finish_again(finish).await {
        return Ok(answer?);
    }
    let ceremony = api::begin_ceremony(paths::SIGN_INS, begin, &StartSignIn {}).await?;
    let credential = browser::passkey::get_one(&ceremony.options).await?;
    Ok(api::finish_ceremony(paths::SIGN_INS, &ceremony, credential, finish).await?)
}
