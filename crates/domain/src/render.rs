//! The life of a render: the job that makes a clip. Its Durable Object applies these transitions and nothing else.

use serde::{Deserialize, Serialize};

use crate::UnixMs;
use crate::limits::RENDER_TTL_MS;

/// Where a render stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Waits for the yes of someone in the cast.
    AwaitingConsent,
    /// Granted; waits for the creator's device to draw, voice and encode it.
    AwaitingDevice,
    /// A file with this SHA-256 (lower-case hex) has arrived and is being stored. A crash leaves the render here; a file
    /// sent again finishes it, be it the same or one that another device made.
    Storing {
        /// Content hash of the file.
        sha256: String,
    },
    /// Stored and inspected: a draft exists.
    Ready {
        /// Content hash of the file.
        sha256: String,
    },
    /// Given up by its creator.
    Cancelled,
    /// Waited too long for its device.
    Expired,
    /// One of the cast withdrew: before it was done, or the finished clip. Or the clip that it was made out of was withdrawn.
    Withdrawn,
    /// One of the cast said no.
    Refused,
}

/// What may happen to a render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A valid file with this content hash has been received.
    Receive {
        /// SHA-256 of the file, lower-case hex.
        sha256: String,
    },
    /// The file and its draft are stored for good.
    Stored,
    /// The creator gives up.
    Cancel,
    /// A likeness of the cast was deleted or revoked while this was being made.
    Withdraw,
    /// Everyone in the cast has agreed.
    Allow,
    /// One of the cast says no.
    Refuse,
    /// One of the cast takes back what they agreed to, or the clip that it was made out of was withdrawn: the finished clip
    /// included.
    TakeBack,
    /// The alarm rang.
    Tick,
}

/// What the shell must do after a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Write the file and the draft, then say [`Command::Stored`].
    Store,
    /// Set the alarm to this time.
    Alarm(UnixMs),
    /// Write the state to the projection in D1.
    Project,
    /// Remove whatever was uploaded.
    Discard,
    /// Remove uploads that others took the place of.
    Tidy,
    /// Tell the likenesses of the cast how it ended.
    Tell,
    /// Withdraw whatever was made out of its clip.
    Uproot,
}

/// Why a command was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A different file came after the first.
    #[error("this render already has another file: start a new render to change the clip")]
    OtherFile,
    /// The render has ended.
    #[error("this render has ended ({0}): start a new one")]
    Ended(&'static str),
    /// Someone in the cast has not agreed yet.
    #[error("someone in the cast has not answered yet: this goes on as soon as they agree")]
    Unagreed,
}

impl State {
    /// The state's name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AwaitingConsent => "awaiting_consent",
            Self::AwaitingDevice => "awaiting_device",
            Self::Storing { .. } => "storing",
            Self::Ready { .. } => "ready",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
        }
    }

    /// Whether no device can do anything about it any more.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::AwaitingConsent | Self::AwaitingDevice | Self::Storing { .. })
    }
}

/// The first state of a render and what to do. `agreed`: whether everyone in the cast has.
#[must_use]
pub fn begin(agreed: bool, now: UnixMs) -> (State, Vec<Effect>) {
    let state = if agreed { State::AwaitingDevice } else { State::AwaitingConsent };
    (state, vec![Effect::Alarm(now + RENDER_TTL_MS), Effect::Project])
}

/// Applies one command. Commands that arrive twice change nothing the second time.
///
/// # Errors
/// [`Refused`] when the command contradicts what already happened; the state stays as it was.
pub fn apply(
    state: &State,
    command: &Command,
    created_at: UnixMs,
    now: UnixMs,
) -> Result<(State, Vec<Effect>), Refused> {
    use {Command as C, State as S};
    let stay = |effects| Ok((state.clone(), effects));
    match (state, command) {
        (S::AwaitingDevice, C::Receive { sha256 }) => {
            Ok((S::Storing { sha256: sha256.clone() }, vec![Effect::Store, Effect::Project]))
        }
        // The edge was killed in mid-upload, or the answer was lost: the same file again finishes the same render. A
        // device that draws the clip anew may come to other bytes: nothing was shown yet, so the latest counts.
        (S::Storing { .. }, C::Receive { sha256 }) => Ok((S::Storing { sha256: sha256.clone() }, vec![Effect::Store])),
        (S::Ready { sha256: known }, C::Receive { sha256 }) if known == sha256 => stay(vec![]),
        (S::Ready { .. }, C::Receive { .. }) => Err(Refused::OtherFile),
        (S::Storing { sha256 }, C::Stored) => {
            Ok((S::Ready { sha256: sha256.clone() }, vec![Effect::Project, Effect::Tell, Effect::Tidy]))
        }
        (S::Ready { .. }, C::Stored) => stay(vec![]),
        (S::AwaitingConsent, C::Allow) => Ok((S::AwaitingDevice, vec![Effect::Project])),
        (S::AwaitingConsent, C::Refuse) => Ok((S::Refused, vec![Effect::Project, Effect::Tell])),
        (S::AwaitingConsent, C::Receive { .. } | C::Stored) => Err(Refused::Unagreed),
        (S::AwaitingDevice | S::Storing { .. } | S::Ready { .. }, C::Allow) => stay(vec![]),
        (S::AwaitingConsent | S::AwaitingDevice | S::Storing { .. }, C::Cancel) => Ok((S::Cancelled, ended())),
        (S::AwaitingConsent | S::AwaitingDevice | S::Storing { .. }, C::Withdraw | C::TakeBack) => {
            Ok((S::Withdrawn, ended()))
        }
        // Only of a clip that was finished can others have been made.
        (S::Ready { .. }, C::TakeBack) => Ok((S::Withdrawn, uprooted())),
        (S::AwaitingConsent | S::AwaitingDevice | S::Storing { .. }, C::Tick) => {
            let end = created_at + RENDER_TTL_MS;
            if now >= end { Ok((S::Expired, ended())) } else { stay(vec![Effect::Alarm(end)]) }
        }
        (S::Cancelled, C::Cancel)
        | (S::Refused, C::Refuse)
        | (S::Withdrawn, C::Withdraw | C::TakeBack)
        | (_, C::Tick) => stay(vec![]),
        (S::Cancelled, _) => Err(Refused::Ended("cancelled")),
        (S::Expired, _) => Err(Refused::Ended("expired")),
        (S::Withdrawn, _) => Err(Refused::Ended("withdrawn")),
        (S::Refused, _) => Err(Refused::Ended("refused")),
        (S::Ready { .. }, C::Cancel | C::Withdraw | C::Refuse) => Err(Refused::Ended("ready")),
        (S::AwaitingDevice | S::Storing { .. }, C::Refuse) => Err(Refused::Ended("agreed")),
        (S::AwaitingDevice, C::Stored) => Err(Refused::Ended("nothing was received")),
    }
}

