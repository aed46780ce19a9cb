//! The button that saves a clip's file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::IconButton;
use wire::clips::{Clip, ClipState};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::trouble::Trouble;

/// The button, on clips that the visitor made or is in. The browser writes the file to the disk as it comes.
#[component]
pub fn SaveFile(
    /// Which clip.
    clip: Clip,
    /// Whether the button says what the clip says: where there are many of them.
    #[prop(optional)]
    says: bool,
) -> impl IntoView {
    let (shared, intent) = (Shared::get(), Intent::new());
    let there = clip.mine && matches!(clip.state, ClipState::Draft | ClipState::Published);
    there.then(|| {
        let label = if says { format!("Save the file: {}", clip.script) } else { "Save the file".to_owned() };
        let alone = clip.cast.iter().all(|person| person.handle == clip.creator.handle);
        let id = clip.id;
        let save = move |_| {
            let id = id.clone();
            spawn_local(async move {
                match api::download(&id, intent).await {
                    Ok(given) => {
                        browser::share::save_from(&given.address, &given.name);
                        shared.tell(if alone {
                            "The file is being saved."
                        } else {
                            "The file is being saved. Who is in it is told."
                        });
                    }
                    Err(error) => shared.tell(&Trouble::from(error).detail),
                }
            });
        };
        view! { <IconButton icon="download" label=label on_press=save /> }
    })
}
