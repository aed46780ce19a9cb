//! The life of a report against a clip: who may do what to it, and by when it must be answered.
//!
//! A report is received, then held or dismissed. A hold takes the clip down together with its copies, and each clip that
//! is held can be appealed once by its creator; the operator then reinstates it or upholds the hold. The desk's Durable
//! Object applies these transitions and nothing else.

mod ground;
#[cfg(test)]
mod histories;
mod locator;

use serde::{Deserialize, Serialize};

use crate::copies::Heard;
use crate::limits::{APPEAL_ANSWER_MS, APPEAL_WINDOW_MS};
use crate::{ClipId, UnixMs};

pub use ground::Ground;
pub use locator::{LocatorError, locate};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has decided yet.
    Received,
    /// The operator saw no reason to act.
    Dismissed,
    /// The clip and its copies are taken down.
    Held,
    /// The hold was a mistake: everything is back.
    Reinstated,
}

/// Why a clip is held in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum How {
    /// It is the clip that was reported: decided by a person.
    Reported,
    /// This site's own check of its pictures found something: decided by a program.
    Checked,
    /// Its file is the same, byte by byte: found by a program.
    Identical,
    /// It shows and says nearly the same: found by a program.
    Near {
        /// Median of the differing bits, of 64, between its key frames and those of the reported clip.
        distance: u32,
        /// Whether left and right are swapped.
        #[serde(default)]
        mirrored: bool,
        /// What its sound says.
        #[serde(default)]
        heard: Heard,
    },
}

impl How {
    /// Whether a program found it, so that the statement of reasons must say so.
    #[must_use]
    pub fn automated(self) -> bool {
        self != Self::Reported
    }

    /// Whether it was found as a copy of another clip.
    #[must_use]
    pub fn is_copy(self) -> bool {
        matches!(self, Self::Identical | Self::Near { .. })
    }

    /// Whether an operator may say that it is no copy when they decide: not of the same file.
    #[must_use]
    pub fn can_be_spared(self) -> bool {
        matches!(self, Self::Near { .. })
    }
}

/// Where one held clip stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Taken down; its creator may appeal.
    Held,
    /// Its creator appealed; the operator has to answer.
    Appealed,
    /// The appeal was refused.
    Upheld,
    /// It is back.
    Reinstated,
}

/// One clip of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Which clip.
    pub clip: ClipId,
    /// Why.
    pub how: How,
    /// Where it stands.
    pub standing: Standing,
    /// When it was taken down.
    pub held_at: UnixMs,
    /// When its creator appealed.
    pub appealed_at: Option<UnixMs>,
    /// When the operator last decided about it.
    pub decided_at: UnixMs,
}

/// A report and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The clip that was reported.
    pub clip: ClipId,
    /// What the reporter says is wrong with it.
    pub ground: Ground,
    /// Where the case stands.
    pub stage: Stage,
    /// When the report came in.
    pub received_at: UnixMs,
    /// When it was held or dismissed.
    pub decided_at: Option<UnixMs>,
    /// The reported clip first, then its copies, and near copies that were left up. Empty until there is a hold.
    pub holds: Vec<Hold>,
}

/// What may happen to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The operator takes the reported clip down, and leaves these near copies up: they are none.
    Hold {
        /// Clips that only look and sound alike, and how they were found.
        spare: Vec<(ClipId, How)>,
    },
    /// This site's own check takes the reported clip down: a program decides, and its creator can appeal to a person.
    Suspend,
    /// The operator does not act.
    Dismiss,
    /// A clip is a copy of the one that is held, made before or after.
    Match(ClipId, How),
    /// The clip's creator objects.
    Appeal(ClipId),
    /// The operator leaves the clip down after an appeal.
    Uphold(ClipId),
    /// The operator puts the clip back, after an appeal or without one.
    Reinstate(ClipId),
}

/// What the shell must do after a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nobody but its creator, its cast and the operator may see the clip any more.
    TakeDown(ClipId),
    /// The clip is what it was before, unless another case holds it.
    PutBack(ClipId),
    /// Look for copies of the reported clip among all that there are, and say [`Command::Match`] for each.
    Search,
    /// Write the case to the projection: where it stands, and while it holds the hashes that every upload is compared with.
    Project,
}

