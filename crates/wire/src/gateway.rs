//! The gateway: which generators there are, what a film costs, and how far one is.

use domain::{RenderId, UnixMs};
use serde::{Deserialize, Serialize};

/// The studio and every generator for which there is a key, the one that fits best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Generators {
    /// Best first.
    pub generators: Vec<Generator>,
    /// Version of the price table.
    pub prices: String,
    /// What the caller may still spend today, in millionths of a US dollar.
    pub left_micro_usd: u64,
}

/// One generator, as it looks for what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Generator {
    /// Its name in this API; `studio` for the device's own.
    pub id: String,
    /// As people know it.
    pub title: String,
    /// Whose it is, by the name that owners allow; empty for the studio.
    pub provider: String,
    /// As people know the provider.
    pub provider_title: String,
    /// Whether it keeps the owner's own voice.
    pub own_voice: bool,
    /// Whether it draws the place by the prompt.
    pub scene: bool,
    /// What a film of this length costs, in millionths of a US dollar; none without a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_micro_usd: Option<u64>,
    /// When and where somebody looked the price up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_source: Option<String>,
    /// Whether it is the one that fits best of those that can be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub best: bool,
    /// How long people waited lately, in seconds (median).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_wait_s: Option<u32>,
    /// Why it cannot be chosen: the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
    /// Why it cannot be chosen: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What is chosen for a render: the price that was shown is agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseGenerator {
    /// Its name.
    pub id: String,
    /// Length of the speech in milliseconds.
    pub speech_ms: u32,
    /// The price that was shown.
    pub price_micro_usd: u64,
    /// Whether another generator goes on if this one fails: by itself where that costs no more; else the creator is asked.
    #[serde(default)]
    pub fall_back: bool,
}

/// Whether another generator may go on for more where one failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerNext {
    /// Yes or no.
    pub accept: bool,
    /// The price that was shown.
    pub price_micro_usd: u64,
}

/// The generator that may go on where one failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// Its name.
    pub generator: String,
    /// As people know it.
    pub title: String,
    /// As people know its provider.
    pub provider_title: String,
    /// What it costs, in millionths of a US dollar.
    pub price_micro_usd: u64,
    /// It costs more: until then an answer is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<UnixMs>,
    /// It goes on, in this render.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub render: Option<RenderId>,
}

/// A job at a provider, as its creator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Job {
    /// Its generator's name.
    pub generator: String,
    /// As people know it.
    pub title: String,
    /// Whether it keeps the owner's own voice: then this device's speech is heard in the clip.
    pub own_voice: bool,
    /// `awaiting_inputs`, `submitting`, `running`, `fetching`, `fetched`, `failed` or `cancelled`.
    pub state: String,
    /// The step that is made, from 1, and how many there are.
    pub step: [u8; 2],
    /// How many are before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The share that is done, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f32>,
    /// Why it failed, or was cancelled by somebody else: the cause's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Why it failed, or was cancelled by somebody else, and what to do: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What was reserved, in millionths of a US dollar.
    pub price_micro_usd: u64,
    /// What it cost in the end; none before that, and before it is settled what goes on where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_micro_usd: Option<u64>,
    /// What may go on, or goes on, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// Bytes of the film, once it lies here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film_bytes: Option<u64>,
    /// What the film is, and which part of it the clip shows, once it lies here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<Film>,
    /// When it was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered_at: Option<UnixMs>,
    /// Grows with every change of what stands here.
    pub version: u32,
}

/// A film that a generator made, as it was found when it was copied. Pixels are those of the upright picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Film {
    /// Width and height of the picture.
    pub size: [u32; 2],
    /// Its length in milliseconds.
    pub duration_ms: u32,
    /// The part that the clip shows: left edge, upper edge, width and height.
    pub crop: [u32; 4],
}

impl Film {
    /// The middle of the part that the clip shows, as fractions of the picture.
    #[must_use]
    pub fn focus(&self) -> [f32; 2] {
        let [x, y, width, height] = self.crop.map(f64::from);
        let [wide, high] = self.size.map(|pixels| f64::from(pixels.max(1)));
        [(x + width / 2.0) / wide, (y + height / 2.0) / high].map(|part| part as f32)
    }
}

/// What was spent, for the operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spending {
    /// Caps: of an account a day, of a day, of all.
    pub caps_micro_usd: [u64; 3],
    /// Reserved or spent today, and in all.
    pub spent_micro_usd: [u64; 2],
    /// By day (UTC) and generator, newest first, at most 400 lines.
    pub days: Vec<SpentDay>,
    /// By day and provider, for a plot.
    #[serde(default)]
    pub plot: SpentPlot,
}

/// What was spent or is reserved on the last days, by provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpentPlot {
    /// Days (UTC) as `2026-11-30`, each of them, the oldest first.
    pub days: Vec<String>,
    /// Those that cost something on one of these days, the dearest first.
    pub providers: Vec<SpentProvider>,
}

/// What a provider cost on each of these days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpentProvider {
    /// As people know it.
    pub title: String,
    /// In millionths of a US dollar, a figure a day.
    pub micro_usd: Vec<u64>,
}

/// What a generator cost on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpentDay {
    /// As `2026-11-30`.
    pub day: String,
    /// Its name.
    pub generator: String,
    /// Films that were paid for.
    pub films: u32,
    /// Spent.
    pub spent_micro_usd: u64,
    /// Still reserved.
    pub held_micro_usd: u64,
}

/// Jobs that the operator should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadJobs {
    /// Newest first, at most 100.
    pub jobs: Vec<DeadJob>,
}

/// A job that failed, or of which something is left at its provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadJob {
    /// The render that it is for.
    pub render: RenderId,
    /// Its generator's name.
    pub generator: String,
    /// `failed`, or another final state.
    pub state: String,
    /// The cause's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What the provider said last, cut. It may quote the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Whether something is left at the provider.
    pub left: bool,
    /// Whether its render still waits for it: then it can be done again.
    pub waits: bool,
    /// When it ended.
    pub ended_at: UnixMs,
}

/// The operator's own prices, over the table that comes with the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// A table in JSON; empty for none.
    pub json: String,
    /// Version of the table that counts, which the server fills in.
    #[serde(default)]
    pub version: String,
    /// Lines that this site has a key for and no price: what they stand for is off. The server fills it in.
    #[serde(default)]
    pub missing: Vec<Unpriced>,
    /// The operator's tables of before and the one that counts, newest first, at most 20. The server fills it in.
    #[serde(default)]
    pub history: Vec<PricesKept>,
}

/// A table of the operator's, as it was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PricesKept {
    /// The table in JSON; empty where none was set.
    pub json: String,
    /// When it was set.
    pub set_at: UnixMs,
}

/// Something that has no price, and so is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unpriced {
    /// The name of its line in the table.
    pub line: String,
    /// As people know it.
    pub title: String,
    /// What its line has to say: `second`, `thousand` (characters) or `film`.
    pub by: String,
}
