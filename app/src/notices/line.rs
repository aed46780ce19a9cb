//! One notice in the list.

use leptos::prelude::*;
use wire::notices::Notice;

use super::words::{LEFT, said};
use crate::api;
use crate::routes::Route;
use crate::time::relative;

/// A sentence with the person, when it was, and a link to what it is about.
#[component]
pub(super) fn Line(
    /// What is told.
    notice: Notice,
) -> impl IntoView {
    // Whoever goes to see what it is about has read it, and what came before.
    let unread = (!notice.read).then(|| notice.id.clone());
    let on_follow = move |_| {
        if let Some(id) = unread.clone() {
            api::read_notices_leaving(id);
        }
    };
    let on_follow = Callback::new(on_follow);
    let said = said(&notice.what);
    let person = notice.what.person().map(|person| match person {
        Some(person) => {
            let (href, name) = (Route::Profile(person.handle.clone()).path(), person.display_name.to_string());
            view! { <a class="told__person" href=href on:click=move |_| on_follow.run(())>{name}</a> " " }.into_any()
        }
        None => view! { <span>{LEFT} " "</span> }.into_any(),
    });
    let when = relative(notice.at, browser::clock::now_ms());
    view! {
        <li class="told" class:told--new=!notice.read>
            <p class="told__words">
                {(!notice.read).then(|| view! { <span class="hidden">"New: "</span> })}
                {person}
                {said.text}
            </p>
            <div class="told__below">
                <span title=browser::clock::written(notice.at)>{when}</span>
                {said
                    .to
                    .map(|(to, words)| {
                        view! { <a class="told__link" href=to.path() on:click=move |_| on_follow.run(())>{words}</a> }
                    })}
            </div>
        </li>
    }
}
