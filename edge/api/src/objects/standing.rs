//! The part of a will that stands until it is changed: the policy, the pause, people approved. Each change reads, decides and
//! writes without waiting for anything.

use domain::AccountId;
use domain::consent::{Policy, Still};
use domain::limits::MAX_APPROVED;
use wire::{Code, Problem};

use super::will::Will;
use crate::consent::call::{Held, Lent, Standing};
use crate::error::Answer;

impl<R: Lent> Will<'_, R> {
    fn standing(&self, held: &Held) -> Standing {
        Standing { policy: held.policy.clone(), approved: held.approved.clone(), used: held.tally.at(self.now) }
    }

    /// As it stands.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub(super) fn read(&self) -> Answer<Standing> {
        Ok(self.standing(&self.record()?.1))
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
            return Ok(self.standing(&held));
        }
        if held.policy.version != based_on {
            let detail = "Your rules were changed elsewhere meanwhile. Load them again, then change them.";
            return Err(Problem::new(Code::Conflict, detail).rule("version").into());
        }
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
            return Ok(self.standing(&held));
        }
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
        let standing = self.standing(&held);
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
