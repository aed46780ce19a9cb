//! The visitor's characters.

use leptos::prelude::*;
use ui::Empty;
use wire::accounts::Account;
use wire::characters::Characters;

use super::card::Card;
use crate::api;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::rules::PauseAll;
use crate::shell::Members;

/// The page.
#[component]
pub fn CharactersPage() -> impl IntoView {
    view! { <Members what="see your characters" view=|_: Account| view! { <Mine /> }.into_any() /> }
}

#[component]
fn Mine() -> impl IntoView {
    let all: Fetched<Characters> = Fetched::new(api::characters);
    let show = move |mine: Characters| {
        if mine.characters.is_empty() {
            return view! { <NoneYet /> }.into_any();
        }
        let (turn, renaming) = (RwSignal::new(0), RwSignal::new(None));
        let count = mine.characters.len();
        let full = u32::try_from(count).is_ok_and(|count| count >= mine.limit);
        let cards = mine.characters.into_iter().enumerate();
        view! {
            <h1 class="page__title">"Your characters"</h1>
            <div class="row">
                {if full {
                    view! { <p class="fine">{format!("You have {count}, as many as fit. Delete one to make another.")}</p> }.into_any()
                } else {
                    view! { <a class="button button--primary" href=Route::NewCharacter.path()>"New character"</a> }.into_any()
                }}
                <a class="button" href=Route::Make.path()>"New clip"</a>
            </div>
            <ul class="characters">
                {cards.map(|(index, character)| view! { <Card character=character index=index turn=turn renaming=renaming all=all /> }).collect_view()}
            </ul>
            <PauseAll on_done=move |()| all.reload() />
        }
        .into_any()
    };
    view! { <div class="page page--wide">{all.show("Fetching your characters", show)}</div> }
}

/// Before the first one.
#[component]
fn NoneYet() -> impl IntoView {
    view! {
        <Empty title="Let something else do the talking">
            <p>"Make a character of a pet, a toy or a drawing: one picture, a frame around it, and a mouth."</p>
            <div class="row row--middle">
                <a class="button button--primary" href=Route::NewCharacter.path()>"Make a character"</a>
            </div>
        </Empty>
    }
}
