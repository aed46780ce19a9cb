//! What a character may be used for, and where it plays.

use domain::CharacterId;
use leptos::prelude::*;
use ui::Button;
use wire::accounts::Account;
use wire::characters::{Character, Characters};

use crate::api::{self, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::rules::Rules;
use crate::shell::{Back, Members, NotFound};
use crate::uses::Uses;

/// The page of its rules.
#[component]
pub fn CharacterRulesPage(
    /// Which character.
    id: CharacterId,
) -> impl IntoView {
    let page = move |me: Account| {
        let show = move |me: &Account, character: Character| {
            let (id, title) = (character.id.clone(), format!("Rules of {}", character.name));
            let address = format!("@{}/{}", me.handle, character.address);
            view! {
                <h1 class="page__title">{title}</h1>
                <Address address=address />
                <div class="row">
                    <a class="button" href=Route::CharacterUses(id.clone()).path()>"Where it plays"</a>
                    <a class="button" href=Route::Requests.path()>"Requests"</a>
                </div>
                <Rules whose=Whose::Character(id) />
            }
            .into_any()
        };
        view! { <One id=id.clone() me=me show=show /> }.into_any()
    };
    view! { <Members what="see the rules of a character" view=page /> }
}

/// The page of its uses.
#[component]
pub fn CharacterUsesPage(
    /// Which character.
    id: CharacterId,
) -> impl IntoView {
    let page = move |me: Account| {
        let show = |me: &Account, character: Character| {
            view! {
                <h1 class="page__title">{format!("Where {} plays", character.name)}</h1>
                <div class="row"><a class="button" href=Route::CharacterRules(character.id.clone()).path()>"Its rules"</a></div>
                <Uses me=me.handle.to_string() whose=Whose::Character(character.id) />
            }
            .into_any()
        };
        view! { <One id=id.clone() me=me show=show /> }.into_any()
    };
    view! { <Members what="see where a character plays" view=page /> }
}

/// A page about one character of the visitor's.
#[component]
fn One(
    id: CharacterId,
    me: Account,
    show: impl Fn(&Account, Character) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let all: Fetched<Characters> = Fetched::new(api::characters);
    let found = move |mine: Characters| match mine.characters.into_iter().find(|one| one.id == id) {
        Some(character) => show(&me, character),
        None => view! { <NotFound /> }.into_any(),
    };
    view! {
        <div class="page">
            <Back to=Route::Characters words="Characters" />
            {all.show("Fetching your characters", found)}
        </div>
    }
}

/// How others cast it.
#[component]
fn Address(address: String) -> impl IntoView {
    let shared = Shared::get();
    let words = format!("Others cast it as {address}, if its rules let them.");
    let copy = move |_| {
        let address = address.clone();
        leptos::task::spawn_local(async move {
            let copied = browser::share::copy(&address).await;
            shared.tell(if copied { "Copied." } else { "It could not be copied here." });
        });
    };
    view! {
        <p>{words}</p>
        <div class="row"><Button icon="link" on_press=copy>"Copy its address"</Button></div>
    }
}
