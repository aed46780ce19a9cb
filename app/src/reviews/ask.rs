//! Asking the operator about something that was held back.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Notice, TextField, Tone};
use wire::reviews::{Review, ReviewState};

use crate::api::{self, Answer};
use crate::fetched::TroubleView;
use crate::trouble::Trouble;

/// Sends the question with a note.
type Send = Rc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Answer<Review>>>>>;

/// A question that can be put to the operator.
#[derive(Clone)]
pub struct Question(Send);

impl Question {
    /// One that is sent so.
    pub fn new<F: Future<Output = Answer<Review>> + 'static>(send: impl Fn(String) -> F + 'static) -> Self {
        Self(Rc::new(move |note| Box::pin(send(note))))
    }
}

/// The button, then the note, then that it was asked.
#[component]
pub fn AskOperator(
    /// What is asked.
    question: Question,
    /// What the operator sees.
    hint: &'static str,
    /// What becomes of it meanwhile.
    meanwhile: &'static str,
    /// Whether it can be asked at all.
    #[prop(default = true)]
    open: bool,
    /// Tries again without asking, where that may help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// It passes after all.
    #[prop(into)]
    on_pass: Callback<()>,
) -> impl IntoView {
    let question = StoredValue::new_local(question);
    let (note, asking, busy) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let (asked, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let send = move |_| {
        let answer = question.with_value(|Question(send)| send(note.get_untracked()));
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match answer.await {
                Ok(review) if review.state == ReviewState::Allowed => {
                    on_pass.try_run(());
                }
                Ok(_) => drop(asked.try_set(true)),
                Err(api::Error::Problem(problem)) if problem.rule.as_deref() == Some("passes") => {
                    on_pass.try_run(());
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
        {move || {
            if asked.get() {
                return view! {
                    <Notice tone=Tone::Good title="The operator has been asked">
                        <p>{format!("You hear from them in your notices. {meanwhile}")}</p>
                    </Notice>
                }
                    .into_any();
            }
            if asking.get() {
                return view! {
                    <TextField id="held-note" label="A note to the operator" value=note hint=hint />
                    <Button busy=busy on_press=send>"Send"</Button>
                }
                    .into_any();
            }
            view! {
                <div class="row">
                    {retry.map(|retry| view! { <Button on_press=move |_| retry.run(())>"Try again"</Button> })}
                    {open.then(|| view! { <Button on_press=move |_| asking.set(true)>"Ask the operator"</Button> })}
                </div>
            }
                .into_any()
        }}
    }
}
