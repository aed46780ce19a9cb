//! One clip that needs two things of one owner, their likeness and a character: each with rules, counts and an end of its own,
//! asked for at once and answered at once.

use super::tests::{Random, World, random_policy};
use super::usage::{self, Outcome, Stage, Use, Wish};
use super::{Facts, Parts, Policy, Tally};

/// One of the two, as its single writer keeps it.
struct Thing {
    policy: Policy,
    tally: Tally,
    used: Option<Use>,
    /// The plain account: whether the clip counts here, and whether it was taken back here.
    counts: bool,
    revoked: bool,
}

impl Thing {
    fn live(&self, wish: &Wish<'_>, now: u64) -> bool {
        self.used.as_ref().is_some_and(|used| usage::check(&self.policy, &self.tally, used, wish, now).is_ok())
    }

    fn waits(&self) -> bool {
        self.used.as_ref().is_some_and(|used| used.stage == Stage::Asked)
    }

    /// Nothing of the clip is left here.
    fn drop_it(&mut self) {
        if let Some(used) = self.used.take() {
            drop(usage::release(&mut self.tally, &used));
        }
        self.counts = false;
    }
}

/// 200,000 random histories: a clip lives only while both of its grants do, each counts it once, a yes that one of them
/// cannot say is said to neither, and whichever is taken back takes the clip with it for good.
#[test]
fn two_things_of_one_owner_are_lent_together_and_each_by_its_own_rules() {
    let (w, mut r) = (World::new(), Random(0x51ab_77e3));
    let (mut shown_ever, mut half_ever, mut answered_ever, mut ended) = (0u32, 0u32, 0u32, [0u32; 2]);
    for _ in 0..200_000 {
        let thing = |r: &mut Random| Thing {
            policy: random_policy(r, 1),
            tally: Tally::default(),
            used: None,
            counts: false,
            revoked: false,
        };
        let (mut things, mut now) = ([thing(&mut r), thing(&mut r)], 0u64);
        // The likeness is heard, the character seen.
        let wanted = [Parts::Voice, Parts::Both];
        let (mut shown, mut over) = (false, false);
        for _ in 0..8 {
            now += r.below(3) * 3_600_000;
            let (mutual, approved) = (r.below(4) != 0, r.coin());
            let facts = wanted.map(|parts| Facts { parts, mutual, approved, ..w.facts() });
            let wishes = [&facts[0], &facts[1]].map(|facts| Wish { facts, digest: "one clip", appeal: false });
            match r.below(7) {
                // Asked for: both, or nothing is kept of either.
                0 | 1 if things.iter().all(|thing| thing.used.is_none()) && !over => {
                    for (thing, wish) in things.iter_mut().zip(&wishes) {
                        let asked = usage::ask(&thing.policy, &mut thing.tally, None, wish, now);
                        if let Ok((used, outcome)) = asked {
                            thing.counts = matches!(outcome, Outcome::Allowed(_));
                            thing.used = Some(used);
                        }
                    }
                    if things.iter().any(|thing| thing.used.is_none()) {
                        half_ever += u32::from(things.iter().any(|thing| thing.used.is_some()));
                        things.iter_mut().for_each(Thing::drop_it);
                    }
                }
                // One answer to whatever waits.
                2 | 3 if things.iter().any(Thing::waits) && !over => {
                    let mut after = [None, None];
                    for (k, (thing, wish)) in things.iter().zip(&wishes).enumerate().filter(|(_, (t, _))| t.waits()) {
                        let Some(used) = &thing.used else { continue };
                        let mut tally = thing.tally.clone();
                        after[k] =
                            usage::answer(&thing.policy, &mut tally, used, wish, true, now).ok().zip(Some(tally));
                    }
                    let all = things.iter().zip(&after).all(|(thing, after)| !thing.waits() || after.is_some());
                    for (thing, after) in things.iter_mut().zip(after).filter(|_| all) {
                        if let Some((used, tally)) = after {
                            (thing.used, thing.tally, thing.counts) = (Some(used), tally, true);
                            answered_ever += 1;
                        }
                    }
                }
                // Made and shown, by the rules of that moment.
                4 if things.iter().zip(&wishes).all(|(thing, wish)| thing.live(wish, now)) => {
                    assert!(!over && things.iter().all(|thing| !thing.revoked && !thing.policy.paused));
                    for thing in &mut things {
                        thing.used = thing.used.as_ref().map(usage::make);
                    }
                    shown = true;
                    shown_ever += 1;
                }
                // One of them is taken back: the clip goes, and the other grant with it where nothing was made.
                5 if !over => {
                    let k = r.below(2) as usize;
                    let [one, other] = &mut things;
                    let (one, other) = if k == 0 { (one, other) } else { (other, one) };
                    let Some(used) = &one.used else { continue };
                    let made = used.stage == Stage::Made;
                    one.used = Some(usage::revoke(&mut one.tally, used));
                    (one.revoked, one.counts) = (true, one.counts && made);
                    if let Some(used) = &other.used {
                        other.used = Some(usage::release(&mut other.tally, used));
                        other.counts &= made;
                    }
                    (shown, over) = (false, true);
                    ended[k] += 1;
                }
                6 => {
                    let k = r.below(2) as usize;
                    things[k].policy = random_policy(&mut r, things[k].policy.version + 1);
                }
                _ => {}
            }
            let live = things.iter().zip(&wishes).all(|(thing, wish)| thing.live(wish, now));
            assert!(!(over && (live || shown)), "what was taken back lives");
            for thing in &things {
                assert_eq!(thing.tally.at(now).2, u32::from(thing.counts), "each counts it once, or not at all");
            }
        }
    }
    for count in [shown_ever, half_ever, answered_ever, ended[0], ended[1]] {
        assert!(count > 1000, "{shown_ever} {half_ever} {answered_ever} {ended:?}");
    }
}
