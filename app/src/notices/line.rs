//! One notice in the list.

use leptos::prelude::*;
use wire::notices::Notice;

use super::words::{LEFT, said};
use crate::routes::Route;
use crate::time::relative;

/// A sentence with the person, when it was, and a link to what it is about.
#[component]
pub(super) fn Line(
    /// What is told.
    notice: Notice,
    /// After a link of it was taken.
    #[prop(into)]
    on_follow: Callback<()>,
) -> impl IntoView {
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
