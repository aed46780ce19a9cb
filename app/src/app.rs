//! The root: what all pages share, and which page is shown.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route as AnyRoute, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::context::Shared;
use crate::routes::Route;
use crate::shell::{NotFound, Shell};
use crate::{clip, feed, join, likeness, make, profile, render, scan, settings, sign_in};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=Main>
                <AnyRoute path=path!("/*any") view=Main />
            </FlatRoutes>
        </Router>
    }
}

/// The shared state, the frame around the pages, and the page itself.
#[component]
fn Main() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::parse(&path.get()));
    let shared = Shared::provide(route);
    shared.session.refresh();
    Effect::new(move |before: Option<()>| {
        browser::page::set_title(&route.get().title());
        // Whoever uses a keyboard or a reader starts at the new page, not at the link that led to it.
        if before.is_some() {
            browser::page::focus("main");
        }
    });
    view! { <Shell>{move || page(route.get())}</Shell> }
}

fn page(route: Route) -> AnyView {
    match route {
        Route::Feed => view! { <feed::FeedPage /> }.into_any(),
        Route::Clip(id) => view! { <clip::ClipPage id=id /> }.into_any(),
        Route::Profile(handle) => view! { <profile::ProfilePage handle=handle /> }.into_any(),
        Route::Make => view! { <make::MakePage /> }.into_any(),
        Route::Render(id) => view! { <render::RenderPage id=id /> }.into_any(),
        Route::Understudy => view! { <likeness::UnderstudyPage /> }.into_any(),
        Route::Scan => view! { <scan::ScanPage /> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage /> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage /> }.into_any(),
        Route::Join => view! { <join::JoinPage /> }.into_any(),
        Route::NotFound => view! { <NotFound /> }.into_any(),
    }
}
