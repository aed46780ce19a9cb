//! Renders: the jobs that make clips.

use domain::consent::{Parts, Purpose};
use domain::direction::Choices;
use domain::{CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::clips::RemixOf;
use crate::gateway::{ChooseGenerator, Job};
use crate::voices::{ChooseVoice, ChosenVoice};

/// Asks for a clip. Consent is decided here; nothing is drawn yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRender {
    /// What the cast says.
    pub script: String,
    /// Where it plays and how it looks.
    pub prompt: String,
    /// Handles of the cast, first the speaker. Or a character, as `character:` with its identifier or as `@ana/rex`,
    /// which is seen alone; who stands beside it lends it their voice, be it its owner or somebody else.
    pub cast: Vec<String>,
    /// What of each of the cast is wanted, in the same order; of whom none is named, face and voice.
    #[serde(default)]
    pub parts: Vec<Parts>,
    /// How it is said, shown and accompanied.
    #[serde(default)]
    pub choices: Choices,
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// An outside generator in the studio's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<ChooseGenerator>,
    /// An outside voice in place of the studio's: only where one speaks, and the studio draws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<ChooseVoice>,
    /// Asks the owners although a rule of theirs refuses, with a note to them. Rules that an owner cannot be asked about
    /// refuse all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<String>,
    /// The published clip that it is made out of. Its people are asked, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<ClipId>,
}

/// A render as its creator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Render {
    /// Which.
    pub id: RenderId,
    /// Name of its [`domain::render::State`].
    pub state: String,
    /// What the cast says.
    pub script: String,
    /// Where it plays and how it looks.
    pub prompt: String,
    /// Who plays; the owner where a character does, who is here twice where it speaks with their voice.
    pub cast: Vec<Person>,
    /// The character that plays in the place of the first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// How others cast that character, `@ana/rex`; none for one of its creator's own, or one that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What of each of the cast is wanted, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Parts>,
    /// How it is said, shown and accompanied.
    #[serde(default)]
    pub choices: Choices,
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// What it is made out of, where it is a remix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<RemixOf>,
    /// What each person of the cast and of the original has said to it, in the order of the cast: one answer each.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    /// Who asked for it, whom the mark names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Person>,
    /// Who draws it on their device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_by: Option<Person>,
    /// What the cast wish of every generator, besides the prompt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<String>,
    /// The job at a provider, where the studio does not draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// The outside voice that says it, where the studio's does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<ChosenVoice>,
    /// Seed of every random choice in the clip: the same seed gives the same frames.
    pub seed: u32,
    /// Right to fetch the packs and to upload one file; only while the device is awaited, only in the session that
    /// asked.
    pub ticket: Option<String>,
    /// The draft, once there is one.
    pub clip: Option<ClipId>,
    /// When it was asked for.
    pub created_at: UnixMs,
    /// When it gives up waiting for a device.
    pub expires_at: UnixMs,
}

/// What one person has said, to everything of theirs that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Who.
    pub person: Person,
    /// `asked`, `allowed`, `refused` or `withdrawn`.
    pub state: String,
    /// Whether the finished file still needs their yes before it is published.
    pub looks: bool,
    /// What they wrote when they said no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The caller's unfinished renders, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Renders {
    /// Newest first.
    pub renders: Vec<Render>,
}

#[cfg(test)]
mod tests {
    use domain::direction::{Choices, Sound};
    use domain::speech::{Delivery, Mood};

    #[test]
    fn what_was_kept_before_there_was_a_choice_reads_and_is_written_as_it_was() {
        let kept = r#"{"mood":"sad","captions":"pop","music":"none"}"#;
        let choices: Choices = serde_json::from_str(kept).unwrap();
        assert_eq!(choices.delivery(), Delivery { mood: Mood::Sad, ..Delivery::default() });
        assert_eq!((choices.speed.share(), choices.sound), (1.0, Sound::Speech));
        assert_eq!(serde_json::to_string(&choices).unwrap(), kept);
    }

    #[test]
    fn choices_of_speech_stay_within_their_range() {
        let chosen = r#"{"speed":125,"pitch_range":40,"pauses":200,"sound":"recording"}"#;
        let choices: Choices = serde_json::from_str(chosen).unwrap();
        let delivery = choices.delivery();
        assert_eq!((choices.speed.share(), delivery.pitch_range, delivery.pauses), (1.25, 0.4, 2.0));
        assert_eq!(choices.sound, Sound::Recording);
        let again: Choices = serde_json::from_str(&serde_json::to_string(&choices).unwrap()).unwrap();
        assert_eq!(again, choices);
        for wrong in [r#"{"speed":10}"#, r#"{"speed":1.5}"#, r#"{"pauses":-1}"#, r#"{"pitch_range":999}"#] {
            assert!(serde_json::from_str::<Choices>(wrong).is_err(), "{wrong}");
        }
        let error = serde_json::from_str::<Choices>(r#"{"speed":300}"#).unwrap_err().to_string();
        assert!(error.contains("300 % is out of range: use 70 to 150"), "{error}");
        // The voice takes all of it.
        assert_eq!(delivery.bounded(), delivery);
    }
}
