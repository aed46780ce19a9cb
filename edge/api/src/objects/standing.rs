//! The part of a will that stands until it is changed: the policy, the pause, people approved. Each change reads, decides and
//! writes without waiting for anything.

use domain::AccountId;
use domain::consent::{Policy, Still};
use domain::limits::MAX_APPROVED;
use wire::{Code, Problem};

use super::versions;
use super::will::Will;
use crate::consent;
use crate::consent::call::{Held, Kept, Lent, Standing};
use crate::error::Answer;

impl<R: Lent> Will<'_, R> {
    /// The will as its owner sees it. This version of the policy is kept as it is signed, once: with a change, or with the
    /// first look at what was changed before versions were kept.
    fn standing(&self, record: &R, held: &Held) -> Answer<Standing> {
        let Held { policy, approved, .. } = held;
        let signed = match versions::find(self.state, policy.version)? {
            Some(signed) => signed,
            None => {
                let signed = consent::versions::sign(self.app, &record.subject(), policy, self.now)?;
                versions::keep(self.state, policy.version, self.now, &signed)?;
                signed
            }
        };
        Ok(Standing { policy: policy.clone(), approved: approved.clone(), used: held.tally.at(self.now), signed })
    }

    /// Versions of the policy older than `before`, newest first.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub(super) fn versions(&self, before: u32, limit: u32) -> Answer<Vec<Kept>> {
        let (record, held) = self.record()?;
        self.standing(&record, &held)?;
        versions::page(self.state, before, limit)
    }

    /// As it stands.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub(super) fn read(&self) -> Answer<Standing> {
        let (record, held) = self.record()?;
        self.standing(&record, &held)
    }

    /// Replaces the policy. Sent again, nothing changes.
    ///
    /// # Errors
    /// [`Code::Conflict`] when it was changed since; [`Code::Invalid`] when it does not fit.
    pub(super) fn set_policy(&self, mut policy: Policy, based_on: u32) -> Answer<Standing> {
        policy.check().map_err(|error| {
            Problem::new(Code::Invalid, crate::body::sentence(&error.to_string())).field("policy").rule("policy")
        })?;
        let (record, mut held) = self.record()?;
        policy.version = held.policy.version;
        if policy == held.policy {
            return self.standing(&record, &held);
        }
        if held.policy.version != based_on {
            let detail = "Your rules were changed elsewhere meanwhile. Load them again, then change them.";
            return Err(Problem::new(Code::Conflict, detail).rule("version").into());
        }
        // What is changed is kept, too, if nobody has looked at it since versions are.
        self.standing(&record, &held)?;
        policy.version += 1;
        if policy.paused != held.policy.paused {
            held.still = still(&held).alone(policy.paused);
        }
        held.policy = policy;
        self.keep(record, held)
    }

    /// Pauses every use, or lets them go on.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub(super) fn pause(&self, paused: bool) -> Answer<Standing> {
        self.stand(|now| now.alone(paused))
    }

    /// The same by the switch for everything of the owner's. The same turn again, or one that comes late, changes nothing.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub(super) fn pause_all(&self, paused: bool, turn: u32) -> Answer<Standing> {
        self.stand(|now| now.all(paused, turn))
    }

    fn stand(&self, turned: impl FnOnce(Still) -> Still) -> Answer<Standing> {
        let (record, mut held) = self.record()?;
        let before = still(&held);
        held.still = turned(before);
        if held.still == before {
            return self.standing(&record, &held);
        }
        // What is changed is kept, too, if nobody has looked at it since versions are.
        self.standing(&record, &held)?;
        if held.still.paused != before.paused {
            held.policy.paused = held.still.paused;
            held.policy.version += 1;
        }
        self.keep(record, held)
    }

    /// Approves a member for good, or no longer.
    ///
    /// # Errors
    /// [`Code::TooMany`].
    pub(super) fn approve(&self, member: AccountId, yes: bool) -> Answer<Standing> {
        let (record, mut held) = self.record()?;
        set_approved(&mut held, member, yes)?;
        self.keep(record, held)
    }

    fn keep(&self, record: R, held: Held) -> Answer<Standing> {
        let standing = self.standing(&record, &held)?;
        self.save(record, held)?;
        Ok(standing)
    }
}

/// What stands still, and by which switch. The policy says whether it does.
fn still(held: &Held) -> Still {
    Still { paused: held.policy.paused, ..held.still }
}

/// Approves a member for good, or no longer.
///
/// # Errors
/// [`Code::TooMany`] when the list is full.
pub(super) fn set_approved(held: &mut Held, member: AccountId, yes: bool) -> Answer<()> {
    held.approved.retain(|other| *other != member);
    if yes {
        if held.approved.len() >= MAX_APPROVED {
            let detail = format!("At most {MAX_APPROVED} people can be approved. Take one off the list first.");
            return Err(Problem::new(Code::TooMany, detail).rule("approved").into());
        }
        held.approved.push(member);
    }
    Ok(())
}
