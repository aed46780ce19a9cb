use super::*;
use crate::consent::usage::{Outcome, Stage, Use, Wish};

fn id(n: u8) -> AccountId {
    AccountId::from_bytes(&[n; 16])
}

pub(super) struct World {
    ana: AccountId,
    ben: AccountId,
    cleo: AccountId,
    maker: Maker,
    findings: Findings,
}

impl World {
    pub(super) fn new() -> Self {
        let ben = id(2);
        Self { ana: id(1), maker: Maker::Device(ben.clone()), ben, cleo: id(3), findings: Findings::default() }
    }

    /// Ben wants Ana to say something harmless on his device.
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            asker: &self.ben,
            owner: &self.ana,
            has_pack: true,
            approved: false,
            mutual: true,
            blocked: false,
            script: "Hello everyone",
            prompt: "in a kitchen",
            findings: &self.findings,
            parts: Parts::Both,
            purpose: Purpose::Personal,
            remix: false,
            plays: true,
            others: 0,
            others_approved: false,
            apart: false,
            maker: &self.maker,
            maker_approved: false,
            voice: None,
        }
    }
}

fn rules(decision: Decision) -> Vec<Rule> {
    match decision {
        Decision::Allow(_) => vec![],
        Decision::Ask(reasons) => reasons.into_iter().map(|reason| reason.rule).collect(),
        Decision::Deny(reason) => vec![reason.rule],
    }
}

#[track_caller]
fn denied(policy: &Policy, facts: &Facts<'_>, rule: Rule) {
    match decide(policy, &Tally::default(), facts, false, false, 5) {
        Decision::Deny(reason) => assert_eq!(reason.rule, rule),
        other => panic!("{other:?}"),
    }
    // A yes stands in for what can be asked, and for nothing else.
    let after = decide(policy, &Tally::default(), facts, false, true, 5);
    assert_eq!(matches!(after, Decision::Allow(_)), rule.can_be_asked(), "{rule:?}");
}

#[track_caller]
fn asked(policy: &Policy, facts: &Facts<'_>, rule: Rule) {
    let decision = decide(policy, &Tally::default(), facts, false, false, 5);
    assert!(matches!(decision, Decision::Ask(_)), "{decision:?}");
    assert_eq!(rules(decision), [rule]);
    assert!(rule.can_be_asked());
    assert!(matches!(decide(policy, &Tally::default(), facts, false, true, 5), Decision::Allow(_)));
}

#[test]
fn what_no_rule_allows_is_denied() {
    let w = World::new();
    let friends = Preset::Friends.policy();
    let allowed = decide(&friends, &Tally::default(), &w.facts(), false, false, 5);
    assert!(matches!(allowed, Decision::Allow(Grant { policy_version: 0, publish_unseen: false, .. })), "{allowed:?}");

    let kept = Policy { downloads: false, ..friends.clone() };
    for (policy, downloads) in [(&friends, true), (&kept, false)] {
        let decision = decide(policy, &Tally::default(), &w.facts(), false, false, 5);
        assert!(
            matches!(decision, Decision::Allow(Grant { downloads: saved, .. }) if saved == downloads),
            "{decision:?}"
        );
    }

    denied(&friends, &Facts { has_pack: false, ..w.facts() }, Rule::NoUnderstudy);
    denied(&friends, &Facts { blocked: true, ..w.facts() }, Rule::Blocked);
    denied(&friends, &Facts { mutual: false, ..w.facts() }, Rule::NotMutual);
    denied(&Policy::default(), &w.facts(), Rule::OnlyOwner);
    denied(&Policy { form: 9, ..friends.clone() }, &w.facts(), Rule::UnknownPolicy);
    denied(&Policy { paused: true, ..friends.clone() }, &w.facts(), Rule::Paused);
    denied(&Policy { expires_at: Some(5), ..friends.clone() }, &w.facts(), Rule::Expired);
    denied(&Policy { parts: Parts::Voice, ..friends.clone() }, &w.facts(), Rule::Parts);
    let voice = Facts { parts: Parts::Voice, ..w.facts() };
    denied(&Policy { parts: Parts::Face, ..friends.clone() }, &voice, Rule::FaceOnly);
    denied(&Policy { holding: Holding::Nowhere, ..friends.clone() }, &w.facts(), Rule::StaysHome);
    denied(&Policy { caps: Caps { total: Some(0), ..Caps::default() }, ..friends.clone() }, &w.facts(), Rule::CapTotal);
    denied(&Policy { company: Company::Alone, ..friends.clone() }, &Facts { others: 1, ..w.facts() }, Rule::Company);
    denied(&friends, &Facts { purpose: Purpose::Ad, ..w.facts() }, Rule::Ads);
    denied(&friends, &Facts { purpose: Purpose::Commercial, ..w.facts() }, Rule::Commercial);
    let never = Policy { never_say: ["everyone".into()].into(), ..friends.clone() };
    denied(&never, &w.facts(), Rule::NeverSay);
    let never = Policy { never_show: ["kitchens".into(), "kitchen".into()].into(), ..friends.clone() };
    denied(&never, &w.facts(), Rule::NeverShow);
    let german = Policy { languages: [Language::of("deu").unwrap()].into(), ..friends.clone() };
    let english = Findings { language: Some(Language::ENGLISH), ..Findings::default() };
    denied(&german, &Facts { findings: &english, ..w.facts() }, Rule::Language);
    let provider = Maker::Provider("fal".into());
    denied(&friends, &Facts { maker: &provider, ..w.facts() }, Rule::Provider);
    // Drawn by the studio and said elsewhere: who says it needs the same yes, the owner's own clips included.
    let said = Facts { voice: Some("elevenlabs"), ..w.facts() };
    denied(&friends, &said, Rule::Provider);
    denied(&friends, &Facts { asker: &w.ana, ..said.clone() }, Rule::Provider);
    let names = |name: &str| Policy { providers: [name.to_owned()].into(), ..friends.clone() };
    denied(&names("fal"), &said, Rule::Provider);
    assert_eq!(rules(decide(&names("elevenlabs"), &Tally::default(), &said, false, false, 5)), []);
}

