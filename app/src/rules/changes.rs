//! What one version of a policy changed, in sentences.

use domain::UnixMs;
use domain::consent::Policy;
use wire::versions::PolicyVersions;

use super::sentences;

/// Something that a version says and the one before it did not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Said since then; otherwise no longer.
    pub added: bool,
    /// What.
    pub sentence: String,
}

/// A version as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its number.
    pub version: u32,
    /// Since when it counted.
    pub at: UnixMs,
    /// What it said.
    pub policy: Policy,
    /// What it changed; none for the first that is kept.
    pub changes: Option<Vec<Change>>,
}

/// A page of versions, each with what it changed. `written` puts a moment in words.
#[must_use]
pub fn shown(page: PolicyVersions, written: impl Fn(UnixMs) -> String + Copy) -> Vec<Shown> {
    let PolicyVersions { versions, before, .. } = page;
    let older: Vec<Option<Policy>> =
        versions.iter().skip(1).map(|older| Some(older.policy.clone())).chain([before]).collect();
    versions
        .into_iter()
        .zip(older)
        .map(|(one, older)| {
            let changes = older.map(|older| changes(&older, &one.policy, one.at, written));
            Shown { version: one.version, at: one.at, policy: one.policy, changes }
        })
        .collect()
}

/// What `after` says that `before` did not, then what it says no longer, read at the moment of the change.
fn changes(before: &Policy, after: &Policy, at: UnixMs, written: impl Fn(UnixMs) -> String + Copy) -> Vec<Change> {
    let change = |added: bool, sentence: &str| Change { added, sentence: sentence.to_owned() };
    let mut found = Vec::new();
    // A pause hides every other sentence: those are compared without it.
    match (before.paused, after.paused) {
        (false, true) => found.push(change(true, "Everything is paused.")),
        (true, false) => found.push(change(false, "Everything is paused.")),
        _ => {}
    }
    let said = |policy: &Policy| -> Vec<String> {
        let going = Policy { paused: false, ..policy.clone() };
        sentences(&going, at, written).into_iter().map(|(_, sentence)| sentence).collect()
    };
    let (was, is) = (said(before), said(after));
    found.extend(is.iter().filter(|sentence| !was.contains(sentence)).map(|sentence| change(true, sentence)));
    found.extend(was.iter().filter(|sentence| !is.contains(sentence)).map(|sentence| change(false, sentence)));
    found
}

#[cfg(test)]
mod tests {
    use domain::consent::Preset;
    use wire::versions::PolicyVersion;

    use super::*;

    fn day(at: UnixMs) -> String {
        format!("day {at}")
    }

    fn words(before: &Policy, after: &Policy) -> Vec<String> {
        changes(before, after, 5, day)
            .into_iter()
            .map(|change| format!("{} {}", if change.added { '+' } else { '-' }, change.sentence))
            .collect()
    }

    #[test]
    fn a_change_is_what_was_not_said_before() {
        let friends = Preset::Friends.policy();
        let never = Policy { never_say: ["moist".to_owned()].into(), ..friends.clone() };
        assert_eq!(words(&friends, &never), ["+ Never says “moist”."]);
        assert_eq!(words(&never, &friends), ["- Never says “moist”."]);
        assert!(words(&friends, &friends).is_empty());
        let asked = Policy { ask_each: true, publish_unseen: true, ..friends.clone() };
        assert_eq!(
            words(&friends, &asked),
            [
                "+ You answer each request first.",
                "+ A clip may be published without your look at the file.",
                "- No clip is published before you have seen the file and said yes.",
            ]
        );
    }

    #[test]
    fn a_pause_is_one_change_and_hides_no_other() {
        let friends = Preset::Friends.policy();
        let paused = Policy { paused: true, ..friends.clone() };
        assert_eq!(words(&friends, &paused), ["+ Everything is paused."]);
        assert_eq!(words(&paused, &friends), ["- Everything is paused."]);
        let both = Policy { ask_each: true, ..paused };
        assert_eq!(words(&friends, &both), ["+ Everything is paused.", "+ You answer each request first."]);
    }

    #[test]
    fn each_of_a_page_is_compared_with_the_one_before_it() {
        let version = |version: u32, ask_each: bool| {
            let policy = Policy { version, ask_each, ..Preset::Friends.policy() };
            PolicyVersion { version, at: u64::from(version), policy, signed: String::new() }
        };
        let page = |before| PolicyVersions {
            versions: vec![version(3, true), version(2, false)],
            before,
            next: None,
            kept: 200,
        };
        let first = shown(page(None), day);
        assert_eq!(first[0].changes.as_ref().map(Vec::len), Some(1));
        assert_eq!((first[0].version, first[1].changes.clone()), (3, None));
        let more = shown(page(Some(version(1, true).policy)), day);
        assert_eq!(more[1].changes.as_ref().map(|all| all[0].added), Some(false));
    }
}
