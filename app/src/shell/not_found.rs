//! A place that is not there.

use leptos::prelude::*;
use ui::Empty;

use crate::routes::Route;

/// Says so, with a way out.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="page page--middle">
            <Empty title="Nothing is here">
                <p>"The link may be cut short, or what it showed was taken down by someone who is in it."</p>
                <div class="row row--middle">
                    <a class="button button--primary" href=Route::Feed.path()>"To the feed"</a>
                </div>
            </Empty>
        </div>
    }
}
