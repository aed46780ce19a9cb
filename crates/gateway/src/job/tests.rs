use super::left::{DAILY_MS, MAX_STOPS};
use super::*;

fn remote(id: &str) -> Remote {
    Remote { id: id.to_owned(), urls: Vec::new() }
}

fn film() -> Film {
    Film { url: "https://films.example/1.mp4".to_owned(), locked: false }
}

fn ordered() -> Job {
    let mut job = Job::new(1, 0);
    assert_eq!(job.due(9), Due::Wait(UnixMs::MAX));
    job.apply(Event::Inputs, 10, 100, 0.5);
    assert_eq!(job.due(10), Due::Submit);
    job.apply(Event::Accepted(remote("a")), 20, 100, 0.5);
    job
}

#[test]
fn an_order_becomes_a_film_and_nothing_is_left() {
    let mut job = ordered();
    assert_eq!(job.due(20), Due::Wait(120));
    assert_eq!(job.due(120), Due::Ask(remote("a")));
    job.apply(Event::Progress(Progress::Waiting(Some(3))), 120, 100, 0.5);
    job.apply(Event::Progress(Progress::Running(Some(0.4))), 220, 100, 0.5);
    assert_eq!(job.stage, Stage::Running { remote: remote("a"), place: None, share: Some(0.4) });
    job.apply(Event::Progress(Progress::Done(film())), 300, 100, 0.5);
    assert_eq!(job.due(300), Due::Fetch(film()));
    job.apply(Event::Fetched, 310, 100, 0.5);
    assert_eq!((job.stage.name(), job.spent, job.due(310)), ("fetched", true, Due::Remove(0)));
    job.apply(Event::Removed(0), 320, 100, 0.5);
    assert_eq!(job.due(320), Due::Over);
}

#[test]
fn two_steps_order_twice_and_remove_twice() {
    let mut job = Job::new(2, 0);
    job.apply(Event::Inputs, 0, 1, 0.0);
    job.apply(Event::Accepted(remote("a")), 0, 1, 0.0);
    job.apply(Event::Progress(Progress::Done(film())), 1, 1, 0.0);
    assert_eq!((job.due(1), job.step, job.before.clone()), (Due::Submit, 1, Some(film())));
    job.apply(Event::Accepted(remote("b")), 2, 1, 0.0);
    job.apply(Event::Progress(Progress::Done(film())), 3, 1, 0.0);
    job.apply(Event::Fetched, 4, 1, 0.0);
    assert_eq!(job.left.iter().map(|l| (l.step, l.cancel)).collect::<Vec<_>>(), [(0, false), (1, false)]);
}

#[test]
fn what_passes_is_tried_again_and_what_does_not_ends_it() {
    let mut job = Job::new(1, 0);
    job.apply(Event::Inputs, 0, 1, 0.0);
    job.apply(Event::Trouble(Failure::passing(Cause::Busy, "busy")), 0, 1, 0.0);
    assert_eq!((job.due(0), job.failures), (Due::Wait(1000), 1));
    let wait = Failure { retry: Retry::After(30), ..Failure::passing(Cause::Busy, "") };
    job.apply(Event::Trouble(wait), 1000, 1, 0.0);
    assert!(matches!(job.due(1000), Due::Wait(at) if at >= 31_000));
    job.apply(Event::Trouble(Failure::of(Cause::Moderated, "no")), 40_000, 1, 0.0);
    assert_eq!((job.stage.clone(), job.spent), (Stage::Failed { cause: Cause::Moderated }, false));
    // Late news change nothing, and a job that was begun all the same stops.
    job.apply(Event::Progress(Progress::Done(film())), 41_000, 1, 0.0);
    job.apply(Event::Accepted(remote("late")), 41_000, 1, 0.0);
    assert_eq!((job.stage.name(), job.due(41_000)), ("failed", Due::Cancel(0)));
    job.apply(Event::Stopped(0), 41_000, 1, 0.0);
    assert_eq!(job.due(41_000), Due::Remove(0));
}

#[test]
fn a_callback_in_place_of_a_lost_answer_is_taken_for_it_and_a_double_is_stopped() {
    let mut job = Job::new(1, 0);
    job.apply(Event::Inputs, 0, 100, 0.0);
    job.apply(Event::Hint(Some(remote("a"))), 5, 100, 0.0);
    assert_eq!(job.due(5), Due::Ask(remote("a")));
    job.apply(Event::Accepted(remote("b")), 6, 100, 0.0);
    assert_eq!(
        job.left.iter().map(|l| (l.remote.id.as_str(), l.cancel)).collect::<Vec<_>>(),
        [("a", false), ("b", true)]
    );
    job.apply(Event::Hint(Some(remote("a"))), 7, 100, 0.0);
    assert_eq!((job.left.len(), job.due(7)), (2, Due::Ask(remote("a"))));
}

