//! The life of a job: from an order to a film that lies with us, whatever a provider, a network or a crash do.
//!
//! Pure: the edge carries out what is [`Job::due`], says what came of it, and stores the job before anything goes out. What
//! was begun at a provider is remembered until it is removed there.

mod left;

use serde::{Deserialize, Serialize};

use crate::{Cause, Failure, Film, Progress, Remote, Retry};

/// Milliseconds since 1970.
pub type UnixMs = u64;

/// Failures in a row after which a job is given up.
pub const MAX_FAILURES: u32 = 8;
/// Failures in a row after which a film is given up: it lies there, or it does not.
pub const MAX_FETCHES: u32 = 5;
/// How long a provider may take from taking an order to its film, in milliseconds.
pub const LATE_MS: u64 = 40 * 60 * 1000;
/// Failures in a row after which what is left at a provider waits for the operator.
pub const MAX_REMOVALS: u32 = 12;
/// First and longest wait between two tries, in milliseconds.
const BACKOFF_MS: [u64; 2] = [1000, 120_000];
/// Times that a film which was gone is asked for anew.
const MAX_REFETCHES: u32 = 3;

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Stage {
    /// Waits for the picture and the speech, which the creator's device makes.
    AwaitingInputs,
    /// To be ordered, or ordered without an answer yet.
    Submitting,
    /// Waits or is made at the provider.
    Running {
        /// There.
        remote: Remote,
        /// How many are before it.
        place: Option<u32>,
        /// The share that is done.
        share: Option<f32>,
    },
    /// To be copied to us.
    Fetching {
        /// There.
        remote: Remote,
        /// Its film.
        film: Film,
    },
    /// Lies with us.
    Fetched,
    /// Given up.
    Failed {
        /// Why.
        cause: Cause,
    },
    /// Nobody wants it any more.
    Cancelled {
        /// Why, where it was not its creator who gave it up.
        #[serde(default)]
        cause: Option<Cause>,
    },
}

/// Something that lies at a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Left {
    /// The step that made it.
    pub step: u8,
    /// Its name there.
    pub remote: Remote,
    /// Whether it must be cancelled before it is removed.
    pub cancel: bool,
    /// Failures in a row.
    pub failures: u32,
    /// Whether it is of an earlier round, for which nobody pays any more.
    #[serde(default)]
    pub unpaid: bool,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Where it stands.
    pub stage: Stage,
    /// The step that is made, from 0.
    pub step: u8,
    /// How many there are.
    pub steps: u8,
    /// What the step before made.
    pub before: Option<Film>,
    /// Everything that may still lie at the provider.
    pub left: Vec<Left>,
    /// Names of what was removed there: news of them change nothing.
    #[serde(default)]
    pub gone: Vec<String>,
    /// Whether there is something to charge the creator for.
    pub spent: bool,
    /// Failures in a row of what is due.
    pub failures: u32,
    /// Times that a film was gone.
    pub refetches: u32,
    /// When the next thing is due.
    pub next_at: UnixMs,
    /// When the running step was ordered.
    pub ordered_at: Option<UnixMs>,
    /// When its first step was taken.
    #[serde(default)]
    pub begun_at: Option<UnixMs>,
    /// When it came to its end.
    pub ended_at: Option<UnixMs>,
    /// What the provider said last, for the operator alone.
    pub said: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Picture and speech are there.
    Inputs,
    /// The provider took the order.
    Accepted(Remote),
    /// How far it is.
    Progress(Progress),
    /// The film lies with us.
    Fetched,
    /// What was due failed.
    Trouble(Failure),
    /// Nobody wants it any more; why, where it was not its creator who gave it up.
    Cancel(Option<Cause>),
    /// A callback of the step that is made came: ask now.
    Hint(Option<Remote>),
    /// A callback of another step came, or of an earlier round: nobody waits for what it tells of.
    Stray {
        /// There.
        remote: Remote,
        /// Its step.
        step: u8,
        /// Whether it was ordered before the job was taken up again.
        earlier: bool,
    },
    /// Cancelling came too late: there is something to charge for.
    TooLate(usize),
    /// It runs no more, or never will.
    Stopped(usize),
    /// It is removed at the provider.
    Removed(usize),
    /// Removing it failed.
    Unremoved(usize, Failure),
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// Order the step.
    Submit,
    /// Ask how far it is.
    Ask(Remote),
    /// Copy the film.
    Fetch(Film),
    /// Cancel this one of what is left.
    Cancel(usize),
    /// Remove this one of what is left.
    Remove(usize),
    /// Nothing, until then.
    Wait(UnixMs),
    /// Nothing more.
    Over,
}

