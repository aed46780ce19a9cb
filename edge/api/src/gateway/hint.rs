//! What a callback means for a job, also for one that is forgotten.

use domain::{AccountId, RenderId, UnixMs};
use gateway::job::Event;
use gateway::{Adapter, Remote};
use serde::{Deserialize, Serialize};

use super::call::{Ordered, Record};
use super::inputs::Ordering;

/// Callbacks that a job remembers to have heard.
const HEARD: usize = 16;

/// What a callback tells, and which order it was asked for with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// The job's name there.
    pub named: Option<String>,
    /// The order.
    pub order: Ordering,
    /// The digest of its bytes: what was heard once is not heard again.
    pub mark: String,
}

/// What a callback means for a job: one of the step that is made makes it ask; one of another step, or of an earlier round,
/// tells at most of something that is to be removed.
#[must_use]
pub fn hinted(record: &Record, hint: Hint) -> Option<Event> {
    let remote = hint.named.map(|id| Remote { id, urls: Vec::new() });
    if (hint.order.round, hint.order.step) == (record.round, record.job.step) {
        return Some(Event::Hint(remote));
    }
    let earlier = hint.order.round < record.round;
    remote.map(|remote| Event::Stray { remote, step: hint.order.step, earlier })
}

/// What it means for a job that is forgotten: what it tells of is a double, of an order whose answer was lost. Nobody pays
/// for it, it stops and goes.
#[must_use]
pub fn astray(hint: Hint) -> Option<Event> {
    let remote = Remote { id: hint.named?, urls: Vec::new() };
    Some(Event::Stray { remote, step: hint.order.step, earlier: true })
}

impl Record {
    /// Of a job that is forgotten. It knows nobody, orders nothing, and goes when what it is told of is removed.
    #[must_use]
    pub fn forgotten(render: RenderId, adapter: &dyn Adapter, now: UnixMs) -> Self {
        let ordered = Ordered {
            render,
            account: AccountId::from_bytes(&[0; 16]),
            generator: adapter.id().to_owned(),
            price: 0,
            speech_ms: 0,
            created_at: now,
            fall_back: false,
            agreed: 0,
            tried: Vec::new(),
        };
        let mut record = Self::new(ordered, adapter.steps(), String::new());
        record.job.apply(Event::Cancel(None), now, 0, 0.0);
        (record.forget, record.unprojected) = (true, false);
        (record.cost, record.inputs_removed) = (Some(0), true);
        record
    }

    /// Whether a callback says what none has said before.
    pub fn hears(&mut self, mark: &str) -> bool {
        let new = mark.is_empty() || !self.heard.iter().any(|heard| heard == mark);
        if new {
            self.heard.push(mark.to_owned());
            let over = self.heard.len().saturating_sub(HEARD);
            self.heard.drain(..over);
        }
        new
    }
}
