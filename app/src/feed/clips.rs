//! The clips of the feed, page after page, kept while other pages are shown.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::clips::{Clip, ClipPage, ClipState, Likes};

use crate::api::{self, Answer};
use crate::trouble::Trouble;

/// How close to the end the next page is asked for.
const AHEAD: usize = 3;
/// The name under which the clip on stage goes from page to page.
const STAGE: &str = "stage";
/// How many pages are looked through for the clip that was on stage.
const PAGES: usize = 4;
/// How long a feed that nobody looks at stays as it is, in milliseconds.
const STALE_MS: f64 = 300_000.0;

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
    /// Counts how often all was forgotten: an answer to an older question is of no use.
    turn: StoredValue<u32>,
    /// When the first page came, by [`browser::clock::tick_ms`].
    came_at: StoredValue<f64>,
}

impl Clips {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        // Who loads the page anew wants what is new.
        if browser::page::reloaded() {
            drop(browser::store::take(STAGE));
        }
        Self {
            all: RwSignal::new(Vec::new()),
            active: RwSignal::new(0),
            begun: RwSignal::new(false),
            trouble: RwSignal::new(None),
            next: StoredValue::new(None),
            busy: StoredValue::new(false),
            turn: StoredValue::new(0),
            came_at: StoredValue::new(0.0),
        }
    }

    /// Starts with the first pages, unless they are here from before.
    pub fn begin(self) {
        if self.begun.get_untracked() && browser::clock::tick_ms() - self.came_at.get_value() > STALE_MS {
            self.forget_all();
        }
        if !self.begun.get_untracked() {
            self.load();
        }
    }

    /// Fetches the next page.
    pub fn load(self) {
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        let begun = self.begun.get_untracked();
        if !begun {
            self.trouble.set(None);
        }
        let (cursor, turn) = (self.next.get_value(), self.turn.get_value());
        spawn_local(async move {
            let answer = if begun { api::feed(cursor.as_deref()).await } else { first().await };
            if self.turn.get_value() != turn {
                return;
            }
            self.busy.set_value(false);
            match answer {
                Ok(page) => self.take(page, !begun),
                Err(error) => self.trouble.set(Some(error.into())),
            }
        });
    }

    fn take(self, page: ClipPage, first: bool) {
        self.trouble.set(None);
        self.next.set_value(page.next);
        // A clip that was published meanwhile moves the pages: none is shown twice.
        self.all.update(|all| {
            for clip in page.clips {
                if !all.iter().any(|known| known.id == clip.id) {
                    all.push(clip);
                }
            }
        });
        if first {
            let was = browser::store::passed(STAGE).unwrap_or_default();
            let index = self.all.with_untracked(|all| all.iter().position(|clip| clip.id.to_string() == was));
            self.active.set(index.unwrap_or(0));
            self.came_at.set_value(browser::clock::tick_ms());
            self.begun.set(true);
        }
    }

    /// Puts a clip on stage, and fetches more when the end is near.
    pub fn show(self, index: usize) {
        if self.active.get_untracked() != index {
            self.active.set(index);
            // At the top there is no place to keep: what is new comes above it.
            let id =
                self.all.with_untracked(|all| all.get(index).filter(|_| index > 0).map(|clip| clip.id.to_string()));
            browser::store::pass(STAGE, &id.unwrap_or_default());
        }
        let left = self.all.with_untracked(Vec::len).saturating_sub(index);
        // What did not come is asked for by hand, or when the network is back.
        if left <= AHEAD && self.next.with_value(Option::is_some) && self.trouble.with_untracked(Option::is_none) {
            self.load();
        }
    }

    /// Takes what an answer said of a clip's likes.
    pub fn liked(self, id: &ClipId, likes: &Likes) {
        self.all.update_untracked(|all| {
            if let Some(clip) = all.iter_mut().find(|clip| clip.id == *id) {
                (clip.liked, clip.likes) = (likes.liked, likes.likes);
            }
        });
    }

    /// A clip went while it was open: its words go, too.
    pub fn went(self, id: &ClipId) {
        self.all.update(|all| {
            if let Some(clip) = all.iter_mut().find(|clip| clip.id == *id) {
                clip.state = ClipState::Withdrawn;
                clip.script.clear();
                clip.prompt.clear();
            }
        });
    }

    /// Fetches everything anew when the feed is shown next: someone else looks at it, or other clips are in it.
    pub fn forget_all(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.busy.set_value(false);
        self.begun.set(false);
        self.all.set(Vec::new());
        self.active.set(0);
        self.trouble.set(None);
        self.next.set_value(None);
    }
}

/// The first page, and as many more as it takes to find the clip that was on stage before.
async fn first() -> Answer<ClipPage> {
    let was = browser::store::passed(STAGE).filter(|id| !id.is_empty());
    let mut all = api::feed(None).await?;
    for _ in 1..PAGES {
        let found = was.as_ref().is_none_or(|id| all.clips.iter().any(|clip| clip.id.to_string() == *id));
        let Some(cursor) = all.next.clone().filter(|_| !found) else { break };
        let Ok(more) = api::feed(Some(&cursor)).await else { break };
        all.clips.extend(more.clips);
        all.next = more.next;
    }
    Ok(all)
}
