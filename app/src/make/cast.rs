//! Who plays, and whether they allow it.

use leptos::prelude::*;
use ui::Icon;
use wire::accounts::Account;
use wire::likeness::MyLikeness;

use crate::fetched::Fetched;
use crate::routes::Route;

/// The cast: the creator's own understudy, with the state of its consent.
#[component]
pub fn Cast(
    /// The creator.
    me: Account,
    /// Their likeness.
    likeness: Fetched<MyLikeness>,
) -> impl IntoView {
    let name = me.display_name.to_string();
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
        </div>
    }
}
