//! What the creator of words that were held back reads, and can do.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, Notice, TextField, Tone};
use wire::reviews::{AskReview, ReviewState};
use wire::{Code, Problem};

use crate::api::{self, Intent};
use crate::fetched::TroubleView;
use crate::trouble::{Trouble, say, why};

/// Why these words are held back; and asking the operator about them.
#[component]
pub fn HeldBack(
    /// The refusal.
    problem: Problem,
    /// What was said.
    script: String,
    /// Where it was to play.
    prompt: String,
    /// They pass after all.
    #[prop(into)]
    on_pass: Callback<()>,
) -> impl IntoView {
    if problem.reasons.is_empty() {
        return view! { <TroubleView trouble=say(&problem) /> }.into_any();
    }
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    // It may stand far below what was pressed.
    Effect::new(|_| browser::page::focus("#held"));
    let (note, asking) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (asked, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let texts = StoredValue::new((script, prompt));
    let send = move |_| {
        let (script, prompt) = texts.get_value();
        let note = Some(note.get_untracked()).filter(|note| !note.trim().is_empty());
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::ask_review(&AskReview { script, prompt, note }, intent).await {
                Ok(review) if review.state == ReviewState::Allowed => drop(on_pass.try_run(())),
                Ok(_) => drop(asked.try_set(true)),
                Err(api::Error::Problem(problem)) if problem.code == Code::Conflict => drop(on_pass.try_run(())),
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    let lines = problem
        .reasons
        .iter()
        .map(|told| {
            let (words, advice) = (why(told), told.advice.clone());
            view! { <li class="verdict verdict--no"><Icon name="x" /><span>{words}" "<span class="verdict__why">{advice}</span></span></li> }
        })
        .collect_view();
    view! {
        <section class="held" id="held" tabindex="-1">
            <h2 class="held__title">{problem.title}</h2>
            <ul class="verdicts">{lines}</ul>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            {move || {
                if asked.get() {
                    return view! {
                        <Notice tone=Tone::Good title="The operator has been asked">
                            <p>"You hear from them in your notices. Your words stay here meanwhile."</p>
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
                            hint="They see your words, why they were held back, and this note. It costs nothing."
                        />
                        <Button busy=busy on_press=send>"Send"</Button>
                    }
                        .into_any();
                }
                view! { <Button on_press=move |_| asking.set(true)>"Ask the operator"</Button> }.into_any()
            }}
        </section>
    }
    .into_any()
}
