//! The part of a likeness's object that is about its owner's will: the policy, and every use from asking to its end.
//!
//! Each method reads, decides and writes without waiting for anything, so that no two uses can both be the last that a cap
//! allows. What renders have to hear of it is recorded in the same write and told afterwards.

use domain::consent::usage::{self, Outcome, Stage, Wish};
use domain::consent::{Classify, Lexicon, Policy, Rule};
use domain::limits::{MAX_APPROVED, MAX_REQUESTS_WAITING, RENDER_TTL_MS};
use domain::{AccountId, RenderId};
use wire::{Code, Problem};
use worker::State;

use super::{record, uses};
use crate::error::{Answer, not_found};
use crate::likeness::call::{Asked, Considered, Record, Say, Standing, Telling, Which};

/// No render lives so long: what was granted to one before has come to nothing.
const STALE_MS: u64 = RENDER_TTL_MS + 3_600_000;

/// The will of one owner.
pub struct Will<'a> {
    /// The object's storage.
    pub state: &'a State,
    /// The time.
    pub now: u64,
}

impl Will<'_> {
    fn load(&self) -> Answer<Option<Record>> {
        Ok(record::load::<Record>(self.state)?.filter(|record| !record.leaving))
    }

    fn record(&self) -> Answer<Record> {
        Ok(self.load()?.ok_or_else(|| not_found("There is no understudy here. Scan your face to make one."))?)
    }

    fn standing(&self, record: &Record) -> Standing {
        Standing { policy: record.policy.clone(), approved: record.approved.clone(), used: record.tally.at(self.now) }
    }

    /// As it stands.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub fn read(&self) -> Answer<Standing> {
        Ok(self.standing(&self.record()?))
    }

    /// Replaces the policy. Sent again, nothing changes.
    ///
    /// # Errors
    /// [`Code::Conflict`] when it was changed since; [`Code::Invalid`] when it does not fit.
    pub fn set_policy(&self, mut policy: Policy, based_on: u32) -> Answer<Standing> {
        policy.check().map_err(|error| {
            Problem::new(Code::Invalid, crate::body::sentence(&error.to_string())).field("policy").rule("policy")
        })?;
        let mut record = self.record()?;
        policy.version = record.policy.version;
        if policy == record.policy {
            return Ok(self.standing(&record));
        }
        if record.policy.version != based_on {
            let detail = "Your rules were changed elsewhere meanwhile. Load them again, then change them.";
            return Err(Problem::new(Code::Conflict, detail).rule("version").into());
        }
        policy.version += 1;
        record.policy = policy;
        record.project = true;
        record::save(self.state, &record)?;
        Ok(self.standing(&record))
    }

    /// Pauses every use, or lets them go on.
    ///
    /// # Errors
    /// [`Code::NotFound`] without a likeness.
    pub fn pause(&self, paused: bool) -> Answer<Standing> {
        let mut record = self.record()?;
        if record.policy.paused != paused {
            record.policy.paused = paused;
            record.policy.version += 1;
            record.project = true;
            record::save(self.state, &record)?;
        }
        Ok(self.standing(&record))
    }

    /// Approves a member for good, or no longer.
    ///
    /// # Errors
    /// [`Code::TooMany`].
    pub fn approve(&self, member: AccountId, yes: bool) -> Answer<Standing> {
        let mut record = self.record()?;
        self.set_approved(&mut record, member, yes)?;
        record::save(self.state, &record)?;
        Ok(self.standing(&record))
    }

    fn set_approved(&self, record: &mut Record, member: AccountId, yes: bool) -> Answer<()> {
        record.approved.retain(|other| *other != member);
        if yes {
            if record.approved.len() >= MAX_APPROVED {
                let detail = format!("At most {MAX_APPROVED} people can be approved. Take one off the list first.");
                return Err(Problem::new(Code::TooMany, detail).rule("approved").into());
            }
            record.approved.push(member);
        }
        Ok(())
    }

    /// Asks for a use.
    ///
    /// # Errors
    /// The storage fails. A refusal is no error.
    pub fn consider(&self, asked: &Asked) -> Answer<Considered> {
        let Some(mut record) = self.load()? else { return Ok(without_rules(asked)) };
        if !asked.dry {
            let stale = uses::stale(self.state, self.now.saturating_sub(STALE_MS))?;
            for (render, used) in &stale {
                uses::save(self.state, render, &usage::release(&mut record.tally, used))?;
            }
            if !stale.is_empty() {
                record::save(self.state, &record)?;
            }
        }
        let before = if asked.dry { None } else { uses::load(self.state, &asked.render)? };
        let has_pack = record.current.is_some();
        let findings = Lexicon.classify(&asked.script, &asked.prompt);
        let mut tally = record.tally.clone();
        let facts = asked.facts(&record, has_pack, &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: asked.appeal };
        let (used, outcome) = match usage::ask(&record.policy, &mut tally, before.as_ref(), &wish, self.now) {
            Ok(answer) => answer,
            Err(reason) => return Ok(Considered::Denied(reason)),
        };
        if !asked.dry && before.as_ref() != Some(&used) {
            if used.stage == Stage::Asked && uses::waiting(self.state, &asked.asker)? >= MAX_REQUESTS_WAITING {
                let detail = format!(
                    "{MAX_REQUESTS_WAITING} requests can wait with one person. Wait for an answer, or cancel one."
                );
                return Err(Problem::new(Code::TooMany, detail).rule("requests_waiting").into());
            }
            record.tally = tally;
            record::save(self.state, &record)?;
            uses::save(self.state, &asked.render, &used)?;
            if before.is_none() {
                uses::unsure(self.state, &asked.render, self.now)?;
            }
        }
        Ok(match outcome {
            Outcome::Allowed(grant) => Considered::Allowed(grant),
            Outcome::Waits(reasons) => Considered::Waits(reasons),
        })
    }

    /// Whether a granted use still holds.
    ///
    /// # Errors
    /// The storage fails. A refusal is no error.
    pub fn check(&self, asked: &Asked) -> Answer<Considered> {
        let denied = |rule: Rule| Ok(Considered::Denied(rule.into()));
        let Some(record) = self.load()? else { return Ok(without_rules(asked)) };
        let Some(used) = uses::load(self.state, &asked.render)? else { return denied(Rule::Revoked) };
        let findings = Lexicon.classify(&asked.script, &asked.prompt);
        let facts = asked.facts(&record, record.current.is_some(), &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: false };
        Ok(match usage::check(&record.policy, &record.tally, &used, &wish, self.now) {
            Ok(grant) => Considered::Allowed(grant),
            Err(reason) => Considered::Denied(reason),
        })
    }

    /// The owner's answer to a use that waits.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is none.
    pub fn answer(&self, asked: &Asked, yes: bool, always: bool, note: Option<String>) -> Answer<Considered> {
        let mut record = self.record()?;
        let before = uses::load(self.state, &asked.render)?
            .ok_or_else(|| not_found("This request is over: whoever asked has taken it back."))?;
        let findings = Lexicon.classify(&asked.script, &asked.prompt);
        let mut tally = record.tally.clone();
        let facts = asked.facts(&record, record.current.is_some(), &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: false };
        let used = match usage::answer(&record.policy, &mut tally, &before, &wish, yes, self.now) {
            Ok(used) => used,
            Err(reason) => return Ok(Considered::Denied(reason)),
        };
        let considered = match used.stage {
            Stage::Allowed | Stage::Made => match usage::check(&record.policy, &tally, &used, &wish, self.now) {
                Ok(grant) => Considered::Allowed(grant),
                Err(reason) => return Ok(Considered::Denied(reason)),
            },
            _ => Considered::Denied(Rule::Refused.into()),
        };
        record.tally = tally;
        if used != before {
            let say = match &considered {
                Considered::Allowed(grant) => Say::Allow(grant.clone()),
                _ => Say::Refuse(note),
            };
            record.tell.push(Telling { render: asked.render.clone(), say });
        }
        if yes && always {
            self.set_approved(&mut record, asked.asker.clone(), true)?;
        }
        record::save(self.state, &record)?;
        uses::save(self.state, &asked.render, &used)?;
        Ok(considered)
    }

    /// A clip was made of a use.
    ///
    /// # Errors
    /// The storage fails.
    pub fn made(&self, render: &RenderId) -> Answer<()> {
        uses::sure(self.state, render)?;
        match uses::load(self.state, render)? {
            Some(used) => uses::save(self.state, render, &usage::make(&used)),
            None => Ok(()),
        }
    }

    /// A use ended without a clip.
    ///
    /// # Errors
    /// The storage fails.
    pub fn release(&self, render: &RenderId) -> Answer<()> {
        uses::sure(self.state, render)?;
        let (Some(mut record), Some(used)) = (self.load()?, uses::load(self.state, render)?) else { return Ok(()) };
        let after = usage::release(&mut record.tally, &used);
        record::save(self.state, &record)?;
        uses::save(self.state, render, &after)
    }

    /// Nothing of a render is left: nor of its use, but for the count.
    ///
    /// # Errors
    /// The storage fails.
    pub fn drop(&self, render: &RenderId) -> Answer<()> {
        self.release(render)?;
        uses::remove(self.state, render)
    }

    /// Takes uses back. The renders are told afterwards.
    ///
    /// # Errors
    /// The storage fails.
    pub fn revoke(&self, which: &Which) -> Answer<u32> {
        let mut record = self.record()?;
        let by = match which {
            Which::By(member) => Some(member),
            // Each of them has to be looked at first.
            Which::Unfitting => {
                record.sift = Some(String::new());
                record::save(self.state, &record)?;
                return Ok(0);
            }
            Which::Renders(_) | Which::All => None,
        };
        let mut revoked = 0;
        for (render, used) in uses::alive(self.state, &record.account, by)? {
            if matches!(which, Which::Renders(named) if !named.contains(&render)) {
                continue;
            }
            uses::save(self.state, &render, &usage::revoke(&mut record.tally, &used))?;
            record.tell.push(Telling { render: render.clone(), say: Say::TakeBack });
            revoked += 1;
        }
        record::save(self.state, &record)?;
        Ok(revoked)
    }
}

/// Who has no likeness has no rules, either: nothing of theirs is lent, their clips included.
fn without_rules(asked: &Asked) -> Considered {
    Considered::Denied(if asked.plays { Rule::NoUnderstudy } else { Rule::OwnClip }.into())
}
