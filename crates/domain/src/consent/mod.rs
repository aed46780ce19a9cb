//! Consent: one decision about using a likeness. Default deny: what no rule allows is refused, with the rule that refused
//! and the words that it is about.
//!
//! [`decide`] is pure over policy, facts, tally and clock. [`usage`] is the life of one use, as the likeness's single
//! writer keeps it.

mod finding;
mod freetext;
mod language;
mod lexicon;
mod maker;
mod policy;
mod remix;
mod rule;
mod still;
mod tally;
mod theme;
pub mod usage;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::{AccountId, UnixMs};

pub use finding::{Classify, Field, Finding, Findings, Span};
pub use freetext::{Limit, Read, read};
pub use language::{Language, NotALanguage};
pub use lexicon::Lexicon;
pub use maker::{Home, Maker, TwoAtHome, choose_maker};
pub use policy::{Audience, Caps, Company, Holding, POLICY_FORM, Parts, Policy, PolicyError, Preset, Will};
pub use rule::Rule;
pub use still::Still;
pub use tally::Tally;
pub use theme::Theme;

/// Version of the consent text that a capture agrees to. Changing the text means a new number.
pub const CONSENT_VERSION: u32 = 2;
/// Version of the consent text that a copy of a voice at an outside provider agrees to. Changing the text means a new number.
pub const VOICE_CONSENT_VERSION: u32 = 1;
/// Version of the consent text that an avatar at an outside provider agrees to. Changing the text means a new number.
pub const AVATAR_CONSENT_VERSION: u32 = 1;

/// What a clip is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For its own sake.
    #[default]
    Personal,
    /// Earns money or sells something.
    Commercial,
    /// An advertisement.
    Ad,
}

/// One wish to use one likeness in one clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Who asks.
    pub asker: &'a AccountId,
    /// The person depicted.
    pub owner: &'a AccountId,
    /// Whether a pack exists to use.
    pub has_pack: bool,
    /// Whether the owner approved the asker for good.
    pub approved: bool,
    /// Whether the two follow each other.
    pub mutual: bool,
    /// Whether the owner blocked the asker.
    pub blocked: bool,
    /// What is said and shown.
    pub script: &'a str,
    /// Where it plays and how it looks.
    pub prompt: &'a str,
    /// What the two are about.
    pub findings: &'a Findings,
    /// What of the owner is wanted.
    pub parts: Parts,
    /// What the clip is made for.
    pub purpose: Purpose,
    /// Whether it is made out of a clip of the owner's, or one that shows them.
    pub remix: bool,
    /// Whether the owner is cast. If not, only a clip of theirs is made into another: nothing of their likeness is used, and
    /// no cap counts it.
    pub plays: bool,
    /// How many others play in it, but for the asker.
    pub others: usize,
    /// Whether the owner approved every one of these.
    pub others_approved: bool,
    /// Whether the owner blocked one of these, or is blocked by one.
    pub apart: bool,
    /// What makes it.
    pub maker: &'a Maker,
    /// The outside provider that says it with a copy of the owner's voice, if one does.
    pub voice: Option<&'a str>,
    /// Whether the owner approved whose device makes it. Only asked for a device that is neither the asker's nor theirs.
    pub maker_approved: bool,
}

/// Permission for one cameo under one version of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The policy that allowed it.
    pub policy_version: u32,
    /// What of the person may be used.
    pub parts: Parts,
    /// What the generator is told.
    pub wishes: Vec<String>,
    /// Whether the clip may be published without the owner's look at the file.
    pub publish_unseen: bool,
    /// Whether the clip's file may be saved by whoever made it or plays in it.
    #[serde(default)]
    pub downloads: bool,
}

/// A rule that speaks against a use, and the words that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// Which.
    pub rule: Rule,
    /// Which words; none for rules that are not about words.
    pub spans: Vec<Span>,
}

impl From<Rule> for Reason {
    fn from(rule: Rule) -> Self {
        Self { rule, spans: Vec::new() }
    }
}

/// The answer about one use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Granted.
    Allow(Grant),
    /// The owner has to answer, for these reasons.
    Ask(Vec<Reason>),
    /// Refused.
    Deny(Reason),
}

