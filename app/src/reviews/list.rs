//! The operator's list of words that were held back.

use browser::picture::Address;
use domain::ReviewId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Empty, Look, TextField};
use wire::reviews::{AnswerReview, Review, Reviews};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::shell::Back;
use crate::takedowns::Operators;
use crate::time::relative;
use crate::trouble::{Trouble, why};

/// The page.
#[component]
pub fn WordsPage() -> impl IntoView {
    view! { <Operators view=|()| view! { <Words /> }.into_any() /> }
}

#[component]
fn Words() -> impl IntoView {
    let all: Fetched<Reviews> = Fetched::new(api::reviews);
    let show = move |found: Reviews| {
        if found.reviews.is_empty() {
            return view! {
                <Empty title="Nothing waits">
                    <p>"What a moderator holds back, and its author asks you about, stands here."</p>
                </Empty>
            }
            .into_any();
        }
        // One at a time is answered; the oldest is open at once.
        let open = RwSignal::new(found.reviews.first().map(|review| review.id.clone()));
        let lines = found.reviews.into_iter().map(|review| view! { <Line review=review open=open /> }).collect_view();
        view! { <ul class="held__list">{lines}</ul> }.into_any()
    };
    view! {
        <div class="page page--wide">
            <Back to=Route::Desk words="Desk" />
            <h1 class="page__title">"What was held back"</h1>
            <p class="fine">"Yes lets the same words or the same picture of the same member pass for 30 days. Owners in the cast decide about them all the same."</p>
            {all.show("Fetching words", show)}
        </div>
    }
}

#[component]
fn Line(review: Review, open: RwSignal<Option<ReviewId>>) -> impl IntoView {
    let shared = Shared::get();
    let (intents, busy) = ([Intent::new(), Intent::new()], RwSignal::new(false));
    let (done, trouble) = (RwSignal::new(None::<bool>), RwSignal::new(None::<Trouble>));
    let (reason, id) = (RwSignal::new(String::new()), StoredValue::new(review.id.clone()));
    let answer = Callback::new(move |allow: bool| {
        let reason = Some(reason.get_untracked()).filter(|reason| !reason.trim().is_empty());
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let body = AnswerReview { allow, reason };
            match api::answer_review(&id.get_value(), &body, intents[usize::from(allow)]).await {
                Ok(_) => {
                    shared.tell(if allow { "They may make it. They are told." } else { "You said no. They are told." });
                    done.try_set(Some(allow));
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    });
    let whose = match &review.person {
        Some(person) => {
            let href = Route::Profile(person.handle.clone()).path();
            view! { <a class="held__who" href=href>{format!("@{}", person.handle)}</a> }.into_any()
        }
        None => view! { <span class="held__who">"Somebody who has left"</span> }.into_any(),
    };
    let reasons = review.reasons.iter().map(|told| view! { <li>{why(told)}</li> }).collect_view();
    let asked = format!("asked {}", relative(review.asked_at, browser::clock::now_ms()));
    view! {
        <li class="held__line">
            <div class="row">{whose}<span class="fine">{asked}</span></div>
            {if review.still {
                view! { <Picture id=review.id.clone() /> }.into_any()
            } else {
                view! {
                    <blockquote class="desk__said">{review.script}</blockquote>
                    <p class="fine">{format!("Where: {}", review.prompt)}</p>
                }
                    .into_any()
            }}
            <ul class="held__reasons">{reasons}</ul>
            {review.note.map(|note| view! { <p>{format!("They write: {note}")}</p> })}
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            {move || match done.get() {
                Some(true) => view! { <p role="status">"You said yes."</p> }.into_any(),
                Some(false) => view! { <p role="status">"You said no."</p> }.into_any(),
                None if open.with(|open| id.with_value(|id| open.as_ref() != Some(id))) => {
                    view! { <Button on_press=move |_| open.set(Some(id.get_value()))>"Answer"</Button> }.into_any()
                }
                None => {
                    view! {
                        <TextField id="reason" label="Why" value=reason hint="They read it. It can be left empty." />
                        <div class="row">
                            <Button look=Look::Primary busy=busy on_press=move |_| answer.run(true)>"Let it pass"</Button>
                            <Button busy=busy on_press=move |_| answer.run(false)>"Say no"</Button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </li>
    }
}

/// The picture that a review is about, once somebody wants to see it.
#[component]
fn Picture(id: ReviewId) -> impl IntoView {
    let (seen, busy) = (RwSignal::new_local(None::<Address>), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let id = StoredValue::new(id);
    let look = Callback::new(move |_| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::review_still(&id.get_value()).await {
                Ok(jpeg) => drop(seen.try_set(Address::of_jpeg(&jpeg))),
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    });
    move || {
        if let Some(source) = seen.with(|seen| seen.as_ref().map(|address| address.as_str().to_owned())) {
            return view! { <img class="held__still" src=source alt="The picture that was held back" /> }.into_any();
        }
        view! {
            <p>"A picture for a generator. It may show what you do not want to see."</p>
            {trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <Button busy=busy on_press=look>"Show the picture"</Button>
        }
        .into_any()
    }
}