#[test]
fn what_is_open_is_asked() {
    let w = World::new();
    let friends = Preset::Friends.policy();
    asked(&Policy { audience: Audience::Approved, ..friends.clone() }, &w.facts(), Rule::NotApproved);
    asked(&Policy { ask_each: true, ..friends.clone() }, &w.facts(), Rule::AskEach);
    asked(&friends, &Facts { remix: true, ..w.facts() }, Rule::Remix);
    let undecided = Findings { undecided: true, ..Findings::default() };
    asked(&friends, &Facts { findings: &undecided, ..w.facts() }, Rule::Undecided);
    let elsewhere = Maker::Device(w.cleo.clone());
    asked(&friends, &Facts { maker: &elsewhere, ..w.facts() }, Rule::OtherDevice);
    // No rule allows an ad, whatever a policy says.
    asked(&Policy { ads: Will::Allow, ..friends.clone() }, &Facts { purpose: Purpose::Ad, ..w.facts() }, Rule::Ads);
    let policy = Policy { ask_each: true, ..friends };
    let approved = Facts { approved: true, ..w.facts() };
    assert_eq!(rules(decide(&policy, &Tally::default(), &approved, false, false, 5)), []);
}

#[test]
fn a_block_holds_in_company_whatever_the_rules_and_whatever_the_owner_says() {
    let w = World::new();
    let apart = Facts { others: 1, others_approved: true, apart: true, approved: true, ..w.facts() };
    for preset in Preset::ALL.into_iter().filter(|preset| *preset != Preset::Private) {
        let policy = Policy { company: Company::Anyone, ..preset.policy() };
        denied(&policy, &apart, Rule::Apart);
        assert!(!matches!(
            decide(&policy, &Tally::default(), &Facts { apart: false, ..apart.clone() }, false, false, 5),
            Decision::Deny(_)
        ));
    }
    // Whoever asks is blocked, too: that is told first, and reads as keeping to oneself.
    denied(&Preset::Friends.policy(), &Facts { blocked: true, ..apart.clone() }, Rule::Blocked);
    // A clip that is made out of theirs without them shows them with nobody.
    let open = Policy { remix: Will::Allow, ..Preset::Creator.policy() };
    let without = Facts { apart: true, ..remixing(&w) };
    assert!(matches!(decide(&open, &Tally::default(), &without, false, false, 5), Decision::Allow(_)));
    // It tells who is meant no more than that there is somebody.
    assert!(!Rule::Apart.sentence().contains("block") && Rule::Apart.name() == "apart");
}

