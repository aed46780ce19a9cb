//! Where a visitor was before signing in.

use crate::routes::Route;

/// The name under which the place goes from page to page.
const PLACE: &str = "place";

/// Keeps where we are, on the way to signing in.
pub fn leave() {
    let here = Route::parse(&browser::page::path());
    match here {
        Route::SignIn => {}
        // An invite is no place to come back to.
        Route::Join | Route::NotFound => browser::store::pass(PLACE, ""),
        _ => browser::store::pass(PLACE, &here.path()),
    }
}

/// Where to go after signing in: to the place that was left, else to the feed.
#[must_use]
pub fn back() -> Route {
    match browser::store::take(PLACE).map(|path| Route::parse(&path)) {
        None | Some(Route::NotFound) => Route::Feed,
        Some(route) => route,
    }
}
