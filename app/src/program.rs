//! The programs of the page. A visitor who watches downloads the stage alone; what is made behind it is a program of its
//! own, loaded when a link leads there.

use leptos::prelude::*;
use wire::screens::Program;

use crate::app::App;
use crate::notices::Hear;
use crate::routes::Route;
use crate::shell::NotFound;
use crate::{
    characters, clip, downloads, feed, join, likeness, make, notices, profile, render, requests, reviews, rules, scan,
    settings, sign_in, spending, takedowns, uses,
};

/// What draws the places of a program; none for a place of another.
pub type Pages = fn(Route) -> Option<AnyView>;

/// Draws the page and keeps drawing it. `hear` takes the notices that come live.
pub fn start(program: Program, pages: Pages, hear: Hear) {
    leptos::mount::mount_to_body(move || view! { <App program=program pages=pages hear=hear /> });
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
        Route::Rules => view! { <rules::RulesPage /> }.into_any(),
        Route::Uses => view! { <uses::UsesPage /> }.into_any(),
        Route::Requests => view! { <requests::RequestsPage /> }.into_any(),
        Route::Scan => view! { <scan::ScanPage /> }.into_any(),
        Route::Characters => view! { <characters::CharactersPage /> }.into_any(),
        Route::CharacterRules(id) => view! { <characters::CharacterRulesPage id=id /> }.into_any(),
        Route::CharacterUses(id) => view! { <characters::CharacterUsesPage id=id /> }.into_any(),
        Route::NewCharacter => view! { <characters::NewCharacterPage /> }.into_any(),
        Route::Notices => view! { <notices::NoticesPage /> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage /> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage /> }.into_any(),
        Route::Join => view! { <join::JoinPage /> }.into_any(),
        Route::Spending => view! { <spending::SpendingPage /> }.into_any(),
        Route::Words => view! { <reviews::WordsPage /> }.into_any(),
        Route::Desk => view! { <takedowns::DeskPage /> }.into_any(),
        Route::DeskCase(id) => view! { <takedowns::CasePage id=id /> }.into_any(),
        Route::Remixes(id) => view! { <clip::RemixesPage id=id /> }.into_any(),
        Route::Save(id) => view! { <downloads::SavePage id=id /> }.into_any(),
        Route::Appeal(id) => view! { <takedowns::AppealPage id=id /> }.into_any(),
        Route::NotFound => view! { <NotFound /> }.into_any(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_in_the_program_that_the_edge_serves_there() {
        let id = "0123456789abcdefghjkmnpqrs";
        for path in [
            "/",
            "/@ana",
            "/sign-in",
            "/make",
            "/understudy",
            "/understudy/scan",
            "/understudy/rules",
            "/understudy/uses",
            "/requests",
            "/characters",
            "/characters/new",
            "/notices",
            "/settings",
            "/join",
            "/desk",
            "/desk/spending",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([
            format!("/clips/{id}"),
            format!("/make/{id}"),
            format!("/desk/{id}"),
            format!("/clips/{id}/appeal"),
            format!("/clips/{id}/remixes"),
            format!("/clips/{id}/save"),
        ]) {
            let route = Route::parse(&path);
            assert_ne!(route, Route::NotFound, "{path}");
            assert_eq!(Some(route.program()), Program::at(&path), "{path}");
        }
    }
}
