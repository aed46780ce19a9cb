//! Who plays, and whether they allow it.

use domain::CharacterId;
use leptos::prelude::*;
use ui::{Chip, Icon};
use wire::accounts::Account;
use wire::characters::Characters;
use wire::likeness::MyLikeness;

use super::company::Company;
use super::players::Players;
use crate::fetched::Fetched;
use crate::routes::Route;

/// The cast: the creator's own understudy or one of their characters, with the state of its consent.
#[component]
pub fn Cast(
    /// The creator.
    me: Account,
    /// Their likeness.
    likeness: Fetched<MyLikeness>,
    /// Their characters.
    characters: Fetched<Characters>,
    /// The character that plays, or none for the likeness.
    character: RwSignal<Option<CharacterId>>,
    /// Who plays beside the creator.
    other: RwSignal<Option<String>>,
    /// The creator's voice for the character.
    my_voice: RwSignal<bool>,
) -> impl IntoView {
    let name = me.display_name.to_string();
    let handle = StoredValue::new(me.handle.to_string());
    let scanned = Signal::derive(move || likeness.get().is_some_and(|m| m.likeness.is_some_and(|l| !l.policy.paused)));
    let usable = move || {
        let all = characters.get().map(|all| all.characters).unwrap_or_default();
        all.into_iter().filter(|c| !c.policy.paused).collect::<Vec<_>>()
    };
    view! {
        <div class="cast" role="group" aria-label="Cast">
            <span class="field__label">"Cast"</span>
            {move || {
                let name = name.clone();
                match likeness.get().map(|mine| mine.likeness) {
                    None => view! { <span class="cast__chip"><Icon name="face" />{name}</span> }.into_any(),
                    Some(Some(l)) if l.policy.paused => {
                        view! {
                            <a class="cast__chip cast__chip--no" href=Route::Understudy.path()>
                                <Icon name="face" />
                                {name}
                                <span class="cast__state">"paused by you"</span>
                            </a>
                        }
                            .into_any()
                    }
                    Some(Some(_)) if !usable().is_empty() => {
                        view! {
                            <Chip on=Signal::derive(move || character.get().is_none()) icon="face" on_press=move |()| character.set(None)>
                                {name}
                            </Chip>
                        }
                            .into_any()
                    }
                    Some(Some(_)) => {
                        view! {
                            <a class="cast__chip" href=Route::Understudy.path()>
                                <Icon name="face" />
                                {name}
                                <span class="cast__state cast__state--yes"><Icon name="check" />"allowed: it is yours"</span>
                            </a>
                        }
                            .into_any()
                    }
                    Some(None) => {
                        view! {
                            <a class="cast__chip cast__chip--no" href=Route::Scan.path()>
                                <Icon name="face" />
                                "Make your understudy first"
                            </a>
                        }
                            .into_any()
                    }
                }
            }}
            {move || {
                usable()
                    .into_iter()
                    .map(|one| {
                        let (id, own) = (one.id.clone(), one.id);
                        view! {
                            <Chip
                                on=Signal::derive(move || character.get().as_ref() == Some(&id))
                                on_press=move |()| {
                                    character.set(Some(own.clone()));
                                    // Of two characters one is seen.
                                    other.update(|other| *other = other.take().filter(|other| !Players::is_address(other)));
                                }
                            >
                                {one.name.to_string()}
                            </Chip>
                        }
                    })
                    .collect_view()
            }}
            <Company me=handle.get_value() other=other character=character my_voice=my_voice scanned=scanned />
            <a class="cast__more" href=Route::Characters.path()>"Characters"</a>
        </div>
    }
}