/// Ben wants to make a clip of Ana's into one in which she does not play.
fn remixing<'a>(w: &'a World) -> Facts<'a> {
    Facts { remix: true, plays: false, has_pack: false, ..w.facts() }
}

#[test]
fn a_clip_is_made_into_another_only_by_the_rule_of_its_person() {
    let w = World::new();
    let open = Policy { remix: Will::Allow, ..Preset::Creator.policy() };
    let allowed = decide(&open, &Tally::default(), &remixing(&w), false, false, 5);
    let Decision::Allow(grant) = allowed else { panic!("{allowed:?}") };
    assert!(grant.publish_unseen && grant.wishes.is_empty());
    // Caps, parts and where a pack may go are about the likeness, of which nothing is used.
    let strict = Policy {
        caps: Caps { day: Some(0), week: Some(0), total: Some(0) },
        parts: Parts::Voice,
        holding: Holding::Nowhere,
        company: Company::Alone,
        ..open.clone()
    };
    assert!(matches!(decide(&strict, &Tally::default(), &remixing(&w), false, false, 5), Decision::Allow(_)));

    denied(&Policy::default(), &remixing(&w), Rule::OwnClip);
    denied(&open, &Facts { blocked: true, ..remixing(&w) }, Rule::OwnClip);
    denied(&Policy { paused: true, ..open.clone() }, &remixing(&w), Rule::Paused);
    denied(&Policy { form: 9, ..open.clone() }, &remixing(&w), Rule::UnknownPolicy);
    denied(&Policy { expires_at: Some(5), ..open.clone() }, &remixing(&w), Rule::Expired);
    let mutuals = Policy { audience: Audience::Mutuals, ..open.clone() };
    denied(&mutuals, &Facts { mutual: false, ..remixing(&w) }, Rule::NotMutual);
    denied(&Policy { remix: Will::Deny, ..open.clone() }, &remixing(&w), Rule::Remix);
    asked(&Policy { remix: Will::Ask, ..open.clone() }, &remixing(&w), Rule::Remix);
    asked(&Policy { ask_each: true, ..open.clone() }, &remixing(&w), Rule::AskEach);
    asked(&Policy { ads: Will::Allow, ..open.clone() }, &Facts { purpose: Purpose::Ad, ..remixing(&w) }, Rule::Ads);
    denied(&Policy { ads: Will::Deny, ..open.clone() }, &Facts { purpose: Purpose::Ad, ..remixing(&w) }, Rule::Ads);
    // One's own clip is one's own to change.
    let own = Facts { asker: &w.ana, ..remixing(&w) };
    assert!(matches!(decide(&Policy::default(), &Tally::default(), &own, false, false, 5), Decision::Allow(_)));
}

#[test]
fn a_remix_that_does_not_show_them_counts_for_no_cap() {
    let w = World::new();
    let policy = Policy { caps: Caps { total: Some(1), ..Caps::default() }, ..Preset::Creator.policy() };
    let mut tally = Tally::default();
    for n in 0..3 {
        let digest = n.to_string();
        let facts = remixing(&w);
        let wish = Wish { facts: &facts, digest: &digest, appeal: false };
        let (used, outcome) = usage::ask(&policy, &mut tally, None, &wish, 5).unwrap();
        assert!(matches!(outcome, Outcome::Allowed(_)) && used.counted.is_none());
        let over = usage::revoke(&mut tally, &usage::make(&used));
        assert_eq!(over.stage, Stage::Revoked);
        assert_eq!(usage::check(&policy, &tally, &over, &wish, 6).unwrap_err().rule, Rule::Revoked);
    }
    let facts = w.facts();
    let wish = Wish { facts: &facts, digest: "cast", appeal: false };
    assert!(usage::ask(&policy, &mut tally, None, &wish, 5).is_ok(), "the one cameo is still there");
}

