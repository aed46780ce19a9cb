//! The rules by which a use is refused or asked about, by their names on the wire.

use serde::{Deserialize, Serialize};

use super::Theme;

/// A rule. Stable for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// There is no likeness to use.
    NoUnderstudy,
    /// The policy is written in a form that nobody here can read.
    UnknownPolicy,
    /// The owner paused every use.
    Paused,
    /// The owner keeps the likeness to themselves.
    OnlyOwner,
    /// The owner has blocked the asker. Told as [`Rule::OnlyOwner`] is.
    Blocked,
    /// The owner blocked somebody else in the cast, or is blocked by them. Who blocked whom is not told.
    Apart,
    /// Only for people who follow each other.
    NotMutual,
    /// The owner's permission for others has run out.
    Expired,
    /// The owner took this use back.
    Revoked,
    /// The owner refused this wish.
    Refused,
    /// The voice alone may be used.
    Parts,
    /// The face alone may be used.
    FaceOnly,
    /// The pack stays on its owner's device.
    StaysHome,
    /// Not at this provider.
    Provider,
    /// No more today.
    CapDay,
    /// No more this week.
    CapWeek,
    /// No more at all.
    CapTotal,
    /// The asker is not approved yet.
    NotApproved,
    /// The owner answers each request.
    AskEach,
    /// On the device of someone else in the cast.
    OtherDevice,
    /// In a clip that earns or sells.
    Commercial,
    /// In an advertisement.
    Ads,
    /// In a clip made out of another one.
    Remix,
    /// With these others.
    Company,
    /// Words that may not be said.
    NeverSay,
    /// Things that may not be shown.
    NeverShow,
    /// Saved as a file.
    Downloads,
    /// Made into another clip: they lend none of theirs.
    OwnClip,
    /// In this language.
    Language,
    /// Nobody could tell what it is about.
    Undecided,
    /// About this subject.
    Theme(Theme),
    /// The wish is another one than was agreed to.
    OtherWish,
}

impl Rule {
    /// The name on the wire: one word for each, the theme's for a theme.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoUnderstudy => "no_understudy",
            Self::UnknownPolicy => "unknown_policy",
            Self::Paused => "paused",
            // Whom they blocked is nobody's business: it reads the same.
            Self::OnlyOwner | Self::Blocked => "only_owner",
            Self::Apart => "apart",
            Self::NotMutual => "not_mutual",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Refused => "refused",
            Self::Parts => "parts",
            Self::FaceOnly => "face_only",
            Self::StaysHome => "stays_home",
            Self::Provider => "provider",
            Self::CapDay => "cap_day",
            Self::CapWeek => "cap_week",
            Self::CapTotal => "cap_total",
            Self::NotApproved => "not_approved",
            Self::AskEach => "ask_each",
            Self::OtherDevice => "other_device",
            Self::Commercial => "commercial",
            Self::Ads => "ads",
            Self::Remix => "remix",
            Self::OwnClip => "own_clip",
            Self::Downloads => "downloads",
            Self::Company => "company",
            Self::NeverSay => "never_say",
            Self::NeverShow => "never_show",
            Self::Language => "language",
            Self::Undecided => "undecided",
            Self::Theme(theme) => theme.name(),
            Self::OtherWish => "other_wish",
        }
    }

    /// Whether the owner can say yes in spite of it. The others hold until the owner changes the rule itself.
    #[must_use]
    pub fn can_be_asked(self) -> bool {
        matches!(
            self,
            Self::NotApproved
                | Self::AskEach
                | Self::OtherDevice
                | Self::Commercial
                | Self::Ads
                | Self::Remix
                | Self::Company
                | Self::NeverSay
                | Self::NeverShow
                | Self::Language
                | Self::Undecided
                | Self::Theme(_)
        )
    }

    /// What happened, for the one who asked.
    #[must_use]
    pub fn sentence(self) -> String {
        let text = match self {
            Self::NoUnderstudy => "there is no understudy to use: scan a face first",
            Self::UnknownPolicy => "their rules cannot be read here, so nothing is allowed",
            Self::Paused => "this understudy is paused by its owner",
            Self::OnlyOwner | Self::Blocked => "only its owner may use this understudy",
            Self::Apart => "they are not shown together with someone else in this cast",
            Self::NotMutual => "only people who follow each other may cast them",
            Self::Expired => "their permission for others has run out",
            Self::Revoked => "they took this use back",
            Self::Refused => "they said no to this",
            Self::Parts => "they lend their voice only",
            Self::FaceOnly => "they lend their face only",
            Self::StaysHome => "their pack stays on their own device",
            Self::Provider => "they have not allowed this provider",
            Self::CapDay => "they have been cast as often as they want to be today",
            Self::CapWeek => "they have been cast as often as they want to be this week",
            Self::CapTotal => "they have been cast as often as they want to be",
            Self::NotApproved => "they choose who may cast them",
            Self::AskEach => "they look at each wish",
            Self::OtherDevice => "this would be made on someone else's device",
            Self::Commercial => "they say no to clips that earn or sell",
            Self::Ads => "they say no to advertisements",
            Self::Remix => "they say no to remixes",
            Self::Downloads => "they do not let files of clips with them be saved",
            Self::OwnClip => "they keep their clips to themselves",
            Self::Company => "they choose with whom they are shown",
            Self::NeverSay => "they do not say these words",
            Self::NeverShow => "they are not shown with this",
            Self::Language => "they do not speak this language",
            Self::Undecided => "nobody could tell what this is about",
            Self::OtherWish => "this is not what they agreed to",
            Self::Theme(theme) => return format!("they keep away from {}", theme.title()),
        };
        text.to_owned()
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::NeverSay | Self::NeverShow | Self::Theme(_) => {
                "Say it in other words, or send it to them as it is and let them decide."
            }
            Self::Remix => "Send it to them and let them decide, or start a clip of your own.",
            Self::OwnClip => "Start a clip of your own.",
            Self::Downloads => "Share its link, which stays under their control.",
            Self::Commercial | Self::Ads | Self::Company | Self::Language | Self::Undecided => {
                "Change it, or send it to them as it is and let them decide."
            }
            Self::Apart => "Cast one of the two, in a clip of their own.",
            Self::CapDay => "Try again tomorrow.",
            Self::CapWeek => "Try again in a few days.",
            Self::NotMutual => "Follow them; when they follow you, too, you can cast them.",
            Self::NotApproved | Self::AskEach | Self::OtherDevice => "They are asked when you start.",
            Self::Parts => "Let a character say it in their voice.",
            Self::FaceOnly => "Show them: the studio speaks for them.",
            Self::StaysHome => "They can draw it on their own device.",
            Self::Provider => "Make it in the studio.",
            _ => "Cast someone else, or yourself.",
        }
    }
}
