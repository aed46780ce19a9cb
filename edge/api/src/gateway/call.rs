//! What can be asked of a job's object and of the purse, and what they remember.

use domain::{AccountId, RenderId, UnixMs};
use gateway::Cause;
use gateway::job::{Job, Stage};
use gateway::price::MicroUsd;
use gateway::spend::Caps;
use serde::{Deserialize, Serialize};

use crate::body::sentence;

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ordered {
    /// For which render.
    pub render: RenderId,
    /// Who pays, and asked.
    pub account: AccountId,
    /// The generator's name.
    pub generator: String,
    /// The price that was agreed to.
    pub price: MicroUsd,
    /// Length of the speech in milliseconds.
    pub speech_ms: u32,
    /// When.
    pub created_at: UnixMs,
}

/// One of the two inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The picture.
    Still,
    /// The speech.
    Speech,
}

impl What {
    /// The name in paths and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Speech => "speech",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Still => "image/jpeg",
            Self::Speech => "audio/wav",
        }
    }
}

/// What can be asked of a job. Every answer but that of [`Question::Forget`] is a [`Record`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Begins a job and reserves its price. Asked again, the first one stays.
    Begin(Box<Ordered>),
    /// As it stands.
    Read,
    /// An input lies here.
    Input(What),
    /// A callback came, about the job of this name there.
    Hint(Option<String>),
    /// Nobody wants it any more.
    Stop,
    /// The operator takes it up again.
    Replay,
    /// Removes it. Answers nothing.
    Forget,
}

/// A film that lies here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Master {
    /// Lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// What a job's object holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What was ordered.
    pub ordered: Ordered,
    /// Where it stands.
    pub job: Job,
    /// The inputs that lie here.
    pub inputs: Vec<What>,
    /// Part of the addresses of the inputs: new for every time that the operator takes it up again.
    pub nonce: String,
    /// How often it was taken up again.
    pub round: u32,
    /// A film that is being copied: its key and the upload's name. A crash leaves it here.
    pub upload: Option<(String, String)>,
    /// The film.
    pub master: Option<Master>,
    /// Whether the price is reserved.
    pub reserved: bool,
    /// What it cost, once that is settled.
    pub cost: Option<MicroUsd>,
    /// Whether the inputs are to be removed, or were.
    pub inputs_removed: bool,
    /// Whether the row in D1 is behind.
    pub unprojected: bool,
    /// Whether all of it is to be removed.
    #[serde(default)]
    pub forget: bool,
    /// Grows with every change.
    pub version: u32,
}

impl Record {
    /// A new one.
    #[must_use]
    pub fn new(ordered: Ordered, steps: u8, nonce: String) -> Self {
        let job = Job::new(steps, ordered.created_at);
        Self {
            ordered,
            job,
            inputs: Vec::new(),
            nonce,
            round: 0,
            upload: None,
            master: None,
            reserved: false,
            cost: None,
            inputs_removed: false,
            unprojected: true,
            forget: false,
            version: 1,
        }
    }

    /// As its creator sees it.
    #[must_use]
    pub fn view(&self) -> wire::gateway::Job {
        let (job, ordered) = (&self.job, &self.ordered);
        let (place, share) = match &job.stage {
            Stage::Running { place, share, .. } => (*place, *share),
            _ => (None, None),
        };
        let cause = match &job.stage {
            Stage::Failed { cause } => Some(*cause),
            _ => None,
        };
        let adapter = gateway::table::generator(&ordered.generator);
        wire::gateway::Job {
            generator: ordered.generator.clone(),
            title: adapter.map_or("", |adapter| adapter.title()).to_owned(),
            own_voice: adapter.is_some_and(|adapter| adapter.offer().own_voice),
            state: job.stage.name().to_owned(),
            step: [job.step + 1, job.steps],
            place,
            share,
            cause: cause.map(|cause| cause.name().to_owned()),
            why: cause.map(explain),
            price_micro_usd: ordered.price,
            cost_micro_usd: self.cost,
            film_bytes: self.master.as_ref().map(|film| film.bytes),
            ordered_at: job.ordered_at,
            version: self.version,
        }
    }
}

/// A cause as a sentence, and what to do.
#[must_use]
pub fn explain(cause: Cause) -> String {
    let advice = match cause {
        Cause::RealFace => "Choose another generator, or the studio.",
        Cause::Moderated => "Say or show it in another way, or choose another generator.",
        Cause::Input | Cause::Film | Cause::Gone | Cause::Late | Cause::Down => {
            "Try again, or choose another generator."
        }
        Cause::Busy => "Try again later, or choose another generator.",
        Cause::Contract | Cause::Key | Cause::Credit | Cause::Broken => {
            "The operator can see why. Choose another generator meanwhile."
        }
        Cause::Cancelled => "Start it again if you still want it.",
    };
    format!("{} {advice} Nothing was charged.", sentence(&cause.to_string()))
}

/// What can be asked of the purse. Every answer but that of [`Spend::Report`] is [`Purse`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Spend {
    /// Reserves a price. Asked again, the first time counts.
    Reserve(Box<Ordered>, Caps),
    /// Settles what was reserved for a render at this amount; 0 gives it back. Asked again, the first time counts.
    Settle(RenderId, MicroUsd),
    /// What an account has spent today.
    Read(AccountId),
    /// Answers days as [`wire::gateway::SpentDay`].
    Report,
    /// An account goes: what it spent stays, without its name. Answers nothing of interest.
    Forget(AccountId),
}

/// What was spent.
pub type Purse = gateway::spend::Spent;
