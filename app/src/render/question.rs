//! Where a generator failed and another would cost more: whether that one may go on.

use domain::RenderId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::gateway::{AnswerNext, Next};
use wire::renders::Render;

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::make::price;
use crate::routes::Route;
use crate::trouble::Trouble;

/// The question, with both prices.
#[component]
pub fn Question(
    /// The render that failed.
    id: RenderId,
    /// What may go on.
    next: Next,
    /// What the one that failed would have cost, in millionths of a US dollar.
    before: u64,
    /// As it stands.
    all: Fetched<Render>,
) -> impl IntoView {
    let shared = Shared::get();
    let (yes, no) = (Intent::new(), Intent::new());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let (id, more) = (StoredValue::new(id), next.price_micro_usd);
    let answer = move |accept: bool| {
        if busy.get_untracked() {
            return;
        }
        let (id, intent) = (id.get_value(), if accept { yes } else { no });
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::answer_next(&id, &AnswerNext { accept, price_micro_usd: more }, intent).await {
                Ok(render) if accept => shared.replace(&Route::Render(render.id)),
                Ok(render) => all.set(render),
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    let until = next.until.map(browser::clock::written);
    let again = move |()| all.reload();
    view! {
        <div class="job__question" role="group" aria-labelledby="question">
            <h2 class="section" id="question">{format!("Go on with {}, by {}?", next.title, next.provider_title)}</h2>
            <dl class="job__prices">
                <div>
                    <dt>"It costs"</dt>
                    <dd class="number">{price(more)}</dd>
                </div>
                <div>
                    <dt>"Instead of"</dt>
                    <dd class="number">{price(before)}</dd>
                </div>
            </dl>
            <div class="row">
                <Button look=Look::Primary busy=busy on_press=move |_| answer(true)>{format!("Yes, for {}", price(more))}</Button>
                <Button look=Look::Quiet busy=busy on_press=move |_| answer(false)>"No"</Button>
            </div>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t retry=again /> })}
            <p class="fine">{until.map(|until| format!("You can leave and answer later. Without an answer until {until} it is a no."))}</p>
        </div>
    }
}
