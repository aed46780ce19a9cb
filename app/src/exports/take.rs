//! The way out with everything: what the export holds, and its download.

use leptos::prelude::*;
use wire::exports::ExportContents;
use wire::paths::EXPORT;

use super::size;
use crate::api;
use crate::fetched::Fetched;
use crate::time::count;

/// What is in the export, and the links that download it. The browser writes it to the disk as it comes.
#[component]
pub fn TakeAll() -> impl IntoView {
    let contents: Fetched<ExportContents> = Fetched::new(api::export_contents);
    view! {
        <section class="block" id="export">
            <h2 class="section">"Take everything with you"</h2>
            <p>"One ZIP with all that is yours, and a page inside to look at it. Nothing is deleted here."</p>
            {contents.show("Counting what is yours", |all| view! { <Holds all=all /> }.into_any())}
        </section>
    }
}

#[component]
fn Holds(all: ExportContents) -> impl IntoView {
    let bytes = all.clip_bytes + u64::from(all.pack_bytes.unwrap_or(0));
    let lines = [
        all.pack_bytes.map(|bytes| format!("Your understudy ({}) and its rules", size(u64::from(bytes)))),
        (all.clips > 0).then(|| format!("{} ({})", count(all.clips, "clip", "clips"), size(all.clip_bytes))),
        (all.characters > 0).then(|| count(all.characters, "character", "characters")),
        (all.uses > 0).then(|| format!("The ledger: {}", count(all.uses, "use of you", "uses of you"))),
        (all.appearances > 0)
            .then(|| format!("A list of {} by others that show you", count(all.appearances, "clip", "clips"))),
        (all.requests > 0).then(|| count(all.requests, "request", "requests")),
        (all.likes > 0).then(|| count(all.likes, "like", "likes")),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    let has_pack = all.pack_bytes.is_some();
    view! {
        <ul class="holds">
            <li>"Your account: handle and name"</li>
            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
        {has_pack
            .then(|| view! { <p class="fine">"The pack in it is open: whoever has the file can play you. Keep it safe."</p> })}
        <div class="row">
            {(1..=all.parts)
                .map(|part| {
                    let (address, words) = match all.parts {
                        1 => (EXPORT.to_owned(), format!("Download it, about {}", size(bytes.max(1000)))),
                        parts => (format!("{EXPORT}?part={part}"), format!("Download file {part} of {parts}")),
                    };
                    view! { <a class="button" href=address download="" rel="external">{words}</a> }
                })
                .collect_view()}
        </div>
    }
}