/// How long to wait before the next try: doubling, with jitter, `random` in 0..1 (full jitter would allow no wait at all).
#[must_use]
pub fn backoff_ms(failures: u32, retry: Retry, random: f32) -> u64 {
    let longest = BACKOFF_MS[1].min(BACKOFF_MS[0] << failures.min(10));
    let half = longest / 2;
    let jittered = half + (half as f32 * random.clamp(0.0, 1.0)) as u64;
    match retry {
        // What is asked for is kept, and everybody does not come back at once.
        Retry::After(seconds) => u64::from(seconds.min(600)) * 1000 + jittered / 4,
        Retry::Later | Retry::Never => jittered,
    }
}

impl Stage {
    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AwaitingInputs => "awaiting_inputs",
            Self::Submitting => "submitting",
            Self::Running { .. } => "running",
            Self::Fetching { .. } => "fetching",
            Self::Fetched => "fetched",
            Self::Failed { .. } => "failed",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether it came to its end.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Fetched | Self::Failed { .. } | Self::Cancelled { .. })
    }
}

impl Job {
    /// A new one of so many steps.
    #[must_use]
    pub fn new(steps: u8, now: UnixMs) -> Self {
        Self {
            stage: Stage::AwaitingInputs,
            step: 0,
            steps,
            before: None,
            left: Vec::new(),
            gone: Vec::new(),
            spent: false,
            failures: 0,
            refetches: 0,
            next_at: now,
            ordered_at: None,
            begun_at: None,
            ended_at: None,
            said: String::new(),
        }
    }

    /// What is to be done at `now`.
    #[must_use]
    pub fn due(&self, now: UnixMs) -> Due {
        if self.stage == Stage::AwaitingInputs {
            return Due::Wait(UnixMs::MAX);
        }
        if self.stage.is_final() {
            let open = self.left.iter().position(|left| left.failures < MAX_REMOVALS);
            return match open {
                None => Due::Over,
                Some(_) if now < self.next_at => Due::Wait(self.next_at),
                Some(k) if self.left[k].cancel => Due::Cancel(k),
                Some(k) => Due::Remove(k),
            };
        }
        if now < self.next_at {
            return Due::Wait(self.next_at);
        }
        match &self.stage {
            // What runs of an earlier round costs its provider's bill: it stops before another is ordered.
            Stage::Submitting => self.running_of_before().map_or(Due::Submit, Due::Cancel),
            Stage::Running { remote, .. } => Due::Ask(remote.clone()),
            Stage::Fetching { film, .. } => Due::Fetch(film.clone()),
            _ => Due::Over,
        }
    }

    /// Whether something was left at the provider that the operator must look after.
    #[must_use]
    pub fn stuck(&self) -> bool {
        self.stage.is_final() && self.left.iter().any(|left| left.failures >= MAX_REMOVALS)
    }

    /// Takes note of what happened. `poll_ms`: how long until a running job is asked about again. What comes late or twice
    /// changes nothing but what must be removed.
    pub fn apply(&mut self, event: Event, now: UnixMs, poll_ms: u64, random: f32) {
        match event {
            Event::Inputs if self.stage == Stage::AwaitingInputs => self.go(Stage::Submitting, now),
            Event::Accepted(remote) => self.accepted(remote, now, poll_ms),
            Event::Hint(found) => self.hinted(found, now, poll_ms),
            Event::Progress(progress) => self.progressed(progress, now, poll_ms),
            Event::Fetched if matches!(self.stage, Stage::Fetching { .. }) => {
                self.spent = true;
                self.end(Stage::Fetched, now);
            }
            Event::Trouble(failure) => self.trouble(&failure, now, random),
            Event::Stray { remote, step, earlier } => self.leave(remote, step, true, earlier),
            Event::Cancel(cause) if !self.stage.is_final() => {
                // It was made, and nothing is known to be wrong with it.
                self.spent |= matches!(self.stage, Stage::Fetching { .. }) && self.failures == 0;
                self.end(Stage::Cancelled { cause }, now);
            }
            Event::TooLate(k) => {
                if let Some(left) = self.left.get_mut(k) {
                    left.cancel = false;
                    left.failures = 0;
                    // Who wanted none pays for what could not be stopped; who got none does not.
                    let unwanted = matches!(self.stage, Stage::Cancelled { .. });
                    self.spent |= unwanted && !left.unpaid && left.step + 1 == self.steps;
                }
            }
            Event::Stopped(k) => {
                if let Some(left) = self.left.get_mut(k) {
                    (left.cancel, left.failures) = (false, 0);
                }
            }
            Event::Removed(k) => {
                if k < self.left.len() {
                    let left = self.left.remove(k);
                    self.gone.push(left.remote.id);
                }
            }
            Event::Unremoved(k, failure) => self.unremoved(k, &failure, now, random),
            Event::Inputs | Event::Fetched | Event::Cancel(_) => {}
        }
    }

