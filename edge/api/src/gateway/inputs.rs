//! Picture and speech for a provider: kept encrypted, opened for it at an address that ends with the job.
//!
//! Each is AES-256-GCM under a key derived from the instance's secret, bound to its render. They are removed as soon as the
//! job has come to its end, whatever that is.

use domain::RenderId;
use subtle::ConstantTimeEq;

use super::call::{Record, What};
use crate::crypto::{base64url, hmac, open as unseal, seal};
use crate::error::{Answer, Failure};
use crate::state::App;

/// Characters of an identifier.
const ID: usize = 26;

fn key(render: &RenderId, what: What) -> String {
    format!("renders/{render}/{}", what.name())
}

/// Keeps an input.
///
/// # Errors
/// The bucket fails.
pub async fn keep(app: &App, render: &RenderId, what: What, bytes: &[u8]) -> Answer<()> {
    let sealed = seal(&app.key("inputs"), app.random()?, key(render, what).as_bytes(), bytes)
        .ok_or_else(|| Failure::Internal("an input could not be encrypted".into()))?;
    app.packs()?.put(key(render, what), sealed).execute().await?;
    Ok(())
}

/// Opens an input; none when it was removed.
///
/// # Errors
/// The bucket fails, or the input was changed.
pub async fn open(app: &App, render: &RenderId, what: What) -> Answer<Option<Vec<u8>>> {
    let object = app.packs()?.get(key(render, what)).execute().await?;
    let Some(body) = object.as_ref().and_then(worker::Object::body) else { return Ok(None) };
    let opened = unseal(&app.key("inputs"), key(render, what).as_bytes(), &body.bytes().await?);
    opened.map(Some).ok_or_else(|| Failure::Internal("an input does not open".into()))
}

/// Removes both.
///
/// # Errors
/// The bucket fails.
pub async fn remove(app: &App, render: &RenderId) -> Answer<()> {
    let keys = vec![key(render, What::Still), key(render, What::Speech)];
    Ok(app.packs()?.delete_multiple(keys).await?)
}

/// The address of an input, for the provider alone.
#[must_use]
pub fn address(app: &App, record: &Record, what: What) -> String {
    format!("{}/inputs/{}", app.origin(), token(&app.key("input addresses"), record, what))
}

fn token(key: &[u8; 32], record: &Record, what: What) -> String {
    let render = &record.ordered.render;
    let mac = hmac(key, format!("{render} {} {}", record.nonce, what.name()).as_bytes());
    let kind = if what == What::Still { 'p' } else { 's' };
    format!("{render}{kind}{}", base64url(&mac))
}

/// Whose input a token names, and which; not yet whether it is right.
#[must_use]
pub fn named(token: &str) -> Option<(RenderId, What)> {
    let what = match token.get(ID..=ID)? {
        "p" => What::Still,
        "s" => What::Speech,
        _ => return None,
    };
    Some((token.get(..ID)?.parse().ok()?, what))
}

/// Whether a token opens this input now: the right one, while its job may need it.
#[must_use]
pub fn opens(app: &App, record: &Record, what: What, shown: &str) -> bool {
    let right = token(&app.key("input addresses"), record, what);
    let alive = !record.job.stage.is_final() && !record.inputs_removed && record.inputs.contains(&what);
    alive && bool::from(right.as_bytes().ct_eq(shown.as_bytes()))
}

/// The token of a render's callbacks.
#[must_use]
pub fn callback_token(app: &App, render: &RenderId) -> String {
    format!("{render}{}", base64url(&hmac(&app.key("callbacks"), render.as_str().as_bytes())))
}

/// The render of a callback's token, if the token is right.
#[must_use]
pub fn called(app: &App, shown: &str) -> Option<RenderId> {
    let render: RenderId = shown.get(..ID)?.parse().ok()?;
    bool::from(callback_token(app, &render).as_bytes().ct_eq(shown.as_bytes())).then_some(render)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::unbase64url;
    use crate::gateway::call::Ordered;
    use domain::AccountId;

    fn record(nonce: &str) -> Record {
        let ordered = Ordered {
            render: RenderId::from_bytes(&[1; 16]),
            account: AccountId::from_bytes(&[2; 16]),
            generator: "fal-heygen-avatar4".into(),
            price: 1,
            speech_ms: 1000,
            created_at: 0,
        };
        Record::new(ordered, 1, nonce.into())
    }

    #[test]
    fn an_address_names_its_input_and_ends_with_its_nonce() {
        let shown = token(&[7; 32], &record("a"), What::Speech);
        assert_eq!(named(&shown), Some((RenderId::from_bytes(&[1; 16]), What::Speech)));
        assert_ne!(shown, token(&[7; 32], &record("b"), What::Speech));
        assert_ne!(shown[ID + 1..], token(&[7; 32], &record("a"), What::Still)[ID + 1..]);
        assert!(named("").is_none() && named(&shown[1..]).is_none() && named("ä").is_none());
        assert!(unbase64url(&shown[ID + 1..]).is_some());
    }
}
