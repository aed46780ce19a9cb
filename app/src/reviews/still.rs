//! A picture for a generator that was held back: why, the picture itself, and asking the operator about it.

use std::sync::Arc;

use browser::picture::Address;
use leptos::prelude::*;
use wire::Problem;

use super::ask::{AskOperator, Question};
use crate::api;
use crate::trouble::say;

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
    let jpeg = held.jpeg;
    // However often it is asked about a picture, the first time stays: the key need not be kept.
    let question = Question::new(move |note: String| {
        let jpeg = jpeg.clone();
        async move { api::ask_still_review(&jpeg, &note, &browser::crypto::random_key()).await }
    });
    view! {
        <section class="held" id="held" tabindex="-1">
            <h2 class="held__title">{trouble.title}</h2>
            <p role="alert">{trouble.detail}</p>
            {source.map(|source| view! { <img class="held__still" src=source alt="The picture that was held back" /> })}
            <AskOperator
                question=question
                hint="They see this picture and this note; it is kept sealed until they answer. It costs nothing."
                meanwhile="The clip waits meanwhile."
                open=open
                retry=retry
                on_pass=retry
            />
        </section>
    }
}