    fn go(&mut self, stage: Stage, at: UnixMs) {
        (self.stage, self.next_at, self.failures) = (stage, at, 0);
    }

    fn end(&mut self, stage: Stage, now: UnixMs) {
        // What may still run is cancelled; what is done is removed.
        if stage != Stage::Fetched
            && let Stage::Running { remote, .. } = &self.stage
        {
            let running = remote.clone();
            self.left.iter_mut().filter(|left| left.remote == running).for_each(|left| left.cancel = true);
        }
        self.ended_at = Some(now);
        self.go(stage, now);
    }

    fn accepted(&mut self, remote: Remote, now: UnixMs, poll_ms: u64) {
        if self.knows(&remote) {
            return;
        }
        let awaited = self.stage == Stage::Submitting;
        // One that nobody waits for is a double, or comes after the end: it stops and goes.
        self.leave(remote.clone(), self.step, !awaited, false);
        if awaited {
            self.ordered_at = Some(now);
            self.begun_at.get_or_insert(now);
            self.go(Stage::Running { remote, place: None, share: None }, now + poll_ms);
        }
    }

    fn knows(&self, remote: &Remote) -> bool {
        self.left.iter().any(|left| left.remote.id == remote.id) || self.gone.contains(&remote.id)
    }

    /// Remembers what lies at the provider. News of what is known, or was removed, change nothing.
    fn leave(&mut self, remote: Remote, step: u8, cancel: bool, unpaid: bool) {
        if !self.knows(&remote) {
            self.left.push(Left { step, remote, cancel, failures: 0, unpaid });
        }
    }

    fn hinted(&mut self, found: Option<Remote>, now: UnixMs, poll_ms: u64) {
        match (&self.stage, found) {
            (Stage::Running { remote, .. }, Some(found)) if found.id != remote.id => {
                self.accepted(found, now, poll_ms);
            }
            (Stage::Running { .. }, _) => self.next_at = now,
            // The order was taken, and its answer was lost.
            (Stage::Submitting, Some(found)) => {
                self.accepted(found, now, poll_ms);
                // Not so if it is of an earlier step: then the next try waits as it was told to.
                if matches!(self.stage, Stage::Running { .. }) {
                    self.next_at = now;
                }
            }
            // A double, or one that was begun although its answer was lost: it stops and goes.
            (_, Some(found)) => self.accepted(found, now, poll_ms),
            (_, None) => {}
        }
    }

    fn progressed(&mut self, progress: Progress, now: UnixMs, poll_ms: u64) {
        let Stage::Running { remote, place, share } = &mut self.stage else { return };
        self.failures = 0;
        match progress {
            Progress::Done(film) if self.step + 1 < self.steps => {
                self.before = Some(film);
                self.step += 1;
                self.go(Stage::Submitting, now);
            }
            Progress::Done(film) => {
                let remote = remote.clone();
                self.go(Stage::Fetching { remote, film }, now);
            }
            _ if self.ordered_at.is_some_and(|at| now >= at + LATE_MS) => {
                self.end(Stage::Failed { cause: Cause::Late }, now);
            }
            Progress::Waiting(before) => (*place, self.next_at) = (before, now + poll_ms),
            Progress::Running(done) => (*place, *share, self.next_at) = (None, done.or(*share), now + poll_ms),
            Progress::Look(_) => self.next_at = now + poll_ms,
        }
    }

    fn trouble(&mut self, failure: &Failure, now: UnixMs, random: f32) {
        if self.stage.is_final() || self.stage == Stage::AwaitingInputs {
            return;
        }
        self.said.clone_from(&failure.said);
        self.failures += 1;
        if let Stage::Fetching { remote, .. } = &self.stage
            && failure.cause == Cause::Gone
            && self.refetches < MAX_REFETCHES
        {
            // Addresses of films end: the job is asked for a fresh one.
            let (remote, failures) = (remote.clone(), self.failures);
            self.refetches += 1;
            self.go(
                Stage::Running { remote, place: None, share: None },
                now + backoff_ms(failures, failure.retry, random),
            );
            return;
        }
        let most = if matches!(self.stage, Stage::Fetching { .. }) { MAX_FETCHES } else { MAX_FAILURES };
        if failure.retry == Retry::Never || self.failures >= most {
            // A job that ended there is not cancelled, only removed.
            let ended = matches!(self.stage, Stage::Running { .. }) && failure.retry == Retry::Never;
            self.end(Stage::Failed { cause: failure.cause }, now);
            if ended {
                self.left.iter_mut().for_each(|left| left.cancel = false);
            }
            return;
        }
        self.next_at = now + backoff_ms(self.failures, failure.retry, random);
    }
}

#[cfg(test)]
mod tests;
