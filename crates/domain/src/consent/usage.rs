//! The life of one use of one likeness, as its single writer keeps it: asked, allowed, made, or ended.
//!
//! ```text
//!             ┌────────── yes ──────────┐
//!   ask ──► Asked                    Allowed ── make ──► Made
//!    │        │ no                     │ release           │ revoke
//!    │        ▼                        ▼                   ▼
//!    └─ by a rule ──► Allowed       Released            Revoked
//! ```
//! A use counts in the tally from `Allowed` on, and stops to count only when it ends without a clip. Revoked is final.

use serde::{Deserialize, Serialize};

use super::{Decision, Facts, Grant, Policy, Reason, Rule, Tally, decide};
use crate::{AccountId, UnixMs};

/// Where a use stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The owner has to answer.
    Asked,
    /// Granted; the clip is being made.
    Allowed,
    /// A clip exists.
    Made,
    /// The owner said no.
    Refused,
    /// The owner took it back.
    Revoked,
    /// It ended without a clip.
    Released,
}

impl Stage {
    /// The name on the wire and in the projection.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Allowed => "allowed",
            Self::Made => "made",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Released => "released",
        }
    }

    /// Whether nothing can be made with it any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Refused | Self::Revoked | Self::Released)
    }
}

/// One use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Who asked.
    pub asker: AccountId,
    /// Hash of the whole wish: cast, script, prompt, choices. Another wish needs another use.
    pub digest: String,
    /// Where it stands.
    pub stage: Stage,
    /// Whether the owner said yes to it.
    pub yes: bool,
    /// The hour in which it was counted, while it counts.
    pub counted: Option<u64>,
    /// When it was asked for.
    pub at: UnixMs,
    /// Whether the owner is cast. If not, a clip of theirs is made into another.
    #[serde(default = "cast")]
    pub plays: bool,
}

/// Uses from before there were remixes all cast their owner.
fn cast() -> bool {
    true
}

/// A wish as it comes to the likeness.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// What is decided about.
    pub facts: &'a Facts<'a>,
    /// Hash of the whole wish.
    pub digest: &'a str,
    /// Asks the owner although a rule refuses, where the owner can say yes in spite of it.
    pub appeal: bool,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted, and counted.
    Allowed(Grant),
    /// The owner has to answer.
    Waits(Vec<Reason>),
}

/// Asks for a use. Asked again with the same wish, the same use answers; the tally changes once.
///
/// # Errors
/// The rule that refuses. Nothing is changed.
pub fn ask(
    policy: &Policy,
    tally: &mut Tally,
    before: Option<&Use>,
    wish: &Wish<'_>,
    now: UnixMs,
) -> Result<(Use, Outcome), Reason> {
    if let Some(before) = before {
        if before.digest != wish.digest || before.asker != *wish.facts.asker {
            return Err(Rule::OtherWish.into());
        }
        return match &before.stage {
            Stage::Refused => Err(Rule::Refused.into()),
            Stage::Revoked | Stage::Released => Err(Rule::Revoked.into()),
            Stage::Asked => match decide(policy, tally, wish.facts, false, false, now) {
                Decision::Ask(reasons) => Ok((before.clone(), Outcome::Waits(reasons))),
                Decision::Deny(reason) if !(wish.appeal && reason.rule.can_be_asked()) => Err(reason),
                Decision::Deny(reason) => Ok((before.clone(), Outcome::Waits(vec![reason]))),
                // A rule was loosened meanwhile: the owner's answer is still awaited, since they were asked.
                Decision::Allow(_) => Ok((before.clone(), Outcome::Waits(Vec::new()))),
            },
            Stage::Allowed | Stage::Made => {
                check(policy, tally, before, wish, now).map(|grant| (before.clone(), Outcome::Allowed(grant)))
            }
        };
    }
    let fresh = |stage, counted| Use {
        asker: wish.facts.asker.clone(),
        digest: wish.digest.to_owned(),
        stage,
        yes: false,
        counted,
        at: now,
        plays: wish.facts.plays,
    };
    match decide(policy, tally, wish.facts, false, false, now) {
        Decision::Allow(grant) => {
            let counted = counts(wish).then(|| tally.count(now));
            Ok((fresh(Stage::Allowed, counted), Outcome::Allowed(grant)))
        }
        Decision::Ask(reasons) => Ok((fresh(Stage::Asked, None), Outcome::Waits(reasons))),
        Decision::Deny(reason) if wish.appeal && reason.rule.can_be_asked() => {
            Ok((fresh(Stage::Asked, None), Outcome::Waits(vec![reason])))
        }
        Decision::Deny(reason) => Err(reason),
    }
}

