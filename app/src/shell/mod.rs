//! The frame around every page: bar or rail, messages, and what stands in for a page.

mod members;
mod nav;
mod not_found;

pub use members::Members;
pub use nav::Back;
pub use not_found::NotFound;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use ui::{Icon, ToastView};

use crate::context::Shared;
use nav::Nav;

/// The frame. On the stage it is dark whatever the visitor's scheme.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let shared = Shared::get();
    let on_stage = move || shared.route.get().on_stage();
    let is_task = move || shared.route.get().is_task();
    // By hand: the router would take the fragment for a place, and the secret of an invite out of the address.
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        browser::page::focus("main");
    };
    let offline = move || {
        if on_stage() { "You are offline." } else { "You are offline. What you type is kept on this device." }
    };
    view! {
        <div class="shell" class:shell--stage=on_stage class:shell--task=is_task>
            <a class="skip" href="#main" on:click=skip>"Skip to the page"</a>
            <Nav />
            <main class="shell__main" id="main" tabindex="-1">
                <Show when=move || !shared.online.get()>
                    <p class="offline" role="status">
                        <Icon name="cloud-off" />
                        {offline}
                    </p>
                </Show>
                {children()}
            </main>
            <ToastView toast=shared.toast() />
        </div>
    }
}