#[test]
fn subjects_are_weighed_by_what_is_said_outright() {
    let w = World::new();
    let policy = |will| Policy { themes: [(Theme::Politics, will)].into(), ..Preset::Friends.policy() };
    for (sure, will, expect) in [
        (true, Will::Deny, "deny"),
        (true, Will::Ask, "ask"),
        (true, Will::Allow, "allow"),
        (false, Will::Deny, "ask"),
        (false, Will::Ask, "allow"),
        (false, Will::Allow, "allow"),
    ] {
        let span = Span { field: Field::Script, start: 0, end: 5, text: "Hello".into() };
        let findings = Findings { found: vec![Finding { theme: Theme::Politics, sure, span }], ..Findings::default() };
        let facts = Facts { findings: &findings, ..w.facts() };
        let found = match decide(&policy(will), &Tally::default(), &facts, false, false, 5) {
            Decision::Allow(_) => "allow",
            Decision::Ask(reasons) => {
                assert_eq!(reasons[0].spans[0].text, "Hello");
                "ask"
            }
            Decision::Deny(reason) => {
                assert_eq!((reason.rule, reason.spans.len()), (Rule::Theme(Theme::Politics), 1));
                "deny"
            }
        };
        assert_eq!(found, expect, "{sure} {will:?}");
    }
}

#[test]
fn owners_use_their_own_unless_it_is_paused_or_would_leave_home() {
    let w = World::new();
    let home = Maker::Device(w.ana.clone());
    let own = Facts { asker: &w.ana, maker: &home, blocked: true, ..w.facts() };
    let decide =
        |policy: &Policy, facts: &Facts<'_>| rules(super::decide(policy, &Tally::default(), facts, false, false, 5));
    assert_eq!(decide(&Policy::default(), &own), []);
    assert_eq!(decide(&Policy { paused: true, ..Policy::default() }, &own), [Rule::Paused]);
    assert_eq!(decide(&Policy::default(), &Facts { maker: &w.maker, ..own.clone() }), [Rule::StaysHome]);
    assert_eq!(decide(&Preset::Friends.policy(), &Facts { maker: &w.maker, ..own }), []);
}

#[test]
fn a_grant_is_about_what_was_wanted_and_no_more() {
    let w = World::new();
    let granted = |lends, wants| {
        let policy = Policy { parts: lends, ..Preset::Friends.policy() };
        match decide(&policy, &Tally::default(), &Facts { parts: wants, ..w.facts() }, false, false, 5) {
            Decision::Allow(grant) => Some(grant.parts),
            _ => None,
        }
    };
    use Parts::{Both, Face, Voice};
    assert_eq!([Both, Face, Voice].map(|wants| granted(Both, wants)), [Some(Both), Some(Face), Some(Voice)]);
    assert_eq!([Both, Face, Voice].map(|wants| granted(Face, wants)), [Some(Face), Some(Face), None]);
    assert_eq!([Both, Face, Voice].map(|wants| granted(Voice, wants)), [None, None, Some(Voice)]);
    // One's own policy is about others.
    let own = Facts { asker: &w.ana, parts: Voice, ..w.facts() };
    let policy = Policy { parts: Face, ..Preset::Friends.policy() };
    assert!(matches!(
        decide(&policy, &Tally::default(), &own, false, false, 5),
        Decision::Allow(Grant { parts: Voice, .. })
    ));
}

/// A small generator of random numbers (Knuth's constants), so that a failure repeats.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
    pub(super) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

pub(super) fn random_policy(r: &mut Random, version: u32) -> Policy {
    let mut policy = Preset::ALL[r.below(4) as usize].policy();
    policy.version = version;
    policy.paused = r.below(8) == 0;
    policy.form = if r.below(20) == 0 { 2 } else { POLICY_FORM };
    policy.expires_at = (r.below(6) == 0).then(|| r.below(40) * 3_600_000);
    let cap = |r: &mut Random| (r.below(3) == 0).then(|| r.below(4) as u32);
    policy.caps = Caps { day: cap(r), week: cap(r), total: cap(r) };
    policy.parts = [Parts::Both, Parts::Both, Parts::Face, Parts::Voice][r.below(4) as usize];
    policy.themes = [(Theme::Politics, [Will::Allow, Will::Ask, Will::Deny][r.below(3) as usize])].into();
    policy
}

