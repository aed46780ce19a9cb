//! What a film, or a speech, costs: a table with a version, a date and a source for each line, over which the operator lays another one.
//! What has no line has no price, and what has no price is off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Millionths of a US dollar. Prices of providers go down to hundredths of a cent.
pub type MicroUsd = u64;

/// Longest table in bytes.
pub const MAX_TABLE_BYTES: usize = 256 * 1024;
/// Most lines in a table.
pub const MAX_LINES: usize = 500;
/// The dearest a film, or a second of it, may be: a thousand dollars. More is a slip of the pen.
pub const MAX_PRICE: MicroUsd = 1_000_000_000;

/// How a generator charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Line {
    /// For each film, or each speech.
    #[serde(default)]
    pub film: MicroUsd,
    /// For each begun second of film.
    #[serde(default)]
    pub second: MicroUsd,
    /// For each thousand characters of speech, by the character.
    #[serde(default)]
    pub thousand: MicroUsd,
    /// The fewest seconds that are charged.
    #[serde(default)]
    pub least: u32,
    /// Lengths go up in steps of so many seconds; 0 and 1 mean each second.
    #[serde(default)]
    pub step: u32,
    /// When somebody looked it up, as `2026-11-22`.
    pub date: String,
    /// Where.
    pub source: String,
}

impl Line {
    /// What a film of so many seconds costs.
    #[must_use]
    pub fn of(&self, seconds: f32) -> MicroUsd {
        let begun = (seconds.max(0.0).ceil() as u64).max(u64::from(self.least));
        let charged = begun.div_ceil(u64::from(self.step.max(1))).saturating_mul(u64::from(self.step.max(1)));
        self.film.saturating_add(self.second.saturating_mul(charged))
    }

    /// What it costs to say so many characters.
    #[must_use]
    pub fn of_characters(&self, characters: usize) -> MicroUsd {
        self.film.saturating_add(self.thousand.saturating_mul(characters as u64).div_ceil(1_000))
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.film > MAX_PRICE || self.second > MAX_PRICE || self.thousand > MAX_PRICE {
            return Err("a price of more than a thousand dollars: prices are millionths of a dollar");
        }
        if self.least > 60 || self.step > 60 {
            return Err("`least` and `step` are seconds, at most 60");
        }
        if !is_date(&self.date) {
            return Err("`date` is written as 2026-11-30");
        }
        if self.source.trim().is_empty() || self.source.len() > 500 {
            return Err("`source` says where the price was found, in at most 500 bytes");
        }
        Ok(())
    }
}

/// Why a table cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// The text as a whole.
    #[error("the price table {0}")]
    Table(String),
    /// One line, by its generator.
    #[error("the price of `{0}`: {1}")]
    Line(String, String),
}

/// A price table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// Goes up with each change.
    pub version: u32,
    /// When it was last looked through, as `2026-11-30`.
    pub date: String,
    /// The version of the operator's table that lies over it.
    pub over: Option<u32>,
    /// None where the operator took a line away.
    lines: BTreeMap<String, Option<Line>>,
}

impl Prices {
    /// The table that comes with the product.
    #[must_use]
    pub fn usual() -> Self {
        let empty = Self { version: 0, date: String::new(), over: None, lines: BTreeMap::new() };
        Self::parse(include_str!("prices.json")).unwrap_or(empty)
    }

    /// A table out of `{"version": 1, "date": "2026-11-30", "lines": {"generator": {"second": 100000, "date": …, "source": …}}}`.
    /// A line that is `null` takes the price away, and with it the generator.
    ///
    /// # Errors
    /// [`PriceError`], which names the line.
    pub fn parse(json: &str) -> Result<Self, PriceError> {
        let table = |what: &str| PriceError::Table(what.to_owned());
        if json.len() > MAX_TABLE_BYTES {
            return Err(table("is longer than 256 KiB"));
        }
        let value: Value = serde_json::from_str(json).map_err(|e| PriceError::Table(format!("is no JSON: {e}")))?;
        let Value::Object(mut fields) = value else { return Err(table("is no JSON object")) };
        let version = fields.remove("version").and_then(|v| v.as_u64()).and_then(|v| u32::try_from(v).ok());
        let version = version.filter(|v| *v > 0).ok_or_else(|| table("needs a `version`, a number from 1 on"))?;
        let date = fields.remove("date").and_then(|v| v.as_str().map(str::to_owned)).filter(|d| is_date(d));
        let date = date.ok_or_else(|| table("needs a `date`, written as 2026-11-30"))?;
        let Some(Value::Object(given)) = fields.remove("lines") else { return Err(table("needs `lines`, an object")) };
        if let Some(name) = fields.keys().next() {
            return Err(PriceError::Table(format!("has a field `{}` that nobody knows", cut(name))));
        }
        if given.len() > MAX_LINES {
            return Err(table("has more than 500 lines"));
        }
        let mut lines = BTreeMap::new();
        for (id, line) in given {
            let wrong = |what: String| PriceError::Line(cut(&id), what);
            if id.is_empty() || id.len() > 100 || !id.bytes().all(|b| b.is_ascii_graphic()) {
                return Err(wrong("no name of a generator".to_owned()));
            }
            // What costs nothing must say so: a price that was forgotten would pass every cap.
            if line.is_object() && ["film", "second", "thousand"].iter().all(|price| line.get(price).is_none()) {
                return Err(wrong("needs `film`, `second` or `thousand`".to_owned()));
            }
            let line: Option<Line> = serde_json::from_value(line).map_err(|e| wrong(e.to_string()))?;
            line.as_ref().map_or(Ok(()), Line::check).map_err(|e| wrong(e.to_owned()))?;
            lines.insert(id, line);
        }
        Ok(Self { version, date, over: None, lines })
    }

    /// This table with another one over it: a line there goes before the one here.
    #[must_use]
    pub fn under(mut self, over: Self) -> Self {
        self.over = Some(over.version);
        self.lines.extend(over.lines);
        self
    }

    /// What stands beside a charge, to find its price again: `1`, or `1+7` with the operator's seventh table over it.
    #[must_use]
    pub fn label(&self) -> String {
        self.over.map_or_else(|| self.version.to_string(), |over| format!("{}+{over}", self.version))
    }

    /// How a generator charges; none if nobody has said.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.get(id)?.as_ref()
    }

    /// Every line, by name.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Line)> {
        self.lines.iter().filter_map(|(id, line)| Some((id.as_str(), line.as_ref()?)))
    }

    /// What a film of so many seconds costs; none if no price is known: then the generator is off.
    #[must_use]
    pub fn quote(&self, id: &str, seconds: f32) -> Option<MicroUsd> {
        Some(self.line(id)?.of(seconds))
    }

    /// What a voice takes for a text; none if no price is known: then the voice is off.
    #[must_use]
    pub fn quote_speech(&self, id: &str, text: &str) -> Option<MicroUsd> {
        Some(self.line(id)?.of_characters(text.chars().count()))
    }
}

/// Four digits, two, two, and no more than a year has.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, len: usize| -> Option<u32> {
        (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|m| (1..=12).contains(&m))
        && number(day, 2).is_some_and(|d| (1..=31).contains(&d))
}

fn cut(name: &str) -> String {
    name.chars().take(100).collect()
}

#[cfg(test)]
mod tests;
