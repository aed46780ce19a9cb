//! Files that others saved, as whom they show sees them.

use leptos::prelude::*;
use wire::downloads::{Download, Downloads};

use crate::api;
use crate::fetched::Fetched;
use crate::paged::Older;
use crate::routes::Route;
use crate::time::{count, relative};

/// The list; nothing while there is none.
#[component]
pub fn SavedByOthers() -> impl IntoView {
    let first = Fetched::new(|| api::downloads(None));
    first.show("Fetching who saved files", |page: Downloads| {
        if page.downloads.is_empty() {
            return ().into_any();
        }
        let older = Older::after(page.next, |cursor| async move {
            let page = api::downloads(Some(&cursor)).await?;
            Ok((page.downloads, page.next))
        });
        let line = |saved: Download| view! { <Line saved=saved /> }.into_any();
        view! {
            <section class="block">
                <h2 class="section">"Files that others saved"</h2>
                <p class="fine">
                    "Who makes a clip with you, or plays in it with you, may save its file while your rules let them. A saved file cannot be called back, whatever becomes of the clip here."
                </p>
                <ul>
                    {page.downloads.into_iter().map(line).collect_view()}
                    {older.lines(line)}
                </ul>
                <div class="row">
                    {older.button("Older ones")}
                    <a class="button" href=Route::Rules.path()>"Change the rules"</a>
                </div>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Line(saved: Download) -> impl IntoView {
    let now = browser::clock::now_ms();
    let by = format!("@{}", saved.by.handle);
    let facts = format!(
        ", {}{}",
        if saved.times > 1 { format!("{}, last ", count(saved.times, "time", "times")) } else { String::new() },
        relative(saved.last_at, now)
    );
    let words = match (saved.script, saved.state.as_deref()) {
        (Some(script), Some("withdrawn")) => format!("{script} (taken back)").into_any(),
        (Some(script), _) => view! { <a href=Route::Clip(saved.clip).path()>{script}</a> }.into_any(),
        (None, _) => "A clip that is no longer here".into_any(),
    };
    view! {
        <li class="uses__line">
            <div class="uses__words">
                <p>
                    {words}<br />
                    <span class="fine" title=browser::clock::written(saved.last_at)>
                        "Saved by " <a href=Route::Profile(saved.by.handle).path()>{by}</a> {facts}
                    </span>
                </p>
                <details class="uses__sites">
                    <summary>"Tell a copy by its hash"</summary>
                    <p class="fine">"SHA-256 of the file: " <code class="uses__hash">{saved.sha256}</code></p>
                </details>
            </div>
        </li>
    }
}
