//! Places to choose instead of naming one. Each is a prompt that the studio knows how to set.

use leptos::prelude::*;
use ui::Chip;

/// Words of a chip, and the prompt that it writes.
const SCENES: [(&str, &str); 11] = [
    ("Stage", "On a theatre stage with a red curtain, in a spotlight"),
    ("Beach", "On a beach at sunset"),
    ("City night", "In a city street at night, neon lights"),
    ("Space", "In space, stars and a planet behind me"),
    ("Forest", "In a forest with shafts of light"),
    ("Library", "In an old library with a warm lamp"),
    ("Podcast", "In a podcast recording studio"),
    ("Mountains", "In the mountains, snowy peaks in clear weather"),
    ("Backdrop", "In front of a plain blue backdrop"),
    ("Disco", "In a disco with a mirror ball"),
    ("Underwater", "Underwater, near a coral reef"),
];

/// The row of places.
#[component]
pub fn Scenes(
    /// What the chips write into.
    prompt: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label="Places">
            {SCENES
                .into_iter()
                .map(|(words, text)| {
                    view! {
                        <Chip on=Signal::derive(move || prompt.get() == text) on_press=move |()| prompt.set(text.to_owned())>
                            {words}
                        </Chip>
                    }
                })
                .collect_view()}
        </div>
    }
}
