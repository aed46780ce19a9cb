//! Random histories of a case against a model of what must hold.

use std::collections::BTreeSet;

use super::*;

const KEPT_MS: u64 = 30 * 86_400_000;

fn clip(n: u8) -> ClipId {
    ClipId::from_bytes(&[n; 16])
}

fn near(distance: u32) -> How {
    How::Near { distance, mirrored: false, heard: crate::copies::Heard::Unknown }
}

/// A linear congruential generator (Knuth, MMIX): the same histories on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn command(&mut self) -> Command {
        let some = clip(self.below(4) as u8);
        let how = if self.below(2) == 0 { How::Identical } else { near(3) };
        match self.below(8) {
            0 => Command::Hold { spare: if self.below(2) == 0 { vec![(some, how)] } else { Vec::new() } },
            1 => Command::Dismiss,
            2 => Command::Match(some, how),
            3 | 4 => Command::Appeal(some),
            5 => Command::Uphold(some),
            6 => Command::Suspend,
            _ => Command::Reinstate(some),
        }
    }
}

/// What the effects so far have done to the world.
#[derive(Default)]
struct World {
    down: BTreeSet<ClipId>,
}

impl World {
    fn follow(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::TakeDown(clip) => assert!(self.down.insert(clip.clone()), "taken down twice"),
                Effect::PutBack(clip) => assert!(self.down.remove(clip), "put back, but it was not down"),
                Effect::Search | Effect::Project => {}
            }
        }
    }
}

fn check(case: &Case, world: &World, now: UnixMs) {
    let down: BTreeSet<ClipId> =
        case.holds.iter().filter(|hold| hold.standing.is_down()).map(|hold| hold.clip.clone()).collect();
    assert_eq!(down, world.down);
    assert_eq!(case.hold(&case.clip).is_some(), matches!(case.stage, Stage::Held | Stage::Reinstated));
    if case.stage != Stage::Held {
        assert!(down.is_empty());
    }
    let waits = case.stage == Stage::Received || case.holds.iter().any(|hold| hold.standing == Standing::Appealed);
    assert_eq!(case.due_at().is_some(), waits);
    let until = case.contact_until(KEPT_MS);
    assert_eq!(until.is_none(), waits, "contact is kept while somebody waits, and not for good");
    assert!(until.is_none_or(|until| until <= now + KEPT_MS));
    for (i, hold) in case.holds.iter().enumerate() {
        assert!(case.holds[i + 1..].iter().all(|other| other.clip != hold.clip), "one hold a clip");
        assert_eq!(!hold.how.is_copy(), hold.clip == case.clip);
    }
}

#[test]
fn a_hundred_thousand_histories() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..100_000 {
        let mut case = Case::new(clip(0), Ground::ALL[dice.below(4) as usize], 0);
        let (mut world, mut now, mut appeals) = (World::default(), 0, Vec::new());
        for _ in 0..12 {
            now += if dice.below(20) == 0 { APPEAL_WINDOW_MS } else { dice.below(1000) };
            let command = dice.command();
            let Ok((next, effects)) = apply(&case, &command, now) else { continue };
            world.follow(&effects);
            check(&next, &world, now);
            if let (Command::Appeal(which), false) = (&command, effects.is_empty()) {
                assert!(!appeals.contains(which), "one appeal a clip");
                appeals.push(which.clone());
                assert!(now < next.hold(which).map_or(0, |hold| hold.held_at) + APPEAL_WINDOW_MS);
            }
            // Whatever was taken can be said again, and nothing more happens.
            assert_eq!(apply(&next, &command, now + 1), Ok((next.clone(), Vec::new())), "{command:?}");
            // What was decided is not undone but by a reinstatement.
            if matches!(case.stage, Stage::Dismissed | Stage::Reinstated) {
                assert_eq!(next.stage, case.stage);
            }
            case = next;
        }
    }
}

#[test]
fn intimate_pictures_have_48_hours_and_an_appeal_a_week() {
    const HOUR_MS: u64 = 3_600_000;
    let case = Case::new(clip(0), Ground::Intimate, 1000);
    assert_eq!(case.due_at(), Some(1000 + 48 * HOUR_MS));
    assert_eq!(Case::new(clip(0), Ground::Copyright, 0).due_at(), Some(7 * 24 * HOUR_MS));
    let (held, _) = apply(&case, &Command::Hold { spare: Vec::new() }, 2000).unwrap();
    assert_eq!((held.due_at(), held.contact_until(KEPT_MS)), (None, Some(2000 + KEPT_MS)));
    let (appealed, _) = apply(&held, &Command::Appeal(clip(0)), 5000).unwrap();
    assert_eq!((appealed.due_at(), appealed.contact_until(KEPT_MS)), (Some(5000 + 7 * 24 * HOUR_MS), None));
    let late = apply(&held, &Command::Appeal(clip(0)), 2000 + APPEAL_WINDOW_MS);
    assert_eq!(late, Err(Refused::TooLate));
}

#[test]
fn a_copy_that_was_put_back_stays_back_and_the_rest_stays_down() {
    let case = Case::new(clip(0), Ground::Likeness, 0);
    let (case, effects) = apply(&case, &Command::Hold { spare: Vec::new() }, 1).unwrap();
    assert_eq!(effects, [Effect::TakeDown(clip(0)), Effect::Project, Effect::Search]);
    let (case, _) = apply(&case, &Command::Match(clip(1), near(5)), 1).unwrap();
    let (case, effects) = apply(&case, &Command::Reinstate(clip(1)), 2).unwrap();
    assert_eq!(effects, [Effect::PutBack(clip(1)), Effect::Project]);
    assert_eq!(apply(&case, &Command::Match(clip(1), How::Identical), 3), Ok((case.clone(), vec![])));
    assert_eq!((case.stage, case.holds[0].standing), (Stage::Held, Standing::Held));
    let (case, effects) = apply(&case, &Command::Reinstate(clip(0)), 4).unwrap();
    assert_eq!(effects, [Effect::PutBack(clip(0)), Effect::Project]);
    assert_eq!(case.stage, Stage::Reinstated);
}

#[test]
fn a_near_copy_that_was_left_up_stays_up_and_the_same_file_cannot_be() {
    let case = Case::new(clip(0), Ground::Likeness, 0);
    let spare = vec![(clip(1), near(5)), (clip(2), How::Identical), (clip(0), near(0))];
    let (case, effects) = apply(&case, &Command::Hold { spare }, 1).unwrap();
    assert_eq!(effects, [Effect::TakeDown(clip(0)), Effect::Project, Effect::Search]);
    let standing = |case: &Case, n: u8| case.hold(&clip(n)).map(|hold| hold.standing);
    assert_eq!([0, 1, 2].map(|n| standing(&case, n)), [Some(Standing::Held), Some(Standing::Reinstated), None]);
    // The search finds all of them.
    let (case, effects) = apply(&case, &Command::Match(clip(1), near(5)), 2).unwrap();
    assert!(effects.is_empty());
    let (case, effects) = apply(&case, &Command::Match(clip(2), How::Identical), 2).unwrap();
    assert_eq!(effects, [Effect::TakeDown(clip(2)), Effect::Project]);
    let (case, effects) = apply(&case, &Command::Reinstate(clip(0)), 3).unwrap();
    assert_eq!(effects, [Effect::PutBack(clip(0)), Effect::PutBack(clip(2)), Effect::Project]);
    assert_eq!(case.due_at(), None);
}