/// A million random histories of one likeness against a plain account of what must hold: no use without a live grant, no
/// cap exceeded, revocation final.
#[test]
fn no_random_history_breaks_consent() {
    let w = World::new();
    let politics = Finding {
        theme: Theme::Politics,
        sure: true,
        span: Span { field: Field::Script, start: 0, end: 4, text: "vote".into() },
    };
    let findings = [Findings::default(), Findings { found: vec![politics], ..Findings::default() }];
    let histories = 1_000_000;
    let mut r = Random(0x9e37_79b9);
    let (mut allowed_ever, mut refused_ever) = (0u32, 0u32);
    for _ in 0..histories {
        let (mut policy, mut tally, mut now) = (random_policy(&mut r, 1), Tally::default(), 0u64);
        let mut uses: Vec<Option<Use>> = vec![None, None, None, None];
        // The account: when each counted use was granted, and which were revoked.
        let mut granted_at: [Option<u64>; 4] = [None; 4];
        let mut revoked = [false; 4];
        for _ in 0..10 {
            now += r.below(3) * 3_600_000;
            let which = r.below(4) as usize;
            let facts = Facts {
                mutual: r.below(4) != 0,
                blocked: r.below(10) == 0,
                approved: r.coin(),
                parts: [Parts::Both, Parts::Face, Parts::Voice][which % 3],
                findings: &findings[usize::from(which == 3)],
                ..w.facts()
            };
            let digest = which.to_string();
            let wish = Wish { facts: &facts, digest: &digest, appeal: r.below(4) == 0 };
            let was = uses[which].clone();
            match (r.below(8), was) {
                (0..=2, was) => match usage::ask(&policy, &mut tally, was.as_ref(), &wish, now) {
                    Ok((used, outcome)) => {
                        if let Outcome::Allowed(grant) = &outcome {
                            allowed_ever += 1;
                            assert_eq!(grant.policy_version, policy.version);
                            assert!(!policy.paused && policy.form == POLICY_FORM && !facts.blocked && !revoked[which]);
                            assert!(policy.audience != Audience::OnlyMe);
                            assert_eq!(policy.parts.lend(facts.parts), Ok(grant.parts));
                            assert!(policy.expires_at.is_none_or(|end| now < end));
                            if was.is_none() {
                                granted_at[which] = Some(now);
                                caps_hold(&policy, &granted_at, now);
                            }
                        }
                        uses[which] = Some(used);
                    }
                    Err(_) => refused_ever += 1,
                },
                (3, Some(was)) => {
                    let yes = r.coin();
                    if let Ok(used) = usage::answer(&policy, &mut tally, &was, &wish, yes, now) {
                        if was.stage == Stage::Asked && used.stage == Stage::Allowed {
                            assert!(yes && !policy.paused && !facts.blocked && !revoked[which]);
                            granted_at[which] = Some(now);
                            caps_hold(&policy, &granted_at, now);
                        }
                        uses[which] = Some(used);
                    }
                }
                (4, Some(was)) => uses[which] = Some(usage::make(&was)),
                (5, Some(was)) => {
                    let used = usage::release(&mut tally, &was);
                    if used.stage == Stage::Released {
                        granted_at[which] = None;
                    }
                    uses[which] = Some(used);
                }
                (6, Some(was)) => {
                    let used = usage::revoke(&mut tally, &was);
                    if used.stage == Stage::Revoked {
                        revoked[which] = true;
                        if was.stage != Stage::Made && was.stage != Stage::Revoked {
                            granted_at[which] = None;
                        }
                    }
                    uses[which] = Some(used);
                }
                (7, _) => policy = random_policy(&mut r, policy.version + 1),
                _ => {}
            }
            // Whatever happened: nothing revoked is alive, and the tally is the account's.
            for (used, revoked) in uses.iter().zip(revoked) {
                if let Some(used) = used {
                    assert!(!revoked || used.stage == Stage::Revoked);
                    let live = usage::check(&policy, &tally, used, &Wish { digest: &used.digest, ..wish }, now).is_ok();
                    assert!(!live || matches!(used.stage, Stage::Allowed | Stage::Made) && !policy.paused);
                }
            }
            assert_eq!(tally.at(now).2 as usize, granted_at.iter().flatten().count());
        }
    }
    assert!(allowed_ever > 1000 && refused_ever > 1000, "{allowed_ever} {refused_ever}");
}

fn caps_hold(policy: &Policy, granted_at: &[Option<u64>], now: u64) {
    let within = |span: u64| granted_at.iter().flatten().filter(|at| **at + span > now).count() as u32;
    for (cap, span) in
        [(policy.caps.day, 24), (policy.caps.week, 7 * 24), (policy.caps.total, u64::MAX / 3_600_000 / 2)]
    {
        if let Some(cap) = cap {
            assert!(within(span * 3_600_000) <= cap);
        }
    }
}
