//! What can be asked of a report's object, and what it holds.

use std::collections::BTreeMap;

use domain::copies::Traces;
use domain::print::Print;
use domain::soundprint::SoundPrint;
use domain::takedown::{Case, Ground, How, Stage};
use domain::{ClipId, TakedownId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::takedowns::{Actor, Decision, Deed, Event, Outcome};

/// Characters of an identifier that make a case's number: 48 random bits.
const NUMBER_CHARS: usize = 10;

/// What can be asked. Every answer is the [`Record`] as it stands.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// A report has come in. Asked again, the first one stays.
    File(Box<Filed>),
    /// As it stands.
    Read,
    /// An operator reads what identifies the reporter.
    Open {
        /// Keyed hash of their account.
        by: String,
    },
    /// An operator decides the report.
    Decide {
        /// What.
        decision: Decision,
        /// Why.
        reason: String,
        /// Near copies that stay up.
        #[serde(default)]
        spare: Vec<ClipId>,
        /// Keyed hash of their account.
        by: String,
    },
    /// This site's own check takes the clip down.
    Suspend {
        /// Why.
        reason: String,
    },
    /// An upload is a copy of what is held.
    Match(Found),
    /// The creator of a held clip objects.
    Appeal {
        /// Which clip.
        clip: ClipId,
        /// What they say, sealed.
        words: String,
        /// Keyed hash of their account.
        by: String,
    },
    /// An operator decides about a held clip.
    Settle {
        /// Which clip.
        clip: ClipId,
        /// What.
        outcome: Outcome,
        /// Why.
        reason: String,
        /// Keyed hash of their account.
        by: String,
    },
    /// The creator of a clip goes, with what they said.
    Forget(ClipId),
}

/// A report as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filed {
    /// Which.
    pub id: TakedownId,
    /// The clip that is meant.
    pub clip: ClipId,
    /// What is wrong with it.
    pub ground: Ground,
    /// When.
    pub at: UnixMs,
    /// Who reports and what they say, sealed.
    pub report: String,
    /// The clip's [`Evidence`], sealed.
    pub evidence: String,
    /// Keyed hash of the code that shows the case to the reporter.
    pub code: String,
}

/// What copies of a clip are found by, even when the clip itself is deleted before anybody decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Of the file.
    pub sha256: String,
    /// Of its key frames, 16 hexadecimal digits each.
    pub prints: Vec<String>,
    /// The same with left and right swapped.
    #[serde(default)]
    pub mirrored: Vec<String>,
    /// Acoustic fingerprint of its sound.
    #[serde(default)]
    pub sound: Option<String>,
}

impl Evidence {
    /// What clips are compared by.
    #[must_use]
    pub fn traces(&self) -> Traces {
        let read = |prints: &[String]| prints.iter().filter_map(|text| Print::read(text)).collect();
        let sound = self.sound.as_deref().and_then(SoundPrint::read);
        Traces { prints: read(&self.prints), mirrored: read(&self.mirrored), sound }
    }
}

/// A copy of a clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Which clip.
    pub clip: ClipId,
    /// How it was found.
    pub how: How,
    /// Keyed hash of its file.
    pub file: String,
}

/// A report, what came of it, and what is still to be done about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// Which.
    pub id: TakedownId,
    /// Where it stands.
    pub case: Case,
    /// Who reports and what they say, sealed. Removed a while after the last decision.
    pub report: Option<String>,
    /// Keyed hash of the reporter's code.
    pub code: String,
    /// What copies are found by, sealed. Removed when there is no hold to expect or to keep.
    pub evidence: Option<String>,
    /// What the operator wrote when they decided.
    pub reason: Option<String>,
    /// What creators said in their appeals, sealed. Removed with the report.
    pub appeals: BTreeMap<ClipId, String>,
    /// What the operator wrote about held clips.
    pub answers: BTreeMap<ClipId, String>,
    /// Keyed hashes of the files of held clips.
    pub files: BTreeMap<ClipId, String>,
    /// The audit trail.
    pub events: Vec<Line>,
    /// Grows with each change.
    pub version: u32,
    /// In this order.
    pub todo: Vec<Todo>,
}

/// A line of the audit trail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// What is shown.
    pub event: Event,
    /// Keyed hash of the account that did it.
    pub by: Option<String>,
}

/// What a transition makes to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Todo {
    /// Write rows, hold clips and put them back.
    Project,
    /// Look for copies among all clips.
    Search,
    /// Tell the creator of a clip that was taken down.
    Tell(ClipId),
}

impl Record {
    /// A report that has just come in.
    #[must_use]
    pub fn new(filed: Filed) -> Self {
        let case = Case::new(filed.clip, filed.ground, filed.at);
        let mut record = Self {
            id: filed.id,
            case,
            report: Some(filed.report),
            code: filed.code,
            evidence: Some(filed.evidence),
            reason: None,
            appeals: BTreeMap::new(),
            answers: BTreeMap::new(),
            files: BTreeMap::new(),
            events: Vec::new(),
            version: 0,
            todo: Vec::new(),
        };
        record.note(filed.at, Actor::Reporter, Deed::Reported);
        record.owe(Todo::Project);
        record
    }

    /// Adds a line to the audit trail, and gives it for what is special about it.
    pub fn note(&mut self, at: UnixMs, actor: Actor, deed: Deed) -> &mut Line {
        let event = Event { at, actor, deed, clip: None, reason: None };
        self.events.push(Line { event, by: None });
        let last = self.events.len() - 1;
        &mut self.events[last]
    }

    /// Something is to be done, once.
    pub fn owe(&mut self, todo: Todo) {
        if !self.todo.contains(&todo) {
            self.todo.push(todo);
        }
    }

    /// Drops the hashes when nothing can come of them any more.
    pub fn tidy(&mut self) {
        if matches!(self.case.stage, Stage::Dismissed | Stage::Reinstated) {
            self.evidence = None;
            self.files.clear();
        }
    }

    /// The number of the case.
    #[must_use]
    pub fn number(&self) -> String {
        number(&self.id)
    }
}

/// The number of a case, as people write it down.
#[must_use]
pub fn number(id: &TakedownId) -> String {
    let text: String = id.as_str().chars().take(NUMBER_CHARS).collect::<String>().to_ascii_uppercase();
    let (left, right) = text.split_at(text.len() / 2);
    format!("{left}-{right}")
}

/// A number as somebody typed it: Crockford's base 32 forgives what looks alike.
#[must_use]
pub fn typed_number(text: &str) -> Option<String> {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let fits = folded.len() == NUMBER_CHARS && folded.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| format!("{}-{}", &folded[..NUMBER_CHARS / 2], &folded[NUMBER_CHARS / 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_forgiven_how_it_is_typed() {
        let id = TakedownId::from_bytes(&[0x11; 16]);
        let number = number(&id);
        assert_eq!(number.len(), NUMBER_CHARS + 1);
        for typed in [number.clone(), number.to_lowercase(), number.replace('-', " "), format!(" {number} ")] {
            assert_eq!(typed_number(&typed), Some(number.clone()), "{typed}");
        }
        assert_eq!(typed_number("ol1i0-o1L10").as_deref(), Some("01110-01110"));
        for bad in ["", "12345", "12345-678901", "1234é-67890"] {
            assert_eq!(typed_number(bad), None, "{bad}");
        }
    }
}
