//! The button that saves a clip's file. It is in the program that a visitor downloads first: one function, and nothing
//! that it does not need.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::IconButton;
use wire::clips::{Clip, ClipState};
use wire::paths;

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::trouble::Trouble;

/// The button, on clips that the visitor made or is in; nothing on others. The browser writes the file to the disk as it
/// comes.
pub fn save_file(clip: &Clip, label: &str) -> AnyView {
    if !clip.mine || !matches!(clip.state, ClipState::Draft | ClipState::Published) {
        return ().into_any();
    }
    let (shared, intent, path) = (Shared::get(), Intent::new(), paths::clip(paths::CLIP_DOWNLOADS, &clip.id));
    let press = move |_| spawn_local(save(shared, intent, path.clone()));
    view! { <IconButton icon="download" label=label on_press=press /> }.into_any()
}

async fn save(shared: Shared, intent: Intent, path: String) {
    match api::download(&path, intent).await {
        Ok(address) => {
            browser::share::save_from(&address, "");
            shared.tell("The file is being saved. Whoever else is in it is told.");
        }
        Err(error) => shared.tell(&Trouble::from(error).detail),
    }
}
