//! The bell: a way to the notices, with how many are not read.

use leptos::prelude::*;
use ui::Icon;

use crate::context::Shared;
use crate::routes::Route;

/// A link of the bar or rail, for members.
#[component]
pub fn Bell() -> impl IntoView {
    let shared = Shared::get();
    let member = Memo::new(move |_| shared.session.account().is_some());
    let unread = shared.notices.unread;
    // Beyond two digits nobody counts.
    let shown = move || match unread.get() {
        0 => String::new(),
        n @ 1..=99 => n.to_string(),
        _ => "99+".to_owned(),
    };
    let label = move || match unread.get() {
        0 => "Notices".to_owned(),
        n => format!("Notices, {n} new"),
    };
    let here = move || (shared.route.get() == Route::Notices).then_some("page");
    view! {
        <Show when=move || member.get()>
            <a class="nav__link" href=Route::Notices.path() aria-label=label aria-current=here>
                <span class="nav__bell">
                    <Icon name="bell" />
                    <span class="nav__count">{shown}</span>
                </span>
                <span class="nav__words">"Notices"</span>
            </a>
        </Show>
    }
}
