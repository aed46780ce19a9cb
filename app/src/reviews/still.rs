//! A picture for a generator that was held back: why, the picture itself, and asking the operator about it.

use std::sync::Arc;

use browser::picture::Address;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Notice, TextField, Tone};
use wire::Problem;
use wire::reviews::ReviewState;

use crate::api;
use crate::fetched::TroubleView;
use crate::trouble::{Trouble, say};

/// A picture, and why it went nowhere.
#[derive(Debug, Clone)]
pub struct Held {
    /// The refusal.
    pub problem: Problem,
    /// The picture: JPEG.
    pub jpeg: Arc<Vec<u8>>,
}

/// The picture with the reason, and the ways on.
#[component]
pub fn HeldStill(
    /// What was held back.
    held: Held,
    /// Sends it again: a moderator may have come back, or the operator let it pass.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    // What was asked about, or refused by the operator, is not asked about again.
    let open = !matches!(held.problem.rule.as_deref(), Some("waits" | "operator"));
    let trouble = say(&held.problem);
    let address = StoredValue::new_local(Address::of_jpeg(&held.jpeg));
    let source = address.with_value(|address| address.as_ref().map(|address| address.as_str().to_owned()));
    let jpeg = StoredValue::new(held.jpeg);
    let (note, asking, busy) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let (asked, failed) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let send = move |_| {
        let (jpeg, note) = (jpeg.get_value(), note.get_untracked());
        // However often it is asked about a picture, the first time stays: the key need not be kept.
        let key = browser::crypto::random_key();
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match api::ask_still_review(&jpeg, &note, &key).await {
                Ok(review) if review.state == ReviewState::Allowed => {
                    retry.try_run(());
                }
                Ok(_) => drop(asked.try_set(true)),
                Err(api::Error::Problem(problem)) if problem.rule.as_deref() == Some("passes") => {
                    retry.try_run(());
                }
                Err(error) => drop(failed.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="held" id="held" tabindex="-1">
            <h2 class="held__title">{trouble.title}</h2>
            <p role="alert">{trouble.detail}</p>
            {source.map(|source| view! { <img class="held__still" src=source alt="The picture that was held back" /> })}
            {move || failed.get().map(|t| view! { <TroubleView trouble=t /> })}
            {move || {
                if asked.get() {
                    return view! {
                        <Notice tone=Tone::Good title="The operator has been asked">
                            <p>"You hear from them in your notices. The clip waits meanwhile."</p>
                        </Notice>
                    }
                        .into_any();
                }
                if asking.get() {
                    return view! {
                        <TextField
                            id="held-note"
                            label="A note to the operator"
                            value=note
                            hint="They see this picture and this note; it is kept sealed until they answer. It costs nothing."
                        />
                        <Button busy=busy on_press=send>"Send"</Button>
                    }
                        .into_any();
                }
                view! {
                    <div class="row">
                        <Button on_press=move |_| retry.run(())>"Try again"</Button>
                        {open.then(|| view! { <Button on_press=move |_| asking.set(true)>"Ask the operator"</Button> })}
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
}
