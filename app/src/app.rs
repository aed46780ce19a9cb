//! The root: what all pages share, and which page is shown.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route as AnyRoute, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;
use ui::Waiting;
use wire::screens::Program;

use crate::context::Shared;
use crate::notices::{self, Hear};
use crate::place;
use crate::program::Pages;
use crate::routes::Route;
use crate::shell::Shell;

/// The app.
#[component]
pub fn App(
    /// Which part of it runs.
    program: Program,
    /// Draws that part.
    pages: Pages,
    /// Takes the notices that come live.
    hear: Hear,
) -> impl IntoView {
    // Links into another program are left to the browser, before the router takes them for its own.
    StoredValue::new_local(browser::listen::links(move |path| {
        let to = Route::parse(path);
        if to == Route::SignIn {
            place::leave();
        }
        to.program() != program
    }));
    let main = move || view! { <Main program=program pages=pages hear=hear /> };
    view! {
        <Router>
            <FlatRoutes fallback=main>
                <AnyRoute path=path!("/*any") view=main />
            </FlatRoutes>
        </Router>
    }
}

/// The shared state, the frame around the pages, and the page itself.
#[component]
fn Main(program: Program, pages: Pages, hear: Hear) -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::parse(&path.get()));
    let shared = Shared::provide(program, route);
    shared.session.refresh();
    notices::listen(shared, hear);
    Effect::new(move |before: Option<()>| {
        let route = route.get();
        browser::page::set_title(&route.title());
        browser::page::set_stage(route.on_stage());
        // Whoever uses a keyboard or a reader starts at the new page, not at the link that led to it.
        if before.is_some() {
            browser::page::focus("main");
        }
    });
    // Whoever is a member will go behind the stage: what that needs comes while nothing else does.
    let member = Memo::new(move |_| shared.session.account().is_some());
    Effect::new(move || {
        if program == Program::Watch && member.get() {
            browser::page::keep_ahead("/make");
        }
    });
    let page = move || {
        let route = route.get();
        let path = route.path();
        // A place of another program, reached without a link: the browser goes there.
        pages(route).unwrap_or_else(|| {
            browser::page::leave_for(&path);
            view! { <Waiting label="Going there" /> }.into_any()
        })
    };
    view! { <Shell>{page}</Shell> }
}