fn ended() -> Vec<Effect> {
    vec![Effect::Discard, Effect::Project, Effect::Tell]
}

/// What is shown stops being shown before the rest is tidied up.
fn uprooted() -> Vec<Effect> {
    vec![Effect::Discard, Effect::Project, Effect::Uproot, Effect::Tell]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receive(hash: &str) -> Command {
        Command::Receive { sha256: hash.to_owned() }
    }

    #[test]
    fn a_file_sent_twice_ends_in_one_draft() {
        let (s, _) = begin(true, 0);
        let (s, e) = apply(&s, &receive("aa"), 0, 1).unwrap();
        assert_eq!(e, [Effect::Store, Effect::Project]);
        // killed here: the retry stores again under the same name
        let (s, e) = apply(&s, &receive("aa"), 0, 2).unwrap();
        assert_eq!(e, [Effect::Store]);
        // or another device draws it anew
        let (s, e) = apply(&s, &receive("cc"), 0, 2).unwrap();
        assert_eq!((&s, e), (&State::Storing { sha256: "cc".to_owned() }, vec![Effect::Store]));
        let (s, _) = apply(&s, &receive("aa"), 0, 2).unwrap();
        let (s, e) = apply(&s, &Command::Stored, 0, 3).unwrap();
        assert_eq!(e, [Effect::Project, Effect::Tell, Effect::Tidy]);
        let (s, e) = apply(&s, &receive("aa"), 0, 4).unwrap();
        assert_eq!((s.name(), e.len()), ("ready", 0));
        assert_eq!(apply(&s, &receive("bb"), 0, 5), Err(Refused::OtherFile));
    }

    #[test]
    fn nothing_is_received_before_everyone_agreed_and_anyone_can_take_it_back() {
        let (s, _) = begin(false, 0);
        assert_eq!(apply(&s, &receive("aa"), 0, 1), Err(Refused::Unagreed));
        assert_eq!(apply(&s, &Command::Refuse, 0, 1).unwrap().0, State::Refused);
        let (s, _) = apply(&s, &Command::Allow, 0, 1).unwrap();
        let (s, _) = apply(&s, &receive("aa"), 0, 2).unwrap();
        let (s, _) = apply(&s, &Command::Stored, 0, 3).unwrap();
        assert_eq!(apply(&s, &Command::Withdraw, 0, 4), Err(Refused::Ended("ready")));
        let (s, e) = apply(&s, &Command::TakeBack, 0, 4).unwrap();
        assert_eq!((&s, e), (&State::Withdrawn, uprooted()));
        assert_eq!(apply(&s, &Command::TakeBack, 0, 5).unwrap(), (State::Withdrawn, vec![]));
        assert_eq!(apply(&s, &receive("aa"), 0, 5), Err(Refused::Ended("withdrawn")));
        assert_eq!(apply(&s, &Command::Allow, 0, 5), Err(Refused::Ended("withdrawn")));
    }

    #[test]
    fn every_random_history_reaches_at_most_one_final_state_and_stays_there() {
        let commands = [
            receive("aa"),
            receive("bb"),
            Command::Stored,
            Command::Cancel,
            Command::Withdraw,
            Command::Tick,
            Command::Allow,
            Command::Refuse,
        ];
        let mut x: u64 = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..20_000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (mut s, _) = begin(x >> 63 == 0, 0);
            let mut ended: Option<State> = None;
            for step in 0..12u64 {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let now = if x >> 60 == 0 { RENDER_TTL_MS } else { step };
                if let Ok((next, _)) = apply(&s, &commands[(x >> 33) as usize % commands.len()], 0, now) {
                    s = next;
                }
                if let Some(end) = &ended {
                    assert_eq!(&s, end);
                } else if s.is_final() {
                    ended = Some(s.clone());
                }
            }
        }
    }
}
