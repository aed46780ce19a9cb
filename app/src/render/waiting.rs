//! Clips that were begun and not finished.

use leptos::prelude::*;
use ui::{Icon, Notice};

use crate::api;
use crate::fetched::Fetched;
use crate::routes::Route;

/// A line for each unfinished render, with the way to go on.
#[component]
pub fn Waiting() -> impl IntoView {
    let renders = Fetched::new(api::renders);
    move || {
        renders.get().filter(|r| !r.renders.is_empty()).map(|all| {
            view! {
                <Notice title="You began a clip that is not finished">
                    <ul class="unfinished">
                        {all
                            .renders
                            .into_iter()
                            .map(|r| {
                                view! {
                                    <li>
                                        <a href=Route::Render(r.id).path()>
                                            <span class="unfinished__script">{r.script}</span>
                                            <Icon name="arrow-right" />
                                        </a>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </Notice>
            }
        })
    }
}