#[test]
fn a_double_that_is_heard_of_after_the_film_came_stops_and_goes_and_what_went_is_no_double() {
    let mut job = ordered();
    job.apply(Event::Progress(Progress::Done(film())), 30, 100, 0.0);
    job.apply(Event::Hint(Some(remote("b"))), 31, 100, 0.0);
    job.apply(Event::Fetched, 32, 100, 0.0);
    job.apply(Event::Hint(Some(remote("c"))), 33, 100, 0.0);
    assert_eq!(
        job.left.iter().map(|l| (l.remote.id.as_str(), l.cancel)).collect::<Vec<_>>(),
        [("a", false), ("b", true), ("c", true)]
    );
    for _ in 0..3 {
        job.apply(Event::Removed(0), 34, 100, 0.0);
    }
    for id in ["a", "b", "c"] {
        job.apply(Event::Hint(Some(remote(id))), 35, 100, 0.0);
    }
    assert_eq!((job.stage.name(), job.spent, job.due(35)), ("fetched", true, Due::Over));
}

#[test]
fn news_of_an_earlier_step_do_not_shorten_a_wait() {
    let mut job = Job::new(2, 0);
    job.apply(Event::Inputs, 0, 1, 0.0);
    job.apply(Event::Accepted(remote("a")), 0, 1, 0.0);
    job.apply(Event::Progress(Progress::Done(film())), 1, 1, 0.0);
    let wait = Failure { retry: Retry::After(30), ..Failure::passing(Cause::Busy, "") };
    job.apply(Event::Trouble(wait), 2, 1, 0.0);
    job.apply(Event::Hint(Some(remote("a"))), 3, 1, 0.0);
    assert!(matches!(job.due(3), Due::Wait(at) if at >= 30_000));
}

#[test]
fn a_callback_of_another_step_is_never_taken_for_the_one_that_is_ordered() {
    let mut job = Job::new(2, 0);
    job.apply(Event::Inputs, 0, 1, 0.0);
    job.apply(Event::Accepted(remote("a")), 0, 1, 0.0);
    job.apply(Event::Progress(Progress::Done(film())), 1, 1, 0.0);
    // The second step is ordered and its answer not here yet: a double of the first, of a name not heard before, comes in.
    let stray = |id| Event::Stray { remote: remote(id), step: 0, earlier: false };
    job.apply(stray("a2"), 2, 1, 0.0);
    assert_eq!((job.due(2), job.step), (Due::Submit, 1));
    job.apply(Event::Accepted(remote("b")), 3, 1, 0.0);
    for late in ["a", "a2", "a"] {
        job.apply(stray(late), 4, 1, 0.0);
    }
    let left: Vec<_> = job.left.iter().map(|l| (l.remote.id.as_str(), l.step, l.cancel)).collect();
    assert_eq!(left, [("a", 0, false), ("a2", 0, true), ("b", 1, false)], "it stops and goes, as what it is");
    assert_eq!(job.stage, Stage::Running { remote: remote("b"), place: None, share: None });
}

#[test]
fn what_an_earlier_round_left_is_removed_and_never_paid_for() {
    let mut job = ordered();
    job.apply(Event::Trouble(Failure::of(Cause::Moderated, "no")), 30, 100, 0.0);
    job.replay(40);
    job.apply(Event::Stray { remote: remote("old"), step: 0, earlier: true }, 41, 100, 0.0);
    assert_eq!(job.due(41), Due::Cancel(1), "it is not taken for the order that is about to be made, and stops first");
    job.apply(Event::Cancel(None), 42, 100, 0.0);
    job.apply(Event::TooLate(1), 43, 100, 0.0);
    assert_eq!((job.stage.name(), job.spent), ("cancelled", false));
    assert_eq!(
        job.left.iter().map(|l| (l.remote.id.as_str(), l.unpaid)).collect::<Vec<_>>(),
        [("a", true), ("old", true)]
    );
}

