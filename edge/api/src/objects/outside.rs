//! What the objects of things at outside providers have in common: a list of what was asked for, each with the time at which it is
//! looked after, and an alarm that does so until nothing is left to do.

use domain::UnixMs;
use gateway::{Failure as Trouble, Retry};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::State;

use super::record;
use crate::error::Answer;
use crate::state::App;

/// When what a crash left is taken up, in milliseconds.
pub const LEFT_MS: u64 = 5000;
/// The first wait between two tries, in milliseconds; each is twice as long, up to [`LONGEST_MS`].
pub const WAIT_MS: u32 = 5000;
/// The longest wait between two tries, in milliseconds.
const LONGEST_MS: u64 = 3600 * 1000;

/// One thing.
pub trait Kept: Clone + PartialEq + Serialize + DeserializeOwned {
    /// When it is looked after next; none while there is nothing to do.
    fn due_at(&self) -> Option<UnixMs>;
}

/// What such an object holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record<K> {
    /// Newest first. The first such object held voices.
    #[serde(alias = "voices")]
    kept: Vec<K>,
}

/// All that is kept, newest first.
///
/// # Errors
/// The storage fails.
pub fn load<K: Kept>(state: &State) -> Answer<Vec<K>> {
    Ok(record::load::<Record<K>>(state)?.map(|record| record.kept).unwrap_or_default())
}

/// Writes a change. Nothing comes in between: loading, changing and saving are one breath.
///
/// # Errors
/// The storage fails.
pub fn change<K: Kept>(state: &State, change: impl FnOnce(&mut Vec<K>)) -> Answer<Vec<K>> {
    let mut record = Record { kept: load(state)? };
    change(&mut record.kept);
    record::save(state, &record)?;
    Ok(record.kept)
}

/// Does what is due, one thing after another, then sets the alarm for what comes next. `look` is one step with a thing; none:
/// nothing is left of it.
///
/// # Errors
/// The storage or a step fails.
pub async fn ring<K: Kept>(state: &State, app: &App, look: impl AsyncFn(&K) -> Answer<Option<K>>) -> Answer<()> {
    loop {
        let now = app.now_ms();
        let due = |kept: &K| kept.due_at().is_some_and(|at| at <= now);
        let Some(kept) = load::<K>(state)?.into_iter().find(due) else { return sleep::<K>(state).await };
        // A crash in what follows is taken up by this.
        record::wake_in(state, LEFT_MS).await?;
        let next = look(&kept).await?;
        change(state, |all| {
            // Another call may have come in between: what it wrote stays.
            let Some(place) = all.iter().position(|other| *other == kept) else { return };
            match next {
                Some(next) => all[place] = next,
                None => drop(all.remove(place)),
            }
        })?;
    }
}

/// Sets the alarm for what is due next. With nothing left, this is as if it had never been.
///
/// # Errors
/// The storage fails.
pub async fn sleep<K: Kept>(state: &State) -> Answer<()> {
    let all = load::<K>(state)?;
    if all.is_empty() {
        return record::erase(state).await;
    }
    let now = worker::Date::now().as_millis();
    match all.iter().filter_map(Kept::due_at).min() {
        Some(at) => record::wake_in(state, at.saturating_sub(now).max(1)).await,
        None => Ok(state.storage().delete_alarm().await?),
    }
}

/// How long to wait after so many tries, in milliseconds, where the first wait is `first_ms`; longer where a provider said so.
#[must_use]
pub fn wait(first_ms: u32, tries: u32, trouble: Option<&Trouble>) -> u64 {
    let own = (u64::from(first_ms) << tries.min(12)).min(LONGEST_MS);
    match trouble.map(|trouble| trouble.retry) {
        Some(Retry::After(seconds)) => own.max(u64::from(seconds) * 1000),
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateway::Cause;

    #[test]
    fn waits_double_up_to_an_hour_and_heed_what_a_provider_says() {
        assert_eq!([0, 1, 2].map(|tries| wait(5000, tries, None)), [5000, 10_000, 20_000]);
        assert_eq!(wait(5000, u32::MAX, None), LONGEST_MS);
        let busy = Trouble { retry: Retry::After(30), ..Trouble::passing(Cause::Busy, "") };
        assert_eq!((wait(5000, 0, Some(&busy)), wait(5000, 4, Some(&busy))), (30_000, 80_000));
    }

    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    struct One(u8);

    #[test]
    fn what_was_kept_before_is_read() {
        let old: Record<One> = serde_json::from_str(r#"{"voices":[1,2]}"#).unwrap();
        assert_eq!(old.kept, [One(1), One(2)]);
        let new = serde_json::to_string(&old).unwrap();
        assert_eq!(serde_json::from_str::<Record<One>>(&new).unwrap(), old);
    }
}
