//! What the creator of words that were held back reads, and can do.

use leptos::prelude::*;
use ui::Icon;
use wire::Problem;
use wire::reviews::AskReview;

use super::ask::{AskOperator, Question};
use crate::api::{self, Intent};
use crate::fetched::TroubleView;
use crate::trouble::{say, why};

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
    let intent = Intent::new();
    // It may stand far below what was pressed.
    Effect::new(|_| browser::page::focus("#held"));
    let question = Question::new(move |note: String| {
        let note = Some(note).filter(|note| !note.trim().is_empty());
        let asked = AskReview { script: script.clone(), prompt: prompt.clone(), note };
        async move { api::ask_review(&asked, intent).await }
    });
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
            <AskOperator
                question=question
                hint="They see your words, why they were held back, and this note. It costs nothing."
                meanwhile="Your words stay here meanwhile."
                on_pass=on_pass
            />
        </section>
    }
    .into_any()
}
