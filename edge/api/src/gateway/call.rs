//! What can be asked of a job's object and of the purse, and what they remember.

use domain::{AccountId, RenderId, UnixMs};
use gateway::Cause;
use gateway::film::Plan;
use gateway::job::{Job, Stage};
use gateway::price::MicroUsd;
use gateway::spend::Caps;
use serde::{Deserialize, Serialize};

use super::handed::{Handed, Handing};
use super::hint::Hint;
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
    /// Whether another generator goes on if this one fails: by itself where that costs no more, else when its creator says so.
    #[serde(default)]
    pub fall_back: bool,
    /// The highest price that its creator has agreed to, here or before another failed.
    #[serde(default)]
    pub agreed: MicroUsd,
    /// Generators that failed before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<String>,
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
    /// A callback came.
    Hint(Hint),
    /// Nobody wants it any more; why, where it was not its creator who gave it up.
    Stop(Option<Cause>),
    /// The operator takes it up again.
    Replay,
    /// Its creator says whether another generator may go on for more.
    Next(bool),
    /// Its provider fetches some of an input. Refused where the address that it has was used up.
    Hand(Handing),
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
    /// What of it a clip shows. Films that were copied before this was planned have none.
    #[serde(default)]
    pub plan: Option<Plan>,
}

/// The generator that may go on where one failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// Its name.
    pub generator: String,
    /// What it costs.
    pub price: MicroUsd,
    /// Where that stands.
    pub stands: Stands,
}

/// Where a fallback stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It costs more: its creator is asked until then.
    Open {
        /// When no answer is a no.
        until: UnixMs,
    },
    /// It is begun as a render of its own.
    Taking {
        /// Which.
        render: RenderId,
    },
    /// It was begun.
    Taken {
        /// Which.
        render: RenderId,
    },
    /// It will not be: its creator said no or nothing, or it was refused.
    Over {
        /// What refused it.
        why: Option<Box<wire::Problem>>,
    },
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
    /// When something of its cast was first sent to the provider.
    #[serde(default)]
    pub sent_at: Option<UnixMs>,
    /// When the last of it was removed there. None while something is left.
    #[serde(default)]
    pub removed_at: Option<UnixMs>,
    /// Whether the row in D1 is behind.
    pub unprojected: bool,
    /// Whether all of it is to be removed.
    #[serde(default)]
    pub forget: bool,
    /// What goes on where it failed.
    #[serde(default)]
    pub next: Option<Next>,
    /// Whether that was looked for, or is not to be.
    #[serde(default = "always")]
    pub weighed: bool,
    /// Whether a provider has had anything of it: some of an input, or an order with the inputs inside.
    #[serde(default = "always")]
    pub fetched: bool,
    /// What its provider fetched since it was last asked.
    #[serde(default)]
    pub handed: Handed,
    /// Digests of callbacks that were heard, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<String>,
    /// Grows with every change that somebody may see.
    pub version: u32,
}

/// Jobs from before there were fallbacks have none, and what those sent counts as fetched.
fn always() -> bool {
    true
}

impl Record {
    /// A new one.
    #[must_use]
    pub fn new(ordered: Ordered, steps: u8, nonce: String) -> Self {
        let (job, weighed) = (Job::new(steps, ordered.created_at), !ordered.fall_back);
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
            sent_at: None,
            removed_at: None,
            fetched: false,
            unprojected: true,
            forget: false,
            next: None,
            weighed,
            handed: Handed::default(),
            heard: Vec::new(),
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
            Stage::Cancelled { cause } => *cause,
            _ => None,
        };
        let film = |plan: Plan| wire::gateway::Film { size: plan.size, duration_ms: plan.film_ms, crop: plan.crop };
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
            why: cause.map(|cause| explain(cause, charged(self))),
            price_micro_usd: ordered.price,
            cost_micro_usd: self.cost.filter(|_| !self.unweighed()),
            next: self.next.as_ref().and_then(following),
            film_bytes: self.master.as_ref().map(|film| film.bytes),
            film: self.master.as_ref().and_then(|film| film.plan).map(film),
            ordered_at: job.ordered_at,
            version: self.version,
        }
    }
}

/// What an end costs, as a sentence; empty while it is not known.
fn charged(record: &Record) -> &'static str {
    match (&record.job.stage, record.cost) {
        (Stage::Failed { .. }, _) | (_, Some(0)) => "Nothing was charged.",
        (_, Some(_)) => "It could not be stopped in time, and is paid for.",
        (_, None) => "",
    }
}