/// Decides one use at `now`. `counted`: whether `tally` has this use already. `yes`: whether the owner has agreed to
/// exactly this wish, which stands in for every rule that they can be asked about ([`Rule::can_be_asked`]).
#[must_use]
pub fn decide(policy: &Policy, tally: &Tally, facts: &Facts<'_>, counted: bool, yes: bool, now: UnixMs) -> Decision {
    let deny = |rule: Rule| Decision::Deny(rule.into());
    if facts.plays && !facts.has_pack {
        return deny(Rule::NoUnderstudy);
    }
    if policy.form != POLICY_FORM {
        return deny(Rule::UnknownPolicy);
    }
    if policy.paused {
        return deny(Rule::Paused);
    }
    if !facts.plays {
        return remix::decide(policy, facts, yes, now);
    }
    let (lent, kept) = match policy.parts.lend(facts.parts) {
        Ok(lent) => (lent, None),
        Err(rule) => (facts.parts, Some(rule)),
    };
    let grant = || Grant {
        policy_version: policy.version,
        parts: lent,
        wishes: policy.wishes.clone(),
        publish_unseen: policy.publish_unseen,
        downloads: policy.downloads,
    };
    if facts.asker == facts.owner {
        // One's own likeness, on one's own device or where one lets it go.
        return match home(policy, facts) {
            Some(rule) => deny(rule),
            None => Decision::Allow(Grant { parts: facts.parts, publish_unseen: true, ..grant() }),
        };
    }
    let hard = [
        (facts.blocked, Rule::Blocked),
        (facts.apart, Rule::Apart),
        (policy.audience == Audience::OnlyMe, Rule::OnlyOwner),
        (policy.audience == Audience::Mutuals && !facts.mutual && !facts.approved, Rule::NotMutual),
        (policy.expires_at.is_some_and(|end| now >= end), Rule::Expired),
    ];
    if let Some(rule) = hard.into_iter().find_map(|(holds, rule)| holds.then_some(rule)).or(kept) {
        return deny(rule);
    }
    if let Some(rule) = home(policy, facts) {
        return deny(rule);
    }
    if let Some(rule) = tally.full(&policy.caps, counted, now) {
        return deny(rule);
    }

    let (mut denied, mut asked): (Vec<Reason>, Vec<Reason>) = (Vec::new(), Vec::new());
    let mut weigh = |will: Will, reason: Reason| match will {
        Will::Allow => {}
        Will::Ask => asked.push(reason),
        Will::Deny => denied.push(reason),
    };
    if policy.audience == Audience::Approved && !facts.approved {
        weigh(Will::Ask, Rule::NotApproved.into());
    }
    if policy.ask_each && !facts.approved {
        weigh(Will::Ask, Rule::AskEach.into());
    }
    match facts.purpose {
        Purpose::Personal => {}
        Purpose::Commercial => weigh(policy.commercial, Rule::Commercial.into()),
        // Always its own permission: no rule allows it.
        Purpose::Ad => weigh(if policy.ads == Will::Deny { Will::Deny } else { Will::Ask }, Rule::Ads.into()),
    }
    if facts.remix {
        weigh(policy.remix, Rule::Remix.into());
    }
    let alone = policy.company == Company::Alone && facts.others > 0;
    if alone || policy.company == Company::Approved && facts.others > 0 && !facts.others_approved {
        weigh(Will::Deny, Rule::Company.into());
    }
    if let Maker::Device(device) = facts.maker
        && device != facts.owner
        && device != facts.asker
        && !facts.maker_approved
    {
        weigh(Will::Ask, Rule::OtherDevice.into());
    }
    content(policy, facts, &mut weigh);

    if yes {
        return Decision::Allow(grant());
    }
    match (denied.into_iter().next(), asked.is_empty()) {
        (Some(reason), _) => Decision::Deny(reason),
        (None, false) => Decision::Ask(asked),
        (None, true) => Decision::Allow(grant()),
    }
}

/// Why the pack may not go where this is made, or the words not to who says them.
fn home(policy: &Policy, facts: &Facts<'_>) -> Option<Rule> {
    if facts.voice.is_some_and(|name| !policy.providers.contains(name)) {
        return Some(Rule::Provider);
    }
    match facts.maker {
        Maker::Device(device) => {
            (device != facts.owner && policy.holding == Holding::Nowhere).then_some(Rule::StaysHome)
        }
        Maker::Provider(name) => (!policy.providers.contains(name)).then_some(Rule::Provider),
    }
}

/// Rules about words.
fn content(policy: &Policy, facts: &Facts<'_>, weigh: &mut impl FnMut(Will, Reason)) {
    let never = |field, text: &str, phrases: &std::collections::BTreeSet<String>| -> Vec<Span> {
        let found = words::words(text);
        phrases.iter().flat_map(|phrase| words::find(&found, phrase)).map(|at| Span::of(field, text, at)).collect()
    };
    let said = never(Field::Script, facts.script, &policy.never_say);
    if !said.is_empty() {
        weigh(Will::Deny, Reason { rule: Rule::NeverSay, spans: said });
    }
    let shown = never(Field::Prompt, facts.prompt, &policy.never_show);
    if !shown.is_empty() {
        weigh(Will::Deny, Reason { rule: Rule::NeverShow, spans: shown });
    }
    for theme in Theme::ALL {
        let spans = |sure: bool| -> Vec<Span> {
            let hits = facts.findings.found.iter().filter(|hit| hit.theme == theme && hit.sure == sure);
            hits.map(|hit| hit.span.clone()).collect()
        };
        let (sure, unsure) = (spans(true), spans(false));
        let rule = Rule::Theme(theme);
        if !sure.is_empty() {
            weigh(policy.theme(theme), Reason { rule, spans: sure });
        } else if !unsure.is_empty() && policy.theme(theme) == Will::Deny {
            // It may be meant, or not: a person has to look. Where the owner would be asked anyway, a word with two
            // meanings alone is no reason to.
            weigh(Will::Ask, Reason { rule, spans: unsure });
        }
    }
    if !policy.languages.is_empty() && !facts.findings.language.is_some_and(|spoken| policy.languages.contains(&spoken))
    {
        let will = if facts.findings.language.is_some() { Will::Deny } else { Will::Ask };
        weigh(will, Rule::Language.into());
    }
    let open = Theme::ALL.into_iter().all(|theme| policy.theme(theme) == Will::Allow);
    if facts.findings.undecided && !open {
        weigh(Will::Ask, Rule::Undecided.into());
    }
}

#[cfg(test)]
mod pairs;
#[cfg(test)]
mod tests;
