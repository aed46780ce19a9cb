//! What of each of the cast is wanted: face and voice, or less.

use leptos::prelude::*;
use ui::Checkbox;

use super::players::Players;

/// The boxes for whoever is in the cast. What is not ticked is wanted whole.
#[component]
pub fn WantedParts(
    /// Who plays.
    #[prop(into)]
    players: Signal<Players>,
    /// Whether the creator has an understudy.
    #[prop(into)]
    scanned: Signal<bool>,
    /// The creator's face alone.
    my_face_only: RwSignal<bool>,
    /// The face alone of who is added.
    their_face_only: RwSignal<bool>,
    /// The creator's voice for the character.
    my_voice: RwSignal<bool>,
    /// The voice of its owner for a character of somebody's.
    their_voice: RwSignal<bool>,
    /// Without the creator.
    without_me: RwSignal<bool>,
) -> impl IntoView {
    let other = move || players.get().other.filter(|other| !Players::is_address(other));
    let seen = move || players.with(Players::character_is_seen);
    let beside = move || other().filter(|_| !seen());
    let me_seen = move || !seen() && scanned.get() && players.with(Players::needs_me);
    let owner = move || {
        let players = players.get();
        players.other.as_deref().and_then(Players::owner).filter(|owner| *owner != players.me)
    };
    // One voice at a time.
    Effect::new(move || {
        if my_voice.get() {
            their_voice.set(false);
        }
    });
    Effect::new(move || {
        if their_voice.get() {
            my_voice.set(false);
        }
    });
    view! {
        {move || {
            beside()
                .filter(|_| scanned.get())
                .map(|_| view! { <Checkbox checked=without_me>"Without me: they play alone."</Checkbox> })
        }}
        <Show when=me_seen>
            <Checkbox checked=my_face_only>"Only my face: the studio speaks for me."</Checkbox>
        </Show>
        {move || {
            beside()
                .map(|handle| {
                    view! { <Checkbox checked=their_face_only>{format!("Only the face of @{handle}: the studio speaks for them.")}</Checkbox> }
                })
        }}
        {move || {
            other()
                .filter(|_| seen())
                .map(|handle| view! { <p class="fine">{format!("Your character says it in the voice of @{handle}. Nobody sees them.")}</p> })
        }}
        <Show when=move || seen() && scanned.get() && other().is_none()>
            <Checkbox checked=my_voice>"In my voice. Nobody sees me."</Checkbox>
        </Show>
        {move || {
            owner()
                .map(|owner| view! { <Checkbox checked=their_voice>{format!("In the voice of @{owner}, whose it is. Nobody sees them.")}</Checkbox> })
        }}
    }
}
