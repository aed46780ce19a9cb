//! A clip's papers: who, from what, how, when. Beside the clip on a wide screen.

use leptos::prelude::*;
use wire::clips::Clip;

use super::actions::copy_link;
use super::remixes::Original;
use crate::context::Shared;
use crate::routes::Route;
use crate::time::{count, relative};
use ui::Button;

/// The papers of a clip.
#[component]
pub fn Papers(
    /// The clip.
    clip: Clip,
    /// Whether there are others, to go to by key.
    #[prop(optional)]
    moves: bool,
) -> impl IntoView {
    let shared = Shared::get();
    let at = clip.published_at.unwrap_or(clip.created_at);
    let when = relative(at, browser::clock::now_ms());
    let link = |p: &wire::accounts::Person| {
        let words = format!("{}, @{}", p.display_name, p.handle);
        view! { <a href=Route::Profile(p.handle.clone()).path()>{words}</a> }
    };
    // A character is seen alone; who stands beside it is heard.
    let (seen, heard) =
        clip.cast.split_at(if clip.character.is_some() { clip.cast.len().min(1) } else { clip.cast.len() });
    let cast: Vec<_> = seen.iter().map(link).collect();
    let voice: Vec<_> = heard.iter().map(link).collect();
    let played = clip
        .character
        .as_ref()
        .map_or_else(|| "Played by the understudy of".to_owned(), |name| format!("Played by {name}, a character of"));
    let length = format!("{:.1} s, {} × {}", f64::from(clip.duration_ms) / 1000.0, clip.width, clip.height);
    let (url, published) = (clip.share.clone(), clip.published_at.is_some());
    let report = format!("{}?clip={}", wire::paths::REPORT, clip.id);
    view! {
        <aside class="papers" aria-label="About this clip">
            <h2 class="papers__title">"About this clip"</h2>
            <dl class="papers__list">
                <dt>"Made by"</dt>
                <dd>
                    <a href=Route::Profile(clip.creator.handle.clone()).path()>{clip.creator.display_name.to_string()}</a>
                </dd>
                <dt>{played}</dt>
                <dd>{cast}</dd>
                {(!voice.is_empty()).then(|| view! { <dt>"In the voice of"</dt><dd>{voice}</dd> })}
                <dt>"Said"</dt>
                <dd>{clip.script}</dd>
                <dt>"Made from"</dt>
                <dd>{clip.prompt}</dd>
                <dt>"How"</dt>
                <dd>"Face, voice and scene were made by software on the device of its creator."</dd>
                {clip.remix_of.map(|of| view! { <dt>"Made out of"</dt><dd><Original of=of /></dd> })}
                {(clip.remixes > 0)
                    .then(|| {
                        let words = count(clip.remixes, "clip", "clips");
                        view! { <dt>"Remixed in"</dt><dd><a href=Route::Remixes(clip.id.clone()).path()>{words}</a></dd> }
                    })}
                {clip
                    .views
                    .filter(|_| published)
                    .map(|views| {
                        view! { <dt>"Viewed"</dt><dd class="number">{count(views, "time", "times")}</dd> }
                    })}
                <dt>"Length"</dt>
                <dd class="number">{length}</dd>
                <dt>{if clip.published_at.is_some() { "Published" } else { "Made" }}</dt>
                <dd title=browser::clock::written(at)>{when}</dd>
            </dl>
            <Button icon="link" on_press=move |_| copy_link(shared, url.clone())>"Copy link"</Button>
            <p><a class="papers__report" href=report rel="external">"Report this clip"</a></p>
            <p class="keys" aria-hidden="true">
                {moves.then(|| view! { <kbd>"J"</kbd>" "<kbd>"K"</kbd>" next, back · " })}
                <kbd>"M"</kbd>" sound · "<kbd>"L"</kbd>" like · "
                <kbd>"C"</kbd>" link · "<kbd>"F"</kbd>" full screen"
            </p>
        </aside>
    }
}
