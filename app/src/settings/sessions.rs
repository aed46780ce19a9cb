//! Signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::make::Draft;
use crate::routes::Route;
use crate::time::count;
use crate::trouble::Trouble;

/// Signs out, here or everywhere.
#[component]
pub fn Sessions(
    /// Recovery codes not used yet.
    codes_left: u32,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let sign_out = move |everywhere: bool| {
        busy.set(true);
        spawn_local(async move {
            match api::sign_out(everywhere, intent).await {
                Ok(()) => {
                    // The next to use this browser may be someone else.
                    Draft::forget();
                    crate::exports::forget();
                    shared.session.set(None);
                    shared.go(&Route::Feed);
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="block">
            <h2 class="section">"Sessions"</h2>
            <p>{format!("You sign in with your passkey. {} left.", count(codes_left, "recovery code is", "recovery codes are"))}</p>
            <div class="row">
                <Button busy=busy icon="log-out" on_press=move |_| sign_out(false)>"Sign out"</Button>
                <Button look=Look::Quiet busy=busy on_press=move |_| sign_out(true)>"Sign out everywhere"</Button>
            </div>
        </section>
    }
}
