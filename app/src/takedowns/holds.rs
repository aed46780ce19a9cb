//! Clips of a case: copies that would go, and what is or was held.

use domain::takedown::{How, Standing};
use domain::{ClipId, TakedownId};
use leptos::prelude::*;
use ui::{Button, Look};
use wire::takedowns::{Copied, HeldClip, ShownClip, Takedown};

use super::decide::DecideClip;
use super::words;
use crate::fetched::Fetched;

/// A clip in a line: its still, which plays in a tab of its own, and who made it.
#[component]
fn Small(shown: Option<ShownClip>) -> impl IntoView {
    match shown {
        Some(clip) => {
            let label = format!("Play the clip by {} in a new tab", clip.creator.display_name);
            view! {
                <a class="desk__still" href=clip.media target="_blank" rel="external noopener" aria-label=label>
                    <img src=clip.poster alt="" loading="lazy" />
                </a>
                <span class="desk__who">
                    {format!("{}, @{}", clip.creator.display_name, clip.creator.handle)}
                </span>
            }
            .into_any()
        }
        None => {
            view! { <span class="desk__who">"A draft that nobody else sees, or a clip that is gone"</span> }.into_any()
        }
    }
}

/// Copies that a hold would take down as well. Near ones can be left up.
#[component]
pub fn Copies(
    /// Found now.
    copies: Vec<Copied>,
    /// Takes those that stay up.
    spare: RwSignal<Vec<ClipId>>,
) -> impl IntoView {
    view! {
        <section class="block">
            <h2 class="section">"Copies"</h2>
            <p class="fine">
                "What is ticked goes with the clip. Look at those that are only nearly the same, and untick what is no copy."
            </p>
            <ul class="list">
                {copies
                    .into_iter()
                    .map(|copy| {
                        let near = copy.shown.clone().filter(|_| copy.how.can_be_spared());
                        view! {
                            <li class="list__line desk__clip">
                                <Small shown=copy.shown />
                                <span class="list__aside">{words::how(copy.how)}</span>
                                {near.map(|clip| view! { <Goes clip=clip spare=spare /> })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Whether a near copy goes with the clip.
#[component]
fn Goes(clip: ShownClip, spare: RwSignal<Vec<ClipId>>) -> impl IntoView {
    let label = format!("Take down the clip by {}, too", clip.creator.display_name);
    let id = StoredValue::new(clip.id);
    let goes = move || id.with_value(|id| spare.with(|spare| !spare.contains(id)));
    let choose = move |goes: bool| {
        let id = id.get_value();
        spare.update(|spare| {
            spare.retain(|other| *other != id);
            if !goes {
                spare.push(id);
            }
        });
    };
    view! {
        <label class="checkbox__row desk__goes">
            <input
                type="checkbox"
                aria-label=label
                prop:checked=goes
                on:change:target=move |event| choose(event.target().checked())
            />
            <span>{move || if goes() { "Goes too" } else { "Stays up" }}</span>
        </label>
    }
}

/// What is or was held.
#[component]
pub fn Holds(id: TakedownId, holds: Vec<HeldClip>, all: Fetched<Takedown>) -> impl IntoView {
    // One at a time is decided. An appeal that waits is open at once.
    let first = holds.iter().find(|hold| hold.standing == Standing::Appealed).map(|hold| hold.clip.clone());
    let chosen = RwSignal::new(first);
    view! {
        <section class="block">
            <h2 class="section">"Taken down"</h2>
            <ul class="list">
                {holds
                    .into_iter()
                    .map(|hold| view! { <Held id=id.clone() hold=hold chosen=chosen all=all /> })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Held(id: TakedownId, hold: HeldClip, chosen: RwSignal<Option<ClipId>>, all: Fetched<Takedown>) -> impl IntoView {
    let down = hold.standing.is_down();
    let (appealed, reported) = (hold.standing == Standing::Appealed, matches!(hold.how, How::Reported | How::Checked));
    let clip = StoredValue::new(hold.clip.clone());
    let is_chosen =
        Memo::new(move |_| down && chosen.with(|chosen| clip.with_value(|clip| chosen.as_ref() == Some(clip))));
    view! {
        <li class="desk__held">
            <div class="list__line desk__clip">
                <Small shown=hold.shown />
                <span class="list__aside">{words::how(hold.how)}</span>
                <span class:desk__clock--late=appealed>{words::standing(hold.standing)}</span>
                <Show when=move || down && !is_chosen.get()>
                    <Button look=Look::Quiet on_press=move |_| chosen.set(Some(clip.get_value()))>"Decide"</Button>
                </Show>
            </div>
            {hold.appeal.map(|words| view! { <blockquote class="desk__said">{words}</blockquote> })}
            {move || {
                is_chosen
                    .get()
                    .then(|| {
                        view! {
                            <DecideClip
                                id=id.clone()
                                clip=clip.get_value()
                                appealed=appealed
                                reported=reported
                                all=all
                            />
                        }
                    })
            }}
        </li>
    }
}