/// Why a command was not taken. The message says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It was decided otherwise before.
    #[error("this report has already been decided: read it again")]
    Decided,
    /// The clip is none of this case.
    #[error("this clip is not held in this case")]
    NotHeld,
    /// Its creator appealed before.
    #[error("an appeal against this hold has been answered: there is one appeal")]
    AppealedBefore,
    /// The time for an appeal is over.
    #[error("the {} days for an appeal are over", APPEAL_WINDOW_MS / 86_400_000)]
    TooLate,
    /// Nobody appealed.
    #[error("nobody has appealed against this hold")]
    NotAppealed,
}

impl Refused {
    /// The rule's name for programs.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::NotHeld => "not_held",
            Self::AppealedBefore => "appealed_before",
            Self::TooLate => "too_late",
            Self::NotAppealed => "not_appealed",
        }
    }
}

impl Standing {
    /// Whether the clip is down.
    #[must_use]
    pub fn is_down(self) -> bool {
        self != Self::Reinstated
    }
}

impl Case {
    /// A report that has just come in.
    #[must_use]
    pub fn new(clip: ClipId, ground: Ground, now: UnixMs) -> Self {
        Self { clip, ground, stage: Stage::Received, received_at: now, decided_at: None, holds: Vec::new() }
    }

    /// The hold on a clip.
    #[must_use]
    pub fn hold(&self, clip: &ClipId) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.clip == *clip)
    }

    /// By when the operator must have answered what waits for them: the report, or the earliest appeal. None when nothing
    /// waits.
    #[must_use]
    pub fn due_at(&self) -> Option<UnixMs> {
        if self.stage == Stage::Received {
            return Some(self.received_at + self.ground.answer_ms());
        }
        let appeals = self.holds.iter().filter(|hold| hold.standing == Standing::Appealed);
        appeals.filter_map(|hold| hold.appealed_at).min().map(|at| at + APPEAL_ANSWER_MS)
    }

    /// When what identifies the reporter goes: `kept_ms` after the last decision. None while something waits.
    #[must_use]
    pub fn contact_until(&self, kept_ms: u64) -> Option<UnixMs> {
        if self.due_at().is_some() {
            return None;
        }
        let decided = self.holds.iter().map(|hold| hold.decided_at).chain(self.decided_at).max()?;
        Some(decided + kept_ms)
    }
}

impl Hold {
    /// Until when its creator may appeal. None once they have, or when it is back.
    #[must_use]
    pub fn appeal_until(&self) -> Option<UnixMs> {
        (self.standing == Standing::Held && self.appealed_at.is_none()).then_some(self.held_at + APPEAL_WINDOW_MS)
    }
}

/// Applies one command. Commands that arrive twice change nothing the second time.
///
/// # Errors
/// [`Refused`] when the command contradicts what already happened; the case stays as it was.
pub fn apply(case: &Case, command: &Command, now: UnixMs) -> Result<(Case, Vec<Effect>), Refused> {
    let mut next = case.clone();
    let effects = match command {
        Command::Hold { spare } => hold(&mut next, How::Reported, spare, now)?,
        Command::Suspend => hold(&mut next, How::Checked, &[], now)?,
        Command::Dismiss => dismiss(&mut next, now)?,
        Command::Match(clip, how) => matched(&mut next, clip, *how, now)?,
        Command::Appeal(clip) => appeal(&mut next, clip, now)?,
        Command::Uphold(clip) => uphold(&mut next, clip, now)?,
        Command::Reinstate(clip) => reinstate(&mut next, clip, now)?,
    };
    Ok((next, effects))
}