/// A cause as a sentence, what to do, and what was `charged`.
fn explain(cause: Cause, charged: &str) -> String {
    let advice = match cause {
        Cause::RealFace => "Choose another generator, or the studio.",
        Cause::Moderated => "Say or show it in another way, or choose another generator.",
        Cause::Input | Cause::Film | Cause::Unusable(_) | Cause::Gone | Cause::Late | Cause::Down => {
            "Try again, or choose another generator."
        }
        Cause::Busy => "Try again later, or choose another generator.",
        Cause::Contract | Cause::Key | Cause::Credit | Cause::Broken => {
            "The operator can see why. Choose another generator meanwhile."
        }
        Cause::Avatar => {
            "Whose it is can look at it on the page of their understudy. Choose another generator meanwhile."
        }
        Cause::Cancelled => "Start it again if you still want it.",
        Cause::Consent => "Ask them, or make it without them.",
    };
    format!("{} {advice} {charged}", sentence(&cause.to_string())).trim_end().to_owned()
}

/// A fallback as its creator sees it: one that is asked about, or was begun.
fn following(next: &Next) -> Option<wire::gateway::Next> {
    let (until, render) = match &next.stands {
        Stands::Open { until } => (Some(*until), None),
        Stands::Taken { render } => (None, Some(render.clone())),
        Stands::Taking { .. } | Stands::Over { .. } => return None,
    };
    let adapter = gateway::table::generator(&next.generator)?;
    Some(wire::gateway::Next {
        generator: next.generator.clone(),
        title: adapter.title().to_owned(),
        provider_title: adapter.provider().title.to_owned(),
        price_micro_usd: next.price,
        until,
        render,
    })
}

impl Record {
    /// Whether it failed, and what goes on in its place is not settled yet.
    #[must_use]
    pub fn unweighed(&self) -> bool {
        let taking = matches!(self.next, Some(Next { stands: Stands::Taking { .. }, .. }));
        matches!(self.job.stage, Stage::Failed { .. }) && !self.forget && (taking || !self.weighed)
    }

    /// Until when its creator is asked about a fallback.
    #[must_use]
    pub fn open_until(&self) -> Option<UnixMs> {
        match &self.next {
            Some(Next { stands: Stands::Open { until }, .. }) if !self.forget => Some(*until),
            _ => None,
        }
    }

    /// Notes where a fallback stands.
    pub fn stands(&mut self, stands: Stands) {
        if let Some(next) = &mut self.next {
            next.stands = stands;
        }
    }

    /// Why there is no film: a rule for programs, and a sentence.
    #[must_use]
    pub fn missing(&self) -> (&'static str, String) {
        match &self.job.stage {
            Stage::Failed { cause } => ("failed", explain(*cause, charged(self))),
            Stage::Cancelled { cause: Some(cause) } => ("cancelled", explain(*cause, charged(self))),
            Stage::Cancelled { cause: None } => {
                ("cancelled", "This job was given up: there is no film, and none will come.".to_owned())
            }
            _ => ("not_fetched", "The film is not here yet. Read the job, or listen to its events.".to_owned()),
        }
    }

    /// Notes when the last of what was sent is gone from the provider, or that something is there (again).
    pub fn look_for_removal(&mut self, now: UnixMs) {
        let gone = self.sent_at.is_some() && self.job.stage.is_final() && self.job.left.is_empty();
        self.removed_at = gone.then(|| self.removed_at.unwrap_or(now));
    }

    /// Whether its cost is known now. What may still turn out to be paid for is waited for.
    #[must_use]
    pub fn to_settle(&self) -> bool {
        let open = self.job.left.iter().any(|left| left.cancel && left.failures < gateway::job::MAX_REMOVALS);
        self.job.stage.is_final() && self.cost.is_none() && self.reserved && !open
    }
}

/// What can be asked of the purse. Every answer but those of [`Spend::Report`] and [`Spend::Charges`] is [`Purse`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Spend {
    /// Reserves a price. Asked again, the first time counts.
    Reserve(Box<Ordered>, Caps),
    /// Settles what was reserved for a render at this amount; 0 gives it back. Asked again, the first time counts.
    Settle(RenderId, MicroUsd),
    /// What an account has spent today.
    Read(AccountId),
    /// What an account reserved, spent and got back, newest first. Answers [`Charges`].
    Charges {
        /// Whose.
        account: AccountId,
        /// Only those with a smaller [`Charged::n`].
        before: u64,
        /// At most so many.
        limit: u32,
    },
    /// Answers days as [`wire::gateway::SpentDay`].
    Report,
    /// An account goes: what it spent stays, without its name. Answers nothing of interest.
    Forget(AccountId),
}

/// What was spent.
pub type Purse = gateway::spend::Spent;
