//! Switches that make things stand still: one thing, or everything.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Switch;
use wire::consent::{EverythingPaused, MyPolicy};

use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::trouble::Trouble;

/// The switch of one thing.
#[component]
pub fn Pause(
    /// Whether it stands still.
    paused: bool,
    /// What it is about.
    whose: Whose,
    /// Takes the rules as they are then.
    #[prop(into)]
    on_done: Callback<MyPolicy>,
) -> impl IntoView {
    let (title, shown) = match whose {
        Whose::Likeness => ("Pause your understudy", "you"),
        Whose::Character(_) => ("Pause this character", "it"),
    };
    let whose = StoredValue::new(whose);
    let shared = Shared::get();
    let (intent, busy, on) = (Intent::new(), RwSignal::new(false), RwSignal::new(paused));
    let turn = move |pause: bool| {
        let about = whose.get_value();
        busy.set(true);
        spawn_local(async move {
            match api::pause(&about, pause, intent).await {
                Ok(now) => {
                    on.try_set(now.policy.paused);
                    shared.tell(if pause { "It is paused." } else { "It goes on, by your rules." });
                    on_done.try_run(now);
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    };
    let words = format!("Nobody can use it, and every clip that shows {shown} is hidden until you go on.");
    view! { <Switch title=title words=words on=on busy=busy on_turn=turn /> }
}

/// The switch for everything: the understudy and each character.
#[component]
pub fn PauseAll(
    /// It was turned.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let switch: Fetched<EverythingPaused> = Fetched::new(api::everything_paused);
    switch.show("Fetching whether you are paused", move |now| {
        view! { <All paused=now.paused on_done=on_done /> }.into_any()
    })
}

#[component]
fn All(paused: bool, on_done: Callback<()>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, on) = (Intent::new(), RwSignal::new(false), RwSignal::new(paused));
    let turn = move |pause: bool| {
        busy.set(true);
        spawn_local(async move {
            match api::pause_everything(pause, intent).await {
                Ok(now) => {
                    on.try_set(now.paused);
                    shared.tell(if pause { "Everything is paused." } else { "Everything goes on, by your rules." });
                    on_done.try_run(());
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    };
    let words = "Your understudy and all your characters: nobody can use them, and every clip that shows them is hidden. What you paused by itself stays paused when you go on.";
    view! { <Switch title="Pause everything" words=words on=on busy=busy on_turn=turn /> }
}
