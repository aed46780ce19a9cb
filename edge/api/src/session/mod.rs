//! Sessions: a random token in a `__Host-` cookie, of which only the hash is kept.

mod routes;
pub mod store;

use axum::extract::FromRequestParts;
use domain::AccountId;
use domain::limits::SESSION_TTL_MS;
use domain::text::Handle;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use wire::{Code, Problem};

use crate::crypto::{base64url, hex, sha256, unbase64url};
use crate::error::{Answer, Failure, not_found};
use crate::state::App;

pub use routes::routes;

/// Name of the cookie. The prefix makes browsers insist on `Secure`, `Path=/` and no `Domain`.
pub const COOKIE: &str = "__Host-session";
/// Using a session makes it last longer, in the database and in the browser, at most this often.
const RENEW_EVERY_MS: u64 = 24 * 3600 * 1000;

/// The member who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub account: AccountId,
    /// Their public name.
    pub handle: Handle,
    /// Hash of the session's token: names the session, opens nothing.
    pub session: String,
    /// Whether they run the instance.
    pub operator: bool,
    /// When the session was last used, to the day.
    pub used_at: u64,
}

/// The member who calls, or nobody. Only where the operation's `auth` is `Optional` or `Session`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaybeCaller(pub Option<Caller>);

impl Caller {
    /// Lets operators pass. To anyone else, what is theirs is not there.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn operates(&self) -> Answer<()> {
        if self.operator { Ok(()) } else { Err(not_found("There is nothing at this address.").into()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(sign_in_first)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MaybeCaller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Ok(Self(parts.extensions.get::<Caller>().cloned()))
    }
}

/// Nobody is signed in.
pub fn sign_in_first() -> Failure {
    Problem::new(Code::SignInFirst, "Nobody is signed in here, or the session has ended. Sign in and try again.").into()
}

/// Whose session the request carries.
///
/// # Errors
/// The database fails. A cookie that opens nothing is nobody, not an error.
pub async fn caller(app: &App, headers: &HeaderMap) -> Answer<Option<Caller>> {
    let Some(token) = token(headers) else { return Ok(None) };
    let session = hex(&sha256(&token));
    let Some(row) = store::find(&app.db()?, &session, app.now_ms()).await? else { return Ok(None) };
    Ok(Some(Caller {
        account: row.account,
        handle: row.handle,
        session,
        operator: row.operator != 0,
        used_at: row.used_at,
    }))
}

/// Makes the session that the request carries last, when it is time: then the browser gets this cookie.
///
/// # Errors
/// The database fails.
pub async fn renew(app: &App, headers: &HeaderMap, caller: &Caller) -> Answer<Option<HeaderValue>> {
    let now = app.now_ms();
    let Some(token) = token(headers).filter(|_| caller.used_at + RENEW_EVERY_MS <= now) else { return Ok(None) };
    store::touch(&app.db()?, &caller.session, now, now + SESSION_TTL_MS).await?;
    Ok(Some(of(&token)?.1))
}

/// The session that a token opens, written or not: its hash and its cookie.
///
/// # Errors
/// Never for these bytes.
pub fn of(token: &[u8; 32]) -> Answer<(String, HeaderValue)> {
    Ok((hex(&sha256(token)), cookie(&base64url(token), SESSION_TTL_MS / 1000)?))
}

/// Begins a session and answers with its cookie.
///
/// # Errors
/// The account is gone or leaving, or the database fails.
pub async fn begin(app: &App, account: &AccountId) -> Answer<HeaderValue> {
    let (hash, cookie) = of(&app.random()?)?;
    let now = app.now_ms();
    if !store::insert(&app.db()?, &hash, account, now, now + SESSION_TTL_MS).await? {
        return Err(not_found("This account is gone.").into());
    }
    Ok(cookie)
}

/// The cookie that ends a session in the browser.
///
/// # Errors
/// Never for this text.
pub fn no_cookie() -> Answer<HeaderValue> {
    cookie("", 0)
}

fn cookie(token: &str, seconds: u64) -> Answer<HeaderValue> {
    HeaderValue::from_str(&format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"))
        .map_err(|error| Failure::Internal(error.to_string()))
}

fn token(headers: &HeaderMap) -> Option<[u8; 32]> {
    let token = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))?;
    unbase64url(token)?.try_into().ok()
}
