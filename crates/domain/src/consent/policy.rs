//! An owner's standing will about a likeness or a character.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Language, Rule, Theme};
use crate::UnixMs;
use crate::limits::{MAX_PHRASE_CHARS, MAX_PHRASES, MAX_PROVIDERS, MAX_WISHES};

/// The form of a policy that this program knows. A policy of another form allows nothing.
pub const POLICY_FORM: u16 = 1;

/// Allowed, asked about, or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Will {
    /// Needs no further yes.
    Allow,
    /// The owner answers each time.
    Ask,
    /// Refused by this rule.
    Deny,
}

/// Who may put a likeness into a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Nobody but the owner.
    #[default]
    OnlyMe,
    /// People whom the owner approved; anyone else asks.
    Approved,
    /// People who follow the owner and whom the owner follows, and those approved.
    Mutuals,
    /// Every member who is not blocked.
    Everyone,
}

/// What of a person may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// Face and voice.
    #[default]
    Both,
    /// The face alone; it speaks with the studio's voice.
    Face,
    /// The voice alone: somebody else is seen saying it.
    Voice,
}

impl Parts {
    /// What is lent to a use that wants `wanted`: no more than that, and no more than this allows. A use that wants both
    /// makes do with the face, since the studio has a voice of its own; without a face it has nobody to show.
    ///
    /// # Errors
    /// The rule by which what is wanted is kept back.
    pub fn lend(self, wanted: Self) -> Result<Self, Rule> {
        match (self, wanted) {
            (Self::Both, _) => Ok(wanted),
            (Self::Face, Self::Both | Self::Face) => Ok(Self::Face),
            (Self::Face, Self::Voice) => Err(Rule::FaceOnly),
            (Self::Voice, Self::Voice) => Ok(Self::Voice),
            (Self::Voice, Self::Both | Self::Face) => Err(Rule::Parts),
        }
    }
}

/// With whom one may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Company {
    /// Anyone who agreed themselves.
    #[default]
    Anyone,
    /// Only people whom the owner approved.
    Approved,
    /// Nobody.
    Alone,
}

/// Where a pack may be opened besides its owner's device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// Nowhere: the owner's device draws what they agree to.
    #[default]
    Nowhere,
    /// On the device of whoever was allowed the use, for this use.
    Devices,
}

/// How often a likeness may be used by others. None is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Caps {
    /// In any 24 hours.
    pub day: Option<u32>,
    /// In any seven days.
    pub week: Option<u32>,
    /// In all.
    pub total: Option<u32>,
}

/// An owner's standing will. Its owner may always use it themselves, unless it is paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Policy {
    /// The form in which it is written: [`POLICY_FORM`].
    pub form: u16,
    /// Counts up with each change.
    pub version: u32,
    /// Who may use it.
    pub audience: Audience,
    /// Everything stands still, the owner's own use included.
    pub paused: bool,
    /// Subjects; what is not named is as [`Theme::usual`].
    pub themes: BTreeMap<Theme, Will>,
    /// In clips that earn money or sell something.
    pub commercial: Will,
    /// In advertisements, which is always its own permission.
    pub ads: Will,
    /// In clips made out of clips that show the owner.
    pub remix: Will,
    /// Languages that may be spoken; empty for any.
    pub languages: BTreeSet<Language>,
    /// Words that may not be said.
    pub never_say: BTreeSet<String>,
    /// Places and things that may not be shown.
    pub never_show: BTreeSet<String>,
    /// Face, voice or both.
    pub parts: Parts,
    /// With whom.
    pub company: Company,
    /// From when on only the owner may use it.
    pub expires_at: Option<UnixMs>,
    /// How often.
    pub caps: Caps,
    /// Whether the owner answers each request, even where a rule would allow it. Approved people are not asked again.
    pub ask_each: bool,
    /// Whether a clip that another device made may be published without the owner's look at the very file.
    pub publish_unseen: bool,
    /// Whether whoever made a clip with it, or plays in one, may save the file. It holds for what this instance hands out:
    /// whoever draws a clip on their own device has its file already.
    pub downloads: bool,
    /// What the generator is told whenever this likeness plays ("always the red hat").
    pub wishes: Vec<String>,
    /// Where the pack may be opened.
    pub holding: Holding,
    /// Outside providers, by name: who may be sent stills for one job, and who may speak with a copy of the voice that its
    /// owner had made there.
    pub providers: BTreeSet<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Preset::Private.policy()
    }
}

/// Policies to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Only me, on my devices.
    Private,
    /// Mutual follows and people approved, each clip looked at.
    Friends,
    /// Everyone may, by rules.
    Creator,
    /// Everyone may ask; nothing without a yes.
    PublicFigure,
}

impl Preset {
    /// All, from narrow to wide.
    pub const ALL: [Self; 4] = [Self::Private, Self::Friends, Self::PublicFigure, Self::Creator];

