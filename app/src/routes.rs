//! Every place in the app. Nobody else writes a path.

use domain::text::Handle;
use domain::{CharacterId, ClipId, RenderId, TakedownId};
use wire::screens::Program;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Clips, one a screen.
    Feed,
    /// One clip, draft or published.
    Clip(ClipId),
    /// What was made out of a clip.
    Remixes(ClipId),
    /// A member's page.
    Profile(Handle),
    /// Writing a clip.
    Make,
    /// Making it.
    Render(RenderId),
    /// The visitor's own likeness.
    Understudy,
    /// What it may be used for.
    Rules,
    /// Where it is used.
    Uses,
    /// What is asked of the visitor, and what they asked.
    Requests,
    /// Making a likeness.
    Scan,
    /// The visitor's pets, toys and drawings.
    Characters,
    /// Making one.
    NewCharacter,
    /// What one may be used for.
    CharacterRules(CharacterId),
    /// Where one plays.
    CharacterUses(CharacterId),
    /// What the visitor was told.
    Notices,
    /// The visitor's account.
    Settings,
    /// By passkey.
    SignIn,
    /// By invite; its secret is in the fragment.
    Join,
    /// What was spent at outside generators.
    Spending,
    /// Words that were held back.
    Words,
    /// The operator's list of reports.
    Desk,
    /// One report.
    DeskCase(TakedownId),
    /// Why a clip is held, and what its creator can do.
    Appeal(ClipId),
    /// Saving a clip's file.
    Save(ClipId),
    /// Nothing of ours.
    NotFound,
}

