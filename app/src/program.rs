//! The programs of the page. A visitor who watches downloads the stage alone; what is made behind it is a program of its
//! own, loaded when a link leads there.

use leptos::prelude::*;

use crate::app::App;
use crate::routes::Route;
use crate::shell::NotFound;
use crate::{clip, feed, join, likeness, make, profile, render, scan, settings, sign_in};

/// Which part of the page runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Everything in one.
    Whole,
    /// Feed, clips, profiles, sign-in.
    Watch,
    /// Make, scan, understudy, settings, join.
    Rooms,
}

impl Program {
    /// Whether a place is in this program. The boot script decides by the same paths.
    #[must_use]
    pub fn has(self, route: &Route) -> bool {
        match self {
            Self::Whole => true,
            Self::Watch => !route.in_rooms(),
            Self::Rooms => route.in_rooms(),
        }
    }
}

/// What draws the places of a program; none for a place of another.
pub type Pages = fn(Route) -> Option<AnyView>;

/// Draws the page and keeps drawing it.
pub fn start(program: Program, pages: Pages) {
    leptos::mount::mount_to_body(move || view! { <App program=program pages=pages /> });
    browser::page::remove("#opening");
    browser::page::keep_shell("/sw.js");
}

/// The places of [`Program::Watch`].
#[must_use]
pub fn watch(route: Route) -> Option<AnyView> {
    Some(match route {
        Route::Feed => view! { <feed::FeedPage /> }.into_any(),
        Route::Clip(id) => view! { <clip::ClipPage id=id /> }.into_any(),
        Route::Profile(handle) => view! { <profile::ProfilePage handle=handle /> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage /> }.into_any(),
        Route::NotFound => view! { <NotFound /> }.into_any(),
        _ => return None,
    })
}

/// The places of [`Program::Rooms`].
#[must_use]
pub fn rooms(route: Route) -> Option<AnyView> {
    Some(match route {
        Route::Make => view! { <make::MakePage /> }.into_any(),
        Route::Render(id) => view! { <render::RenderPage id=id /> }.into_any(),
        Route::Understudy => view! { <likeness::UnderstudyPage /> }.into_any(),
        Route::Scan => view! { <scan::ScanPage /> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage /> }.into_any(),
        Route::Join => view! { <join::JoinPage /> }.into_any(),
        _ => return None,
    })
}

/// The places of [`Program::Whole`].
#[must_use]
pub fn whole(route: Route) -> Option<AnyView> {
    if route.in_rooms() { rooms(route) } else { watch(route) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_in_one_program_and_in_the_whole() {
        for path in ["/", "/@ana", "/sign-in", "/make", "/understudy", "/understudy/scan", "/settings", "/join", "/x"] {
            let route = Route::parse(path);
            assert!(Program::Whole.has(&route));
            assert_ne!(Program::Watch.has(&route), Program::Rooms.has(&route), "{path}");
        }
    }
}
