//! The keyboard on the stage.

use leptos::html::Div;
use leptos::prelude::*;
use wire::clips::Clip;

use super::clips::Clips;
use crate::clip::ClipSignals;
use crate::context::Shared;

/// What the clip on stage answers to.
#[derive(Clone, Copy)]
pub struct OnStage {
    /// Its likes.
    pub signals: ClipSignals,
    /// How it is steered.
    pub steering: crate::clip::Steering,
}

/// Listens while the feed is shown: arrows and J, K move; M sound, L like, C link, F full screen, Space pause.
pub fn listen(shared: Shared, clips: Clips, scroller: NodeRef<Div>, stage: StoredValue<Vec<(Clip, OnStage)>>) {
    let keys = browser::listen::keys(move |key| {
        let Some(now) = clips.active.try_get_untracked() else { return false };
        let with = |run: &dyn Fn(&Clip, OnStage)| {
            stage.with_value(|all| {
                let id = clips.all.with_untracked(|c| c.get(now).map(|c| c.id.clone()));
                if let Some((clip, on_stage)) = all.iter().find(|(c, _)| Some(&c.id) == id.as_ref()) {
                    run(clip, *on_stage);
                }
            });
        };
        let go = |to: usize| {
            if let Some(scroller) = scroller.get_untracked() {
                browser::scroll::to_index(&scroller, to);
            }
        };
        match key {
            "ArrowDown" | "j" => go(now + 1),
            "ArrowUp" | "k" => go(now.saturating_sub(1)),
            "m" => shared.sound.update(|on| *on = !*on),
            "l" => with(&|clip, s| s.signals.toggle_like(shared, &clip.id)),
            "c" => with(&|clip, _| crate::clip::copy_link(shared, clip.share.clone())),
            "f" => with(&|_, s| s.steering.full_screen()),
            " " => with(&|_, s| s.steering.toggle()),
            _ => return false,
        }
        true
    });
    StoredValue::new_local(keys);
}
