//! What an open player owes the people in its clip: it asks every so often whether the clip may still be shown. And what it
//! counts.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::clips::{Clip, ClipState, PlayState};
use wire::{Code, paths};

use crate::api;

/// How often it asks, in milliseconds.
const BEAT_MS: i32 = domain::limits::HEARTBEAT_MS as i32;
/// Where this tab remembers which clips it has counted, as share pages do.
const COUNTED: &str = "counted";
/// How many it remembers.
const REMEMBERED: usize = 200;

/// Why the picture does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The network is away, or the edge is.
    CutOff,
    /// Someone in it, or in what it was made out of, took back their yes.
    Withdrawn,
    /// The clip is gone.
    Gone,
    /// The clip is there, but this browser cannot play it.
    Unplayable,
}

impl Fault {
    /// Of a video that failed. Only the edge knows whether its clip is still there.
    pub(super) async fn of(id: &ClipId, cut_off: bool) -> Self {
        if cut_off || !browser::page::online() { Self::CutOff } else { ask(id).await.unwrap_or(Self::Unplayable) }
    }

    /// Whether it ends here: nothing of the clip may be left on the screen.
    pub(super) fn ends(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Gone)
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::CutOff => "No connection. The clip goes on when the network is back.",
            Self::Withdrawn => "Withdrawn by someone in it",
            Self::Gone => "This clip is not here any more. It was taken down.",
            Self::Unplayable => "This clip could not be played.",
        }
    }
}

/// Asks whether a clip may still be shown here. What speaks against it, if anything does.
async fn ask(id: &ClipId) -> Option<Fault> {
    match api::clip_alive(id).await {
        Ok(PlayState::Live) => None,
        Ok(PlayState::Withdrawn) => Some(Fault::Withdrawn),
        // Not for everyone; its own people may still watch it.
        Ok(PlayState::Gone) => match api::clip(id).await {
            Ok(clip) if clip.state == ClipState::Withdrawn => Some(Fault::Withdrawn),
            Err(api::Error::Problem(problem)) if problem.code == Code::NotFound => Some(Fault::Gone),
            Err(_) => Some(Fault::CutOff),
            Ok(_) => None,
        },
        Err(_) => Some(Fault::CutOff),
    }
}

/// Asks while `playing`, at once when that begins, and whenever the page comes back before somebody's eyes.
pub(super) fn beat(id: ClipId, playing: Signal<bool>, fault: RwSignal<Option<Fault>>) {
    let now = move || {
        let id = id.clone();
        spawn_local(async move {
            if let Some(found) = ask(&id).await.filter(|found| found.ends()) {
                fault.try_set(Some(found));
            }
        });
    };
    let (again, seen) = (now.clone(), now.clone());
    let timer = StoredValue::new_local(None::<browser::clock::Interval>);
    Effect::new(move || {
        let beats = playing.get().then(|| {
            now();
            let again = again.clone();
            browser::clock::every(BEAT_MS, move || {
                // A page that nobody sees does not play.
                if browser::page::visible() {
                    again();
                }
            })
        });
        timer.set_value(beats);
    });
    let visible = browser::listen::visibility(move |visible| {
        if visible && playing.try_get_untracked() == Some(true) {
            seen();
        }
    });
    StoredValue::new_local(visible);
}

/// Counts a view of a published clip by somebody else, once in this tab.
pub(super) fn count(clip: &Clip) {
    let path = paths::clip(paths::CLIP_VIEW, &clip.id);
    let known = browser::store::passed(COUNTED).and_then(|text| serde_json::from_str::<Vec<String>>(&text).ok());
    let mut known = known.unwrap_or_default();
    if clip.mine || clip.state != ClipState::Published || known.contains(&path) {
        return;
    }
    api::count_view(&path);
    known.push(path);
    let from = known.len().saturating_sub(REMEMBERED);
    if let Ok(text) = serde_json::to_string(&known[from..]) {
        browser::store::pass(COUNTED, &text);
    }
}
