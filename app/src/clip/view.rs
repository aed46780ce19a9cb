//! One clip on the screen: picture, words, actions.

use leptos::prelude::*;
use wire::clips::Clip;

use super::actions::{Actions, ClipSignals};
use super::player::Player;
use super::player::Steering;
use super::remixes::Lineage;
use crate::routes::Route;

/// A clip. Far ones are only their still.
#[component]
pub fn ClipView(
    /// The clip.
    clip: Clip,
    /// Its likes.
    signals: ClipSignals,
    /// Whether it is the one on stage.
    #[prop(into)]
    active: Signal<bool>,
    /// Whether it is on stage or next, and so worth loading.
    #[prop(into)]
    near: Signal<bool>,
    /// How it is steered.
    steering: Steering,
    /// Whether its still may wait until it comes near.
    #[prop(optional)]
    lazy: bool,
) -> impl IntoView {
    let near = Memo::new(move |_| near.get());
    let over = steering.over;
    let (played, still) = (clip.clone(), clip.poster.clone());
    let name = clip.creator.display_name.to_string();
    let label = format!("Clip by {name}");
    let profile = Route::Profile(clip.creator.handle.clone()).path();
    // Who plays is worth a line when it is not just the creator.
    let others: Vec<_> = clip.people().into_iter().filter(|p| p.handle != clip.creator.handle).cloned().collect();
    let alone = others.is_empty() && clip.character.is_none();
    let with = clip.character.as_ref().map_or_else(|| "With ".to_owned(), |name| format!("With {name} "));
    let script = clip.script.clone();
    view! {
        <article class="clip" aria-label=label>
            <div class="clip__frame" class:clip__frame--over=move || over.get() node_ref=steering.frame>
                <Show when=move || !over.get()>
                    <img class="clip__still" loading=if lazy { "lazy" } else { "eager" } src=still.clone() alt="" />
                </Show>
                {move || {
                    near.get()
                        .then(|| {
                            view! {
                                <Player clip=played.clone() active=active steering=steering />
                            }
                        })
                }}
                <div class="clip__scrim" aria-hidden="true"></div>
                <div class="clip__words">
                    <p class="clip__who">
                        <a class="clip__name" href=profile>{name}</a>
                        <span class="label" title="Face, voice and scene were made by software">"Made with AI"</span>
                    </p>
                    <p class="clip__script">{move || (!over.get()).then(|| script.clone())}</p>
                    <Lineage clip=clip.clone() />
                    {(!alone)
                        .then(|| {
                            view! {
                                <p class="clip__cast">
                                    {with}
                                    {others
                                        .into_iter()
                                        .map(|p| {
                                            view! {
                                                <a href=Route::Profile(p.handle.clone()).path()>{format!("@{}", p.handle)}</a>
                                                " "
                                            }
                                        })
                                        .collect_view()}
                                </p>
                            }
                        })}
                </div>
                <Actions clip=clip signals=signals />
            </div>
        </article>
    }
}