    /// The policy that it stands for, of version 0.
    #[must_use]
    pub fn policy(self) -> Policy {
        let (audience, ask_each, publish_unseen, holding) = match self {
            Self::Private => (Audience::OnlyMe, true, false, Holding::Nowhere),
            Self::Friends => (Audience::Mutuals, false, false, Holding::Devices),
            Self::Creator => (Audience::Everyone, false, true, Holding::Devices),
            Self::PublicFigure => (Audience::Everyone, true, false, Holding::Devices),
        };
        let creator = self == Self::Creator;
        Policy {
            form: POLICY_FORM,
            version: 0,
            audience,
            paused: false,
            themes: BTreeMap::new(),
            commercial: if creator { Will::Ask } else { Will::Deny },
            ads: Will::Deny,
            remix: if creator { Will::Allow } else { Will::Ask },
            languages: BTreeSet::new(),
            never_say: BTreeSet::new(),
            never_show: BTreeSet::new(),
            parts: Parts::Both,
            company: if self == Self::PublicFigure { Company::Approved } else { Company::Anyone },
            expires_at: None,
            caps: Caps { day: creator.then_some(50), ..Caps::default() },
            ask_each,
            publish_unseen,
            downloads: true,
            wishes: Vec::new(),
            holding,
            providers: BTreeSet::new(),
        }
    }
}

/// Why a policy cannot be taken. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Written in a form that this program does not know.
    #[error("this policy has form {0}, this instance knows form {POLICY_FORM}: load the page again")]
    Form(u16),
    /// Too many of something.
    #[error("{measured} {what} are too many, at most {limit} fit")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// Found.
        measured: usize,
        /// Allowed.
        limit: usize,
    },
    /// A text that is empty or too long.
    #[error("\"{0}\" is empty or has more than {MAX_PHRASE_CHARS} characters")]
    Phrase(String),
    /// Ads are never allowed by a rule alone.
    #[error("ads are asked about or denied: each one is a permission of its own")]
    Ads,
}

impl Policy {
    /// What holds for a subject.
    #[must_use]
    pub fn theme(&self, theme: Theme) -> Will {
        self.themes.get(&theme).copied().unwrap_or_else(|| theme.usual())
    }

    /// Whether it may be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.form != POLICY_FORM {
            return Err(PolicyError::Form(self.form));
        }
        if self.ads == Will::Allow {
            return Err(PolicyError::Ads);
        }
        for (what, measured, limit) in [
            ("words never said", self.never_say.len(), MAX_PHRASES),
            ("things never shown", self.never_show.len(), MAX_PHRASES),
            ("wishes", self.wishes.len(), MAX_WISHES),
            ("providers", self.providers.len(), MAX_PROVIDERS),
        ] {
            if measured > limit {
                return Err(PolicyError::TooMany { what, measured, limit });
            }
        }
        let texts = self.never_say.iter().chain(&self.never_show).chain(&self.wishes).chain(&self.providers);
        for text in texts {
            if super::words::fold(text).is_empty() || text.chars().count() > MAX_PHRASE_CHARS {
                return Err(PolicyError::Phrase(text.clone()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_valid_and_the_private_one_is_what_holds_by_default() {
        for preset in Preset::ALL {
            assert_eq!(preset.policy().check(), Ok(()));
        }
        assert_eq!(Policy::default(), Preset::Private.policy());
    }

    #[test]
    fn nothing_is_lent_that_is_not_allowed_or_not_wanted() {
        use Parts::{Both, Face, Voice};
        for parts in [Both, Face, Voice] {
            assert_eq!(Both.lend(parts), Ok(parts));
            assert_eq!(parts.lend(parts), Ok(parts));
        }
        assert_eq!(Face.lend(Both), Ok(Face));
        assert_eq!(Face.lend(Voice), Err(Rule::FaceOnly));
        assert_eq!(Voice.lend(Both), Err(Rule::Parts));
        assert_eq!(Voice.lend(Face), Err(Rule::Parts));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let base = Preset::Friends.policy();
        assert_eq!(Policy { form: 2, ..base.clone() }.check(), Err(PolicyError::Form(2)));
        assert_eq!(Policy { ads: Will::Allow, ..base.clone() }.check(), Err(PolicyError::Ads));
        let many = (0..=MAX_PHRASES).map(|i| format!("word{i}")).collect();
        let error = Policy { never_say: many, ..base.clone() }.check().unwrap_err();
        assert!(error.to_string().starts_with(&format!("{} words never said are too many", MAX_PHRASES + 1)));
        let empty = Policy { never_show: [" … ".to_owned()].into(), ..base };
        assert_eq!(empty.check(), Err(PolicyError::Phrase(" … ".to_owned())));
    }
}
