//! What was taken down says so, and why.

use domain::ClipId;
use leptos::prelude::*;
use wire::takedowns::HoldNotice;

use crate::routes::Route;

/// The bar below a clip that is held.
#[component]
pub fn HeldBar(
    /// Why.
    hold: HoldNotice,
    /// Which clip.
    id: ClipId,
) -> impl IntoView {
    view! {
        <section class="draft" aria-label="Taken down">
            <p class="draft__words">{format!("Taken down: {}. Nobody else sees it.", hold.ground.rule())}</p>
            <div class="draft__actions">
                <a class="button" href=Route::Appeal(id).path()>"Why, and what you can do"</a>
            </div>
        </section>
    }
}