#[test]
fn who_ended_it_is_remembered_and_what_was_stored_before_can_be_read() {
    let mut job = ordered();
    job.apply(Event::Cancel(Some(Cause::Consent)), 30, 100, 0.5);
    job.apply(Event::Cancel(None), 31, 100, 0.5);
    assert_eq!(job.stage, Stage::Cancelled { cause: Some(Cause::Consent) });
    let old: Stage = serde_json::from_str(r#"{"state":"cancelled"}"#).unwrap();
    assert_eq!(old, Stage::Cancelled { cause: None });
}

#[test]
fn what_failed_is_not_charged_for_even_if_a_double_of_it_was_made() {
    let mut job = ordered();
    job.apply(Event::Accepted(remote("b")), 21, 100, 0.0);
    job.apply(Event::Trouble(Failure::of(Cause::Moderated, "no")), 22, 100, 0.0);
    job.apply(Event::Hint(Some(remote("c"))), 23, 100, 0.0);
    job.apply(Event::TooLate(2), 24, 100, 0.0);
    assert_eq!((job.stage.name(), job.spent), ("failed", false));
}

#[test]
fn cancelled_too_late_is_paid_for_and_in_time_is_not() {
    for (event, spent) in [(Event::TooLate(0), true), (Event::Stopped(0), false)] {
        let mut job = ordered();
        job.apply(Event::Cancel(None), 30, 100, 0.0);
        assert_eq!(job.due(30), Due::Cancel(0));
        job.apply(event, 31, 100, 0.0);
        assert_eq!((job.spent, job.due(31)), (spent, Due::Remove(0)));
    }
}

#[test]
fn who_got_no_film_pays_nothing_whatever_was_made_there() {
    // Given up because nobody answered: what ran there is stopped, and may turn out to be done.
    let mut job = ordered();
    for _ in 0..MAX_FAILURES {
        job.apply(Event::Trouble(Failure::passing(Cause::Down, "503")), job.next_at, 100, 0.0);
    }
    assert_eq!((job.stage.clone(), job.due(job.next_at)), (Stage::Failed { cause: Cause::Down }, Due::Cancel(0)));
    job.apply(Event::TooLate(0), job.next_at, 100, 0.0);
    assert_eq!((job.spent, job.due(job.next_at)), (false, Due::Remove(0)));
    // A double, or a strange job, of one that failed there.
    let mut job = ordered();
    job.apply(Event::Hint(Some(remote("b"))), 30, 100, 0.0);
    job.apply(Event::Trouble(Failure::of(Cause::Moderated, "no")), 31, 100, 0.0);
    job.apply(Event::TooLate(1), 32, 100, 0.0);
    assert!(!job.spent);
}

#[test]
fn a_film_whose_address_ended_is_asked_for_anew_but_not_forever() {
    let mut job = ordered();
    for k in 0..3 {
        job.apply(Event::Progress(Progress::Done(film())), 200, 100, 0.0);
        job.apply(Event::Trouble(Failure::of(Cause::Gone, "404")), 200, 100, 0.0);
        assert_eq!((job.stage.name(), job.refetches), ("running", k + 1));
    }
    job.apply(Event::Progress(Progress::Done(film())), 200, 100, 0.0);
    job.apply(Event::Trouble(Failure::of(Cause::Gone, "404")), 200, 100, 0.0);
    assert_eq!(job.stage, Stage::Failed { cause: Cause::Gone });
}

#[test]
fn what_cannot_be_removed_waits_for_the_operator_and_one_that_takes_too_long_fails() {
    let mut job = ordered();
    job.apply(Event::Progress(Progress::Running(None)), 20 + LATE_MS, 100, 0.0);
    assert_eq!(job.stage, Stage::Failed { cause: Cause::Late });
    let mut now = 30 + LATE_MS;
    for _ in 0..MAX_REMOVALS {
        job.apply(Event::Unremoved(0, Failure::passing(Cause::Down, "503")), now, 100, 0.0);
        now = job.next_at;
    }
    assert_eq!((job.due(now), job.stuck()), (Due::Over, true));
    job.replay(now);
    assert_eq!((job.due(now), job.stuck()), (Due::Cancel(0), false), "what runs stops before another is ordered");
    for _ in 0..MAX_STOPS {
        job.apply(Event::Unremoved(0, Failure::passing(Cause::Down, "503")), now, 100, 0.0);
        now = job.next_at;
    }
    assert_eq!(job.due(now), Due::Submit, "and does not hold it up for ever");
    job.apply(Event::Accepted(remote("b")), now, 100, 0.0);
    job.apply(Event::Cancel(None), now, 100, 0.0);
    job.apply(Event::TooLate(0), now, 100, 0.0);
    assert!(!job.spent, "nobody pays for the earlier round");
}

#[test]
fn what_is_left_when_all_is_forgotten_is_tried_once_a_day_until_it_is_gone() {
    let mut job = ordered();
    job.apply(Event::Cancel(None), 30, 100, 0.0);
    job.apply(Event::Unremoved(0, Failure::of(Cause::Key, "403")), 31, 100, 0.0);
    for day in 0..3 {
        let now = 1000 + day * DAILY_MS;
        assert_eq!(job.due(now), Due::Over);
        job.linger(now);
        assert_eq!((job.due(now), job.due(now + DAILY_MS)), (Due::Wait(now + DAILY_MS), Due::Cancel(0)));
        job.apply(Event::Unremoved(0, Failure::passing(Cause::Key, "403")), now + DAILY_MS - 1, 100, 0.0);
    }
    job.linger(9);
    job.apply(Event::Removed(0), 10, 100, 0.0);
    assert!(job.left.is_empty() && job.due(u64::MAX) == Due::Over && !job.stuck());
}

#[test]
fn a_film_that_is_given_up_once_it_is_made_is_paid_for_unless_it_cannot_be_had() {
    let fetching = || {
        let mut job = ordered();
        job.apply(Event::Progress(Progress::Done(film())), 30, 100, 0.0);
        job
    };
    let mut job = fetching();
    job.apply(Event::Cancel(None), 31, 100, 0.0);
    assert_eq!((job.stage.name(), job.spent), ("cancelled", true));
    let mut job = fetching();
    job.apply(Event::Trouble(Failure::passing(Cause::Down, "503")), 31, 100, 0.0);
    job.apply(Event::Cancel(None), 32, 100, 0.0);
    assert_eq!((job.stage.name(), job.spent), ("cancelled", false));
}

#[test]
fn a_wait_is_that_of_all_steps() {
    let mut job = Job::new(2, 0);
    job.apply(Event::Inputs, 10, 100, 0.0);
    job.apply(Event::Accepted(remote("a")), 20, 100, 0.0);
    job.apply(Event::Progress(Progress::Done(film())), 500, 100, 0.0);
    job.apply(Event::Accepted(remote("b")), 510, 100, 0.0);
    assert_eq!((job.begun_at, job.ordered_at), (Some(20), Some(510)));
}

#[test]
fn any_history_ends_once_and_forgets_nothing_that_was_begun() {
    let mut x: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut draw = |n: u64| {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (x >> 33) % n
    };
    for _ in 0..50_000 {
        let mut job = Job::new(1 + draw(2) as u8, 0);
        let (mut begun, mut removed, mut end) = (Vec::new(), 0, None::<String>);
        for now in 0..40 {
            let event = match draw(12) {
                0 | 1 => Event::Inputs,
                2 | 3 => {
                    let id = format!("r{}", draw(9));
                    // What was removed is begun no more, whoever speaks of it.
                    if job.stage != Stage::AwaitingInputs && !begun.contains(&id) && !job.gone.contains(&id) {
                        begun.push(id.clone());
                    }
                    match (&job.stage, draw(3)) {
                        (Stage::AwaitingInputs, _) => Event::Inputs,
                        (_, 0) => Event::Hint(Some(remote(&id))),
                        _ => Event::Accepted(remote(&id)),
                    }
                }
                4 => Event::Progress(Progress::Running(None)),
                5 | 6 => Event::Progress(Progress::Done(film())),
                7 => Event::Fetched,
                8 => Event::Trouble(Failure::passing(Cause::Down, "")),
                9 => Event::Hint(None),
                10 if draw(8) == 0 => Event::Cancel(None),
                10 if draw(8) == 0 => Event::Trouble(Failure::of(Cause::Gone, "")),
                _ => {
                    if job.stage.is_final() && !job.left.is_empty() && draw(2) == 0 {
                        removed += 1;
                        begun.retain(|id| *id != job.left[0].remote.id);
                        Event::Removed(0)
                    } else {
                        Event::Hint(None)
                    }
                }
            };
            let made = matches!(job.stage, Stage::Fetching { .. }) && job.failures == 0;
            job.apply(event, now * 1000, 100, 0.5);
            if let Some(end) = &end {
                assert_eq!(job.stage.name(), end);
            } else if job.stage.is_final() {
                end = Some(job.stage.name().to_owned());
                let given_up = made && matches!(job.stage, Stage::Cancelled { .. });
                assert_eq!(job.spent, given_up || job.stage == Stage::Fetched);
            }
            let mut known: Vec<_> = job.left.iter().map(|l| l.remote.id.clone()).collect();
            known.sort();
            begun.sort();
            assert_eq!(known, begun, "after {removed} removals");
        }
    }
}
