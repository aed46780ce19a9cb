//! The app's screens by address, and the program that draws each.
//!
//! The app is two programs: who watches downloads the stage alone, and what is made behind it comes when a link leads
//! there. The edge picks the page by this table, and the app knows by it which links leave its program.

/// First segments of the screens of [`Program::Rooms`], in the order in which `public/sw.js` names them.
const ROOMS: [&str; 9] =
    ["make", "understudy", "characters", "requests", "notices", "settings", "sign-in", "join", "desk"];
/// Those of them that have screens below.
const DEEP: [&str; 4] = ["make", "understudy", "characters", "desk"];
/// Screens below a clip that are rooms.
const OF_CLIP: [&str; 3] = ["appeal", "remixes", "save"];

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
            (room, None, None) if ROOMS.contains(&room) => Some(Self::Rooms),
            (room, Some(_), None) if DEEP.contains(&room) => Some(Self::Rooms),
            ("characters", Some(_), Some("uses")) if segments.next().is_none() => Some(Self::Rooms),
            ("clips", Some(_), Some(room)) if OF_CLIP.contains(&room) && segments.next().is_none() => Some(Self::Rooms),
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
            "/clips/x/save",
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
            "/clips/x/save/y",
        ] {
            assert_eq!(Program::at(path), None, "{path}");
        }
    }

    #[test]
    fn the_service_worker_opens_the_same_program_without_a_network() {
        let worker = include_str!("../../../public/sw.js");
        let (rooms, of_clip) = (ROOMS.join("|"), OF_CLIP.join("|"));
        let line = format!(r"const ROOMS = /^\/({rooms}|clips\/[^/]+\/({of_clip}))(\/|$)/;");
        assert!(worker.lines().any(|known| known == line), "public/sw.js needs this line: {line}");
    }
}