impl Route {
    /// The place that a path means.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Feed,
            ["clips", id] => id.parse().map_or(Self::NotFound, Self::Clip),
            ["clips", id, "appeal"] => id.parse().map_or(Self::NotFound, Self::Appeal),
            ["clips", id, "save"] => id.parse().map_or(Self::NotFound, Self::Save),
            ["clips", id, "remixes"] => id.parse().map_or(Self::NotFound, Self::Remixes),
            ["desk"] => Self::Desk,
            ["desk", "spending"] => Self::Spending,
            ["desk", "words"] => Self::Words,
            ["desk", id] => id.parse().map_or(Self::NotFound, Self::DeskCase),
            ["make"] => Self::Make,
            ["make", id] => id.parse().map_or(Self::NotFound, Self::Render),
            ["understudy"] => Self::Understudy,
            ["understudy", "scan"] => Self::Scan,
            ["understudy", "rules"] => Self::Rules,
            ["understudy", "uses"] => Self::Uses,
            ["requests"] => Self::Requests,
            ["characters"] => Self::Characters,
            ["characters", "new"] => Self::NewCharacter,
            ["characters", id] => id.parse().map_or(Self::NotFound, Self::CharacterRules),
            ["characters", id, "uses"] => id.parse().map_or(Self::NotFound, Self::CharacterUses),
            ["notices"] => Self::Notices,
            ["settings"] => Self::Settings,
            ["sign-in"] => Self::SignIn,
            ["join"] => Self::Join,
            [handle] if handle.starts_with('@') => handle.parse().map_or(Self::NotFound, Self::Profile),
            _ => Self::NotFound,
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Feed | Self::NotFound => "/".to_owned(),
            Self::Clip(id) => format!("/clips/{id}"),
            Self::Remixes(id) => format!("/clips/{id}/remixes"),
            Self::Profile(handle) => format!("/@{handle}"),
            Self::Make => "/make".to_owned(),
            Self::Render(id) => format!("/make/{id}"),
            Self::Understudy => "/understudy".to_owned(),
            Self::Scan => "/understudy/scan".to_owned(),
            Self::Rules => "/understudy/rules".to_owned(),
            Self::Uses => "/understudy/uses".to_owned(),
            Self::Requests => "/requests".to_owned(),
            Self::Characters => "/characters".to_owned(),
            Self::NewCharacter => "/characters/new".to_owned(),
            Self::CharacterRules(id) => format!("/characters/{id}"),
            Self::CharacterUses(id) => format!("/characters/{id}/uses"),
            Self::Notices => "/notices".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::SignIn => "/sign-in".to_owned(),
            Self::Join => "/join".to_owned(),
            Self::Desk => "/desk".to_owned(),
            Self::Spending => "/desk/spending".to_owned(),
            Self::Words => "/desk/words".to_owned(),
            Self::DeskCase(id) => format!("/desk/{id}"),
            Self::Appeal(id) => format!("/clips/{id}/appeal"),
            Self::Save(id) => format!("/clips/{id}/save"),
        }
    }

    /// What the browser's tab says.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Feed => "Understudy".to_owned(),
            Self::Clip(_) => "Clip · Understudy".to_owned(),
            Self::Remixes(_) => "Remixes · Understudy".to_owned(),
            Self::Profile(handle) => format!("@{handle} · Understudy"),
            Self::Make | Self::Render(_) => "New clip · Understudy".to_owned(),
            Self::Understudy => "Your understudy".to_owned(),
            Self::Scan => "Make your understudy".to_owned(),
            Self::Rules => "Your rules · Understudy".to_owned(),
            Self::Uses => "Where you appear · Understudy".to_owned(),
            Self::Requests => "Requests · Understudy".to_owned(),
            Self::Characters => "Your characters · Understudy".to_owned(),
            Self::NewCharacter => "New character · Understudy".to_owned(),
            Self::CharacterRules(_) => "Rules of a character · Understudy".to_owned(),
            Self::CharacterUses(_) => "Where a character plays · Understudy".to_owned(),
            Self::Notices => "Notices · Understudy".to_owned(),
            Self::Settings => "Settings · Understudy".to_owned(),
            Self::SignIn => "Sign in · Understudy".to_owned(),
            Self::Join => "Join · Understudy".to_owned(),
            Self::Spending => "Spending · Understudy".to_owned(),
            Self::Words | Self::Desk | Self::DeskCase(_) => "Desk · Understudy".to_owned(),
            Self::Appeal(_) => "Taken down · Understudy".to_owned(),
            Self::Save(_) => "Save the file · Understudy".to_owned(),
            Self::NotFound => "Nothing here · Understudy".to_owned(),
        }
    }

    /// Whether the place is the stage: always dark, with the picture alone.
    #[must_use]
    pub fn on_stage(&self) -> bool {
        matches!(self, Self::Feed | Self::Clip(_))
    }

    /// The program that draws it.
    #[must_use]
    pub fn program(&self) -> Program {
        match self {
            Self::Make
            | Self::Render(_)
            | Self::Understudy
            | Self::Scan
            | Self::Rules
            | Self::Uses
            | Self::Requests
            | Self::Characters
            | Self::NewCharacter
            | Self::CharacterRules(_)
            | Self::CharacterUses(_)
            | Self::Notices
            | Self::Settings
            | Self::SignIn
            | Self::Join
            | Self::Desk
            | Self::Spending
            | Self::Words
            | Self::DeskCase(_)
            | Self::Appeal(_)
            | Self::Save(_)
            | Self::Remixes(_) => Program::Rooms,
            Self::Feed | Self::Clip(_) | Self::Profile(_) | Self::NotFound => Program::Watch,
        }
    }

    /// Whether the place is a task that fills the phone's screen, without the bar of the app below.
    #[must_use]
    pub fn is_task(&self) -> bool {
        matches!(self, Self::Make | Self::Render(_) | Self::Scan | Self::Join | Self::SignIn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_what_its_path_says() {
        let id = "0123456789abcdefghjkmnpqrs";
        let routes = [
            Route::Feed,
            Route::Clip(id.parse().expect("an id")),
            Route::Remixes(id.parse().expect("an id")),
            Route::Profile("ana_1".parse().expect("a handle")),
            Route::Make,
            Route::Render(id.parse().expect("an id")),
            Route::Understudy,
            Route::Scan,
            Route::Rules,
            Route::Uses,
            Route::Requests,
            Route::Characters,
            Route::NewCharacter,
            Route::CharacterRules(id.parse().expect("an id")),
            Route::CharacterUses(id.parse().expect("an id")),
            Route::Notices,
            Route::Settings,
            Route::SignIn,
            Route::Join,
            Route::Desk,
            Route::Spending,
            Route::Words,
            Route::DeskCase(id.parse().expect("an id")),
            Route::Appeal(id.parse().expect("an id")),
            Route::Save(id.parse().expect("an id")),
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.path()), route);
        }
    }

    #[test]
    fn what_is_no_route_is_not_found() {
        for path in ["/clips", "/clips/short", "/@", "/@no-dash", "/x", "/make/1/2", "/understudy/other"] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
        assert_eq!(Route::parse("/make/"), Route::Make);
    }
}