/// Whether caps count a use: neither one's own, nor a clip that is only made into another.
fn counts(wish: &Wish<'_>) -> bool {
    wish.facts.asker != wish.facts.owner && wish.facts.plays
}

/// The owner's answer. Answered again alike, nothing changes.
///
/// # Errors
/// A rule that a yes cannot stand in for, or that the use is over.
pub fn answer(
    policy: &Policy,
    tally: &mut Tally,
    before: &Use,
    wish: &Wish<'_>,
    yes: bool,
    now: UnixMs,
) -> Result<Use, Reason> {
    if before.digest != wish.digest {
        return Err(Rule::OtherWish.into());
    }
    match (&before.stage, yes) {
        (Stage::Asked, false) => Ok(Use { stage: Stage::Refused, ..before.clone() }),
        (Stage::Refused, false) | (Stage::Allowed | Stage::Made, true) => Ok(before.clone()),
        (Stage::Asked, true) => match decide(policy, tally, wish.facts, false, true, now) {
            Decision::Allow(_) => {
                let counted = counts(wish).then(|| tally.count(now));
                Ok(Use { stage: Stage::Allowed, yes: true, counted, ..before.clone() })
            }
            Decision::Deny(reason) => Err(reason),
            Decision::Ask(reasons) => Err(reasons.into_iter().next().unwrap_or(Rule::AskEach.into())),
        },
        (Stage::Refused, true) => Err(Rule::Refused.into()),
        _ => Err(Rule::Revoked.into()),
    }
}

/// Whether a granted use still holds: asked whenever a pack opens, a file arrives, a clip is published. The policy of this
/// moment counts.
///
/// # Errors
/// The rule that speaks against it now.
pub fn check(policy: &Policy, tally: &Tally, granted: &Use, wish: &Wish<'_>, now: UnixMs) -> Result<Grant, Reason> {
    if granted.digest != wish.digest || granted.asker != *wish.facts.asker {
        return Err(Rule::OtherWish.into());
    }
    match granted.stage {
        Stage::Allowed | Stage::Made => {}
        Stage::Asked => return Err(Rule::AskEach.into()),
        Stage::Refused => return Err(Rule::Refused.into()),
        Stage::Revoked | Stage::Released => return Err(Rule::Revoked.into()),
    }
    match decide(policy, tally, wish.facts, granted.counted.is_some(), granted.yes, now) {
        Decision::Allow(grant) => Ok(grant),
        Decision::Deny(reason) => Err(reason),
        // The owner wants to be asked now about what a rule allowed before.
        Decision::Ask(reasons) => Err(reasons.into_iter().next().unwrap_or(Rule::AskEach.into())),
    }
}

/// The clip exists: the use counts for good.
#[must_use]
pub fn make(granted: &Use) -> Use {
    let stage = if granted.stage == Stage::Allowed { Stage::Made } else { granted.stage.clone() };
    Use { stage, ..granted.clone() }
}

/// It ended without a clip: it counts no more.
#[must_use]
pub fn release(tally: &mut Tally, granted: &Use) -> Use {
    match granted.stage {
        Stage::Asked | Stage::Allowed => over(tally, granted, Stage::Released),
        _ => granted.clone(),
    }
}

/// The owner takes it back. Final. What was made stays counted: it was used.
#[must_use]
pub fn revoke(tally: &mut Tally, granted: &Use) -> Use {
    match granted.stage {
        Stage::Made => Use { stage: Stage::Revoked, ..granted.clone() },
        Stage::Asked | Stage::Allowed => over(tally, granted, Stage::Revoked),
        _ => granted.clone(),
    }
}

fn over(tally: &mut Tally, granted: &Use, stage: Stage) -> Use {
    if let Some(hour) = granted.counted {
        tally.release(hour);
    }
    Use { stage, counted: None, ..granted.clone() }
}
