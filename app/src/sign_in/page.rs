//! The page on which members sign in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};

use super::ceremony::use_passkey;
use super::recovery::Recovery;
use crate::api::Intent;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::place;
use crate::routes::Route;
use crate::shell::Back;
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let shared = Shared::get();
    let (begin, finish) = (Intent::new(), Intent::new());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let recover = RwSignal::new(false);
    let sign_in = move |_| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match use_passkey(begin, finish).await {
                Ok(session) => {
                    shared.session.set(session.account);
                    shared.clips.forget_all();
                    shared.replace(&place::back());
                }
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="page page--narrow">
            <Back to=Route::Feed words="Feed" />
            <h1 class="page__title page__title--big">"Sign in"</h1>
            <p>"Your device shows your passkey and asks for your finger, face or screen lock."</p>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Button look=Look::Primary icon="key" busy=busy on_press=sign_in>"Sign in with a passkey"</Button>
            <Show when=move || !recover.get()>
                <Button look=Look::Quiet on_press=move |_| recover.set(true)>"Use a recovery code"</Button>
            </Show>
            <Show when=move || recover.get()>
                <Recovery />
            </Show>
            <p class="fine">"No account yet? A member can give you an invite link. It opens the place where you choose a name."</p>
        </div>
    }
}
