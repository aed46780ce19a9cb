//! The clips of the feed, page after page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::clips::Clip;

use crate::api;
use crate::trouble::Trouble;

/// How close to the end the next page is asked for.
const AHEAD: usize = 3;

/// What is known of the feed.
#[derive(Clone, Copy)]
pub struct Clips {
    /// In order.
    pub all: RwSignal<Vec<Clip>>,
    /// Which one is on stage.
    pub active: RwSignal<usize>,
    /// Whether a first page has come.
    pub begun: RwSignal<bool>,
    /// Why the last page did not come.
    pub trouble: RwSignal<Option<Trouble>>,
    next: StoredValue<Option<String>>,
    busy: StoredValue<bool>,
}

impl Clips {
    /// Starts with the first page.
    #[must_use]
    pub fn new() -> Self {
        let clips = Self {
            all: RwSignal::new(Vec::new()),
            active: RwSignal::new(0),
            begun: RwSignal::new(false),
            trouble: RwSignal::new(None),
            next: StoredValue::new(None),
            busy: StoredValue::new(false),
        };
        clips.load();
        clips
    }

    /// Fetches the next page.
    pub fn load(self) {
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        self.trouble.set(None);
        let cursor = self.next.get_value();
        spawn_local(async move {
            let answer = api::feed(cursor.as_deref()).await;
            self.busy.try_update_value(|busy| *busy = false);
            match answer {
                Ok(page) => {
                    self.next.try_update_value(|next| *next = page.next);
                    // A clip that was published meanwhile moves the pages: none is shown twice.
                    self.all.try_update(|all| {
                        for clip in page.clips {
                            if !all.iter().any(|known| known.id == clip.id) {
                                all.push(clip);
                            }
                        }
                    });
                    self.begun.set(true);
                }
                Err(error) => self.trouble.set(Some(error.into())),
            }
        });
    }

    /// Puts a clip on stage, and fetches more when the end is near.
    pub fn show(self, index: usize) {
        if self.active.get_untracked() != index {
            self.active.set(index);
        }
        let left = self.all.with_untracked(Vec::len).saturating_sub(index);
        if left <= AHEAD && self.next.with_value(Option::is_some) {
            self.load();
        }
    }
}
