//! The still that an avatar is made of: kept encrypted, opened for its provider at an address that nobody could guess, and removed
//! as soon as it is made ready, refused or taken back.

use domain::AvatarId;
use subtle::ConstantTimeEq;

use crate::crypto::{base64url, hmac, open as unseal, seal};
use crate::error::{Answer, Failure};
use crate::state::App;

/// Characters of an identifier.
const ID: usize = 26;
/// What stands between it and its proof; inputs of jobs have other letters there.
const KIND: &str = "a";

fn key(id: &AvatarId) -> String {
    format!("avatars/{id}/still")
}

/// Keeps a still.
///
/// # Errors
/// The bucket fails.
pub async fn keep(app: &App, id: &AvatarId, jpeg: &[u8]) -> Answer<()> {
    let sealed = seal(&app.key("avatar stills"), app.random()?, key(id).as_bytes(), jpeg)
        .ok_or_else(|| Failure::Internal("a still could not be encrypted".into()))?;
    app.packs()?.put(key(id), sealed).execute().await?;
    Ok(())
}

/// Removes it.
///
/// # Errors
/// The bucket fails.
pub async fn remove(app: &App, id: &AvatarId) -> Answer<()> {
    Ok(app.packs()?.delete(key(id)).await?)
}

/// Its address, for its provider alone.
#[must_use]
pub fn address(app: &App, id: &AvatarId) -> String {
    format!("{}/inputs/{}", app.origin(), token(&app.key("avatar addresses"), id))
}

fn token(secret: &[u8; 32], id: &AvatarId) -> String {
    format!("{id}{KIND}{}", base64url(&hmac(secret, id.as_str().as_bytes())))
}

/// Whose still a token names; not yet whether it is right.
fn named(token: &str) -> Option<AvatarId> {
    token.get(ID..=ID).filter(|kind| *kind == KIND)?;
    token.get(..ID)?.parse().ok()
}

/// The still at this address; none where the address is of something else, is wrong, or nothing lies there any more.
///
/// # Errors
/// The bucket fails, or the still was changed.
pub async fn at(app: &App, shown: &str) -> Answer<Option<Vec<u8>>> {
    let Some(id) = named(shown) else { return Ok(None) };
    let right = token(&app.key("avatar addresses"), &id);
    if !bool::from(right.as_bytes().ct_eq(shown.as_bytes())) {
        return Ok(None);
    }
    let object = app.packs()?.get(key(&id)).execute().await?;
    let Some(body) = object.as_ref().and_then(worker::Object::body) else { return Ok(None) };
    let opened = unseal(&app.key("avatar stills"), key(&id).as_bytes(), &body.bytes().await?);
    opened.map(Some).ok_or_else(|| Failure::Internal("a still does not open".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_one_still_and_of_nothing_else() {
        let id = AvatarId::from_bytes(&[1; 16]);
        let shown = token(&[7; 32], &id);
        assert_eq!(named(&shown), Some(id.clone()));
        assert_ne!(shown, token(&[8; 32], &id));
        assert!(crate::gateway::inputs::named(&shown).is_none(), "no input of a job");
        assert!(named("").is_none() && named(&shown[1..]).is_none() && named("ä").is_none());
    }
}
