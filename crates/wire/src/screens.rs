//! The app's screens by address, and the program that draws each.
//!
//! The app is two programs: who watches downloads the stage alone, and what is made behind it comes when a link leads
//! there. The edge picks the page by this table, and the app knows by it which links leave its program.

/// A program of the app: a WASM module with the page that loads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Feed, clips, profiles.
    Watch,
    /// Make, scan, understudy, characters, requests, notices, settings, sign-in, join, remixes of a clip, saving it, the operator's desk and
    /// appeals to it.
    Rooms,
}

impl Program {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Watch, Self::Rooms];

    /// Its name: that of the binary, and of the page among the static files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Rooms => "rooms",
        }
    }

    /// The page among the static files.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Watch => "/watch.html",
            Self::Rooms => "/rooms.html",
        }
    }

    /// The program with a screen at this path, if any has one. A slash at the end changes nothing.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(Self::Watch);
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut segments = path.split('/').skip(1);
        let (first, second, third) = (segments.next().unwrap_or_default(), segments.next(), segments.next());
        match (first, second, third) {
            (
                "join" | "make" | "understudy" | "characters" | "settings" | "requests" | "notices" | "desk",
                None,
                None,
            ) => Some(Self::Rooms),
            ("make" | "understudy" | "characters" | "desk", Some(_), None) => Some(Self::Rooms),
            ("characters", Some(_), Some("uses")) if segments.next().is_none() => Some(Self::Rooms),
            ("clips", Some(_), Some("appeal" | "remixes" | "save")) if segments.next().is_none() => Some(Self::Rooms),
            ("sign-in", None, None) => Some(Self::Rooms),
            ("clips", Some(_), None) => Some(Self::Watch),
            (profile, None, None) if profile.len() > 1 && profile.starts_with('@') => Some(Self::Watch),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens() {
        for path in ["/", "/clips/x", "/@ana", "/@ana/"] {
            assert_eq!(Program::at(path), Some(Program::Watch), "{path}");
        }
        for path in [
            "/join",
            "/sign-in",
            "/make",
            "/make/x",
            "/understudy",
            "/understudy/scan",
            "/understudy/rules",
            "/requests",
            "/characters",
            "/characters/new",
            "/characters/x",
            "/characters/x/uses",
            "/settings/",
            "/notices",
            "/desk",
            "/desk/x",
            "/clips/x/appeal",
            "/clips/x/remixes",
        ] {
            assert_eq!(Program::at(path), Some(Program::Rooms), "{path}");
        }
        for path in [
            "/x",
            "/clips",
            "/join/x",
            "/@",
            "/@ana/x",
            "//",
            "/sw.js",
            "/settings.html",
            "/make/1/2",
            "/characters/x/y",
            "/characters/x/uses/y",
            "/desk/1/2",
            "/clips/x/appeal/y",
            "/clips/x/remixes/y",
        ] {
            assert_eq!(Program::at(path), None, "{path}");
        }
    }
}
