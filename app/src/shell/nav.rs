//! The way around: a bar at the bottom on a phone, a rail at the left on a wide screen.

use leptos::prelude::*;
use ui::Icon;

use crate::context::Shared;
use crate::routes::Route;
use crate::session::Who;

/// The bar or rail.
#[component]
pub fn Nav() -> impl IntoView {
    let shared = Shared::get();
    // A changed count is no reason to draw the last link anew.
    let last = Memo::new(move |_| match shared.session.who() {
        Who::Member(account) => (Route::Profile(account.handle), "clapper", "You"),
        Who::Unreachable => (Route::Settings, "settings", "Settings"),
        Who::Unknown | Who::Visitor => (Route::SignIn, "key", "Sign in"),
    });
    let visitor = Signal::derive(move || shared.session.account().is_none());
    view! {
        <nav class="nav" aria-label="Main">
            <a class="nav__mark" href=Route::Feed.path() aria-label="Understudy, to the feed">
                <Mark />
            </a>
            <NavLink route=Route::Feed icon="play" words="Watch" />
            <NavLink route=Route::Make icon="plus" words="Make" />
            <NavLink route=Route::Understudy icon="face" words="Understudy" />
            <NavLink route=Route::Notices icon="bell" words="Notices" count=shared.notices.unread hidden=visitor />
            {move || {
                let (route, icon, words) = last.get();
                view! { <NavLink route=route icon=icon words=words /> }
            }}
        </nav>
    }
}

#[component]
fn NavLink(
    route: Route,
    icon: &'static str,
    words: &'static str,
    /// How much is new there.
    #[prop(into, optional)]
    count: Signal<u32>,
    /// Whether it is left out.
    #[prop(into, optional)]
    hidden: Signal<bool>,
) -> impl IntoView {
    let shared = Shared::get();
    let href = route.path();
    let lit = icon == "plus";
    let here = move || (shared.route.get() == route).then_some("page");
    // Beyond two digits nobody counts.
    let shown = move || match count.get() {
        0 => None,
        n @ 1..=99 => Some(n.to_string()),
        _ => Some("99+".to_owned()),
    };
    let label = move || Some(count.get()).filter(|n| *n > 0).map(|n| format!("{words}, {n} new"));
    view! {
        <a
            class="nav__link"
            class:nav__link--lit=lit
            href=href
            aria-current=here
            aria-label=label
            data-count=shown
            hidden=move || hidden.get()
        >
            <Icon name=icon />
            <span class="nav__words">{words}</span>
        </a>
    }
}

/// The mark: a cone of light and the spot where it falls.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" attr:focusable="false">
            <path class="mark__beam" d="M10 3h5l13 22a12 3.6 0 0 1-22 0z"></path>
            <ellipse class="mark__spot" cx="17" cy="25.5" rx="11" ry="3.6"></ellipse>
        </svg>
    }
}

/// A link back, at the top of a task or a page below another.
#[component]
pub fn Back(
    /// Where to.
    to: Route,
    /// What is there, in words.
    words: &'static str,
) -> impl IntoView {
    view! {
        <a class="back" href=to.path()>
            <Icon name="arrow-left" />
            <span>{words}</span>
        </a>
    }
}
