//! Whether a clip may be made into another in which its person does not play. Nothing of a likeness is used then, only what
//! they said and where: so caps, parts and where a pack may go have no say, and who may cast them still has.

use super::{Audience, Decision, Facts, Grant, Parts, Policy, Purpose, Reason, Rule, Will};
use crate::UnixMs;

/// Decides it. Default deny: a policy that lends to nobody lends no clip, either.
pub(super) fn decide(policy: &Policy, facts: &Facts<'_>, yes: bool, now: UnixMs) -> Decision {
    let allow = || {
        let grant = Grant {
            policy_version: policy.version,
            parts: Parts::Both,
            wishes: Vec::new(),
            // There is nothing of them in the file to look at.
            publish_unseen: true,
            downloads: policy.downloads,
        };
        Decision::Allow(grant)
    };
    if facts.asker == facts.owner {
        return allow();
    }
    let hard = [
        // Whom they blocked is nobody's business: it reads the same as keeping everything to oneself.
        (facts.blocked || policy.audience == Audience::OnlyMe, Rule::OwnClip),
        (policy.audience == Audience::Mutuals && !facts.mutual && !facts.approved, Rule::NotMutual),
        (policy.expires_at.is_some_and(|end| now >= end), Rule::Expired),
    ];
    if let Some((_, rule)) = hard.into_iter().find(|(holds, _)| *holds) {
        return Decision::Deny(rule.into());
    }
    if yes {
        return allow();
    }
    let purpose = match facts.purpose {
        Purpose::Personal => (Will::Allow, Rule::Commercial),
        Purpose::Commercial => (policy.commercial, Rule::Commercial),
        // Always its own permission: no rule allows it.
        Purpose::Ad => (if policy.ads == Will::Deny { Will::Deny } else { Will::Ask }, Rule::Ads),
    };
    let ask = |holds: bool| if holds { Will::Ask } else { Will::Allow };
    let weighed = [
        (policy.remix, Rule::Remix),
        purpose,
        (ask(policy.audience == Audience::Approved && !facts.approved), Rule::NotApproved),
        (ask(policy.ask_each && !facts.approved), Rule::AskEach),
    ];
    if let Some((_, rule)) = weighed.iter().find(|(will, _)| *will == Will::Deny) {
        return Decision::Deny((*rule).into());
    }
    let asked: Vec<Reason> =
        weighed.iter().filter(|(will, _)| *will == Will::Ask).map(|(_, rule)| (*rule).into()).collect();
    if asked.is_empty() { allow() } else { Decision::Ask(asked) }
}