fn hold(case: &mut Case, how: How, spare: &[(ClipId, How)], now: UnixMs) -> Result<Vec<Effect>, Refused> {
    match case.stage {
        Stage::Held => return Ok(Vec::new()),
        Stage::Dismissed | Stage::Reinstated => return Err(Refused::Decided),
        Stage::Received => {}
    }
    (case.stage, case.decided_at) = (Stage::Held, Some(now));
    let reported = case.clip.clone();
    let down = take_down(case, &reported, how, now);
    for (clip, how) in spare.iter().filter(|(_, how)| how.can_be_spared()) {
        // As one that was put back: somebody has looked at it, and no search takes it down.
        if take_down(case, clip, *how, now).is_some()
            && let Some(spared) = case.holds.last_mut()
        {
            spared.standing = Standing::Reinstated;
        }
    }
    // Found before the hashes are kept, a copy that is made meanwhile would slip through.
    Ok(down.into_iter().chain([Effect::Project, Effect::Search]).collect())
}

fn take_down(case: &mut Case, clip: &ClipId, how: How, now: UnixMs) -> Option<Effect> {
    if case.hold(clip).is_some() {
        return None;
    }
    case.holds.push(Hold {
        clip: clip.clone(),
        how,
        standing: Standing::Held,
        held_at: now,
        appealed_at: None,
        decided_at: now,
    });
    Some(Effect::TakeDown(clip.clone()))
}

fn dismiss(case: &mut Case, now: UnixMs) -> Result<Vec<Effect>, Refused> {
    match case.stage {
        Stage::Dismissed => Ok(Vec::new()),
        Stage::Held | Stage::Reinstated => Err(Refused::Decided),
        Stage::Received => {
            (case.stage, case.decided_at) = (Stage::Dismissed, Some(now));
            Ok(vec![Effect::Project])
        }
    }
}

fn matched(case: &mut Case, clip: &ClipId, how: How, now: UnixMs) -> Result<Vec<Effect>, Refused> {
    if case.stage != Stage::Held {
        return Err(Refused::Decided);
    }
    // A clip that was put back stays back: somebody has looked at it.
    Ok(take_down(case, clip, how, now).map_or_else(Vec::new, |effect| vec![effect, Effect::Project]))
}

fn of<'a>(case: &'a mut Case, clip: &ClipId) -> Result<&'a mut Hold, Refused> {
    case.holds.iter_mut().find(|hold| hold.clip == *clip).ok_or(Refused::NotHeld)
}

fn appeal(case: &mut Case, clip: &ClipId, now: UnixMs) -> Result<Vec<Effect>, Refused> {
    let hold = of(case, clip)?;
    match (hold.standing, hold.appeal_until()) {
        (Standing::Appealed, _) => Ok(Vec::new()),
        (Standing::Reinstated, _) => Err(Refused::NotHeld),
        (Standing::Held, Some(until)) if now < until => {
            (hold.standing, hold.appealed_at) = (Standing::Appealed, Some(now));
            Ok(vec![Effect::Project])
        }
        (Standing::Held, Some(_)) => Err(Refused::TooLate),
        (Standing::Upheld | Standing::Held, _) => Err(Refused::AppealedBefore),
    }
}

fn uphold(case: &mut Case, clip: &ClipId, now: UnixMs) -> Result<Vec<Effect>, Refused> {
    let hold = of(case, clip)?;
    match hold.standing {
        Standing::Upheld => Ok(Vec::new()),
        Standing::Held => Err(Refused::NotAppealed),
        Standing::Reinstated => Err(Refused::Decided),
        Standing::Appealed => {
            (hold.standing, hold.decided_at) = (Standing::Upheld, now);
            Ok(vec![Effect::Project])
        }
    }
}

fn reinstate(case: &mut Case, clip: &ClipId, now: UnixMs) -> Result<Vec<Effect>, Refused> {
    let hold = of(case, clip)?;
    if hold.standing == Standing::Reinstated {
        return Ok(Vec::new());
    }
    if hold.how.is_copy() {
        (hold.standing, hold.decided_at) = (Standing::Reinstated, now);
        return Ok(vec![Effect::PutBack(clip.clone()), Effect::Project]);
    }
    // What was reported is back: nothing is a copy of something forbidden any more.
    case.stage = Stage::Reinstated;
    let mut effects = Vec::new();
    for hold in case.holds.iter_mut().filter(|hold| hold.standing.is_down()) {
        (hold.standing, hold.decided_at) = (Standing::Reinstated, now);
        effects.push(Effect::PutBack(hold.clip.clone()));
    }
    effects.push(Effect::Project);
    Ok(effects)
}
