//! Every version of a policy, as it was signed for its owner to keep: listed newest first, each with what it was changed from.

use axum::extract::{Query, State};
use domain::UnixMs;
use domain::consent::Policy;
use domain::limits::{MAX_POLICY_VERSIONS, POLICY_VERSIONS_PAGE};
use serde::{Deserialize, Serialize};
use wire::versions::{PolicyVersion, PolicyVersions};

use super::Subject;
use super::call::{Kept, Question};
use super::will::{Names, subject};
use crate::body::Json;
use crate::crypto::unbase64url;
use crate::error::{Answer, Failure};
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{cursor, log};

/// Media type of what is signed.
const TYPE: &str = "understudy-policy+jwt";

/// What the instance signs of a policy: it reads so, in this version, from this time on.
#[derive(Serialize)]
struct Statement<'a> {
    iss: &'a str,
    /// The character that it is about; none for the likeness.
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    policy: &'a Policy,
}

/// Signs a version of a policy: a JWS (RFC 7515).
///
/// # Errors
/// Never, for a time of this age.
pub fn sign(app: &App, subject: &Subject, policy: &Policy, at: UnixMs) -> Answer<String> {
    let statement = Statement { iss: app.origin(), sub: subject.character().map(ToString::to_string), policy };
    log::issuer(app).state(TYPE, &statement, at / 1000).map_err(|error| Failure::Internal(error.to_string()))
}

/// The policy in what was signed.
fn read(signed: &str) -> Answer<Policy> {
    #[derive(Deserialize)]
    struct Claims {
        policy: Policy,
    }
    let claims = signed.split('.').nth(1).and_then(unbase64url).unwrap_or_default();
    Ok(serde_json::from_slice::<Claims>(&claims)?.policy)
}

/// At most `limit` versions older than `before`, newest first.
///
/// # Errors
/// [`wire::Code::NotFound`] when there is no such thing any more.
pub async fn page(app: &App, subject: &Subject, before: u32, limit: u32) -> Answer<Vec<PolicyVersion>> {
    let kept: Vec<Kept> = subject.ask(app, Question::Versions { before, limit }, &[]).await?;
    kept.into_iter()
        .map(|Kept { at, signed }| {
            let policy = read(&signed)?;
            Ok(PolicyVersion { version: policy.version, at, policy, signed })
        })
        .collect()
}

/// `GET …/policy/versions`.
#[worker::send]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    names: Names,
    Query(query): Query<Parameters>,
) -> Answer<Json<PolicyVersions>> {
    let subject = subject(&app, &caller, &names).await?;
    let before = match parameter(&query, "cursor") {
        "" => u32::MAX,
        version => version.parse().map_err(|_| cursor::refused())?,
    };
    // One more than is shown: what the last of the page was changed from.
    let mut versions = page(&app, &subject, before, POLICY_VERSIONS_PAGE + 1).await?;
    let older = if versions.len() > POLICY_VERSIONS_PAGE as usize { versions.pop() } else { None };
    let next = older.as_ref().and_then(|_| versions.last()).map(|last| last.version.to_string());
    Ok(Json(PolicyVersions { versions, before: older.map(|older| older.policy), next, kept: MAX_POLICY_VERSIONS }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::base64url;

    #[test]
    fn the_policy_is_read_from_what_was_signed() {
        let policy = Policy { version: 7, paused: true, ..Policy::default() };
        let statement = Statement { iss: "https://example.org", sub: None, policy: &policy };
        let body = base64url(&serde_json::to_vec(&statement).unwrap());
        assert_eq!(read(&format!("head.{body}.signature")).unwrap(), policy);
        assert!(read("head.e30.signature").is_err() && read("").is_err());
    }
}
