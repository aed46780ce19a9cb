//! Picture and speech for a provider: kept encrypted, opened for it at an address that ends with the job.
//!
//! Each is AES-256-GCM under a key derived from the instance's secret, bound to its render. They are removed as soon as the
//! job has come to its end, whatever that is. An address serves one step, and for each time that it is ordered no more
//! than a few times all of its input: a provider asks for its size, fetches it in parts, and again where a connection broke.

use domain::RenderId;
use serde::{Deserialize, Serialize};
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

/// Gives the inputs of one job to another: the same picture, the same speech. Those that are here.
///
/// # Errors
/// The bucket fails.
pub async fn hand_on(app: &App, from: &Record, to: &RenderId) -> Answer<Vec<What>> {
    let mut given = Vec::new();
    for what in from.inputs.iter().copied().filter(|_| !from.inputs_removed) {
        if let Some(bytes) = open(app, &from.ordered.render, what).await? {
            keep(app, to, what, &bytes).await?;
            given.push(what);
        }
    }
    Ok(given)
}

/// The address of an input, for the provider alone and for the present step alone.
#[must_use]
pub fn address(app: &App, record: &Record, what: What) -> String {
    format!("{}/inputs/{}", app.origin(), token(&app.key("input addresses"), record, what))
}

fn token(key: &[u8; 32], record: &Record, what: What) -> String {
    let render = &record.ordered.render;
    let (order, step) = (&record.nonce, record.job.step);
    let mac = hmac(key, format!("{render} {order} {step} {}", what.name()).as_bytes());
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
    record.offers(what) && bool::from(right.as_bytes().ct_eq(shown.as_bytes()))
}

/// One order: a step of a round of a render's job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordering {
    /// Its render.
    pub render: RenderId,
    /// How often its job had been taken up again.
    pub round: u32,
    /// The step, from 0.
    pub step: u8,
    /// Who makes it: known also when the job is not any more.
    pub generator: String,
}

/// The token of an order's callbacks.
#[must_use]
pub fn callback_token(app: &App, order: &Ordering) -> String {
    order_token(&app.key("callbacks"), order)
}

/// The order of a callback's token, if the token is right.
#[must_use]
pub fn called(app: &App, shown: &str) -> Option<Ordering> {
    order_of(&app.key("callbacks"), shown)
}

fn order_token(key: &[u8; 32], order: &Ordering) -> String {
    let Ordering { render, round, step, generator } = order;
    let mac = hmac(key, format!("{render} {round} {step} {generator}").as_bytes());
    format!("{render}{round}.{step}.{generator}.{}", base64url(&mac))
}

fn order_of(key: &[u8; 32], shown: &str) -> Option<Ordering> {
    let render = shown.get(..ID)?.parse().ok()?;
    let mut parts = shown.get(ID..)?.splitn(3, '.');
    let (round, step) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (generator, _) = parts.next()?.rsplit_once('.')?;
    let order = Ordering { render, round, step, generator: generator.to_owned() };
    // What is written in another way, as `+1` or `01`, is another token.
    bool::from(order_token(key, &order).as_bytes().ct_eq(shown.as_bytes())).then_some(order)
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
            fall_back: false,
            agreed: 1,
            tried: Vec::new(),
        };
        Record::new(ordered, 1, nonce.into())
    }

    #[test]
    fn a_callback_s_token_is_of_one_step_of_one_round() {
        let key = [7; 32];
        let made = |by: &str, round, step| Ordering {
            render: RenderId::from_bytes(&[1; 16]),
            round,
            step,
            generator: by.to_owned(),
        };
        let order = |round, step| made("fal-ltx-2.3", round, step);
        let tokens =
            [(0, 0), (0, 1), (1, 0), (12, 0), (1, 20)].map(|(round, step)| order_token(&key, &order(round, step)));
        for (k, token) in tokens.iter().enumerate() {
            assert_eq!(order_of(&key, token), Some(order([0, 0, 1, 12, 1][k], [0, 1, 0, 0, 20][k])));
            assert_eq!(tokens.iter().filter(|other| *other == token).count(), 1);
            assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)), "it is part of a path");
            assert_eq!(order_of(&[8; 32], token), None);
        }
        let other = order_token(&key, &made("fal-wan-2.7", 0, 0));
        assert_eq!(order_of(&key, &other), Some(made("fal-wan-2.7", 0, 0)));
        assert_eq!(order_of(&key, &other.replacen("wan-2.7", "ltx-2.3", 1)), None);
        // The readable part of one with the proof of another, and what is written in another way.
        let (first, second) = (&tokens[0], &tokens[1]);
        let forged = first.replacen(".0.", ".1.", 1);
        assert_eq!(&forged[..ID + 4], &second[..ID + 4]);
        for wrong in [forged, first.replacen(".0.", ".00.", 1), first.replacen(".0.", ".+0.", 1), format!("{first}.x")]
        {
            assert_eq!(order_of(&key, &wrong), None, "{wrong}");
        }
        for wrong in ["", "x", &first[..ID], &first[..ID + 3], "\u{e4}"] {
            assert_eq!(order_of(&key, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_names_its_input_and_ends_with_its_nonce() {
        let shown = token(&[7; 32], &record("a"), What::Speech);
        assert_eq!(named(&shown), Some((RenderId::from_bytes(&[1; 16]), What::Speech)));
        assert_ne!(shown, token(&[7; 32], &record("b"), What::Speech));
        let mut later = record("a");
        later.job.step = 1;
        assert_ne!(shown, token(&[7; 32], &later, What::Speech), "the next step has an address of its own");
        assert_ne!(shown[ID + 1..], token(&[7; 32], &record("a"), What::Still)[ID + 1..]);
        assert!(named("").is_none() && named(&shown[1..]).is_none() && named("ä").is_none());
        assert!(unbase64url(&shown[ID + 1..]).is_some());
    }
}
