//! What of the visitor's went to outside generators, and whether it was removed there.

use leptos::prelude::*;
use wire::outside::{SentUse, SentUses};

use crate::api;
use crate::fetched::Fetched;
use crate::paged::Older;
use crate::routes::Route;
use crate::time::relative;

/// The list; nothing while there is none.
#[component]
pub fn SentToGenerators() -> impl IntoView {
    Fetched::new(|| api::sent_uses(None)).show("Fetching what went out", |page: SentUses| {
        if page.sent.is_empty() {
            return ().into_any();
        }
        let older = Older::after(page.next, |cursor| async move {
            let page = api::sent_uses(Some(&cursor)).await?;
            Ok((page.sent, page.next))
        });
        let line = |sent: SentUse| view! { <Line sent=sent /> }.into_any();
        view! {
            <section class="block">
                <h2 class="section">"What went to outside generators"</h2>
                <p class="fine">
                    "Where your rules let a generator draw a clip, it is given one still and the speech. Both are removed there as soon as the film is here, and this is written down."
                </p>
                <ul>
                    {page.sent.into_iter().map(line).collect_view()}
                    {older.lines(line)}
                </ul>
                <div class="row">{older.button("Older ones")}<a class="button" href=Route::Rules.path()>"Change the rules"</a></div>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Line(sent: SentUse) -> impl IntoView {
    let now = browser::clock::now_ms();
    let what = match (&sent.character, sent.still) {
        (Some(name), _) => format!("A still of {name} and the speech"),
        (None, true) => "A still and the speech".to_owned(),
        (None, false) => "The speech for your avatar".to_owned(),
    };
    let to =
        if sent.provider_title.is_empty() { sent.title } else { format!("{}, by {}", sent.title, sent.provider_title) };
    let by = sent.by.map(|by| {
        let words = format!("@{}", by.handle);
        view! { ", for a clip of " <a href=Route::Profile(by.handle).path()>{words}</a> }
    });
    let fate = match sent.removed_at {
        Some(_) if !sent.fetched => format!("Offered {}. It fetched nothing of this.", relative(sent.sent_at, now)),
        None if !sent.fetched => format!("Offered {}. Nothing of it was fetched so far.", relative(sent.sent_at, now)),
        Some(at) => format!("Sent {}, removed there {}", relative(sent.sent_at, now), relative(at, now)),
        None => format!("Sent {}. Not removed there yet: it is tried until it is.", relative(sent.sent_at, now)),
    };
    view! {
        <li class="uses__line">
            <div class="uses__words">
                <p>
                    {what}" to "{to}{by}<br />
                    <span class="fine" title=browser::clock::written(sent.sent_at)>{fate}</span>
                </p>
            </div>
        </li>
    }
}
