//! What comes live.

use leptos::prelude::*;
use wire::notices::{Live, Notice, PING, SINCE};
use wire::paths;

use crate::context::Shared;
use crate::routes::Route;

use super::words;

/// After so many tries that fail in a row, the session is looked at: it may have ended.
const TRIES: u32 = 3;

/// Takes a message that is not the number.
pub type Hear = fn(Shared, &str);

/// What the visitor is told, cheap to copy.
#[derive(Clone, Copy)]
pub struct News {
    /// How many notices are not read.
    pub unread: RwSignal<u32>,
    /// The newest notice that this page knows, or an empty text.
    newest: StoredValue<String>,
    /// What came live and is not in the list yet, as it came.
    heard: RwSignal<Vec<String>>,
}

impl News {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { unread: RwSignal::new(0), newest: StoredValue::new(String::new()), heard: RwSignal::new(Vec::new()) }
    }

    /// The list on the screen begins with this notice: what came later is sent when a lost connection comes back.
    pub(super) fn know(self, newest: &Notice) {
        self.newest.set_value(newest.id.to_string());
    }

    /// What came live since this was called last, in order. Tracked.
    pub(super) fn take(self) -> Vec<Notice> {
        if self.heard.with(Vec::is_empty) {
            return Vec::new();
        }
        let texts = self.heard.try_update(std::mem::take).unwrap_or_default();
        texts.iter().filter_map(|text| parse(text)).collect()
    }
}

fn parse(text: &str) -> Option<Notice> {
    match serde_json::from_str(text) {
        Ok(Live::Notice(notice)) => Some(*notice),
        Ok(Live::Unread(_)) | Err(_) => None,
    }
}

/// Keeps a connection while somebody is signed in.
pub fn listen(shared: Shared, hear: Hear) {
    let News { unread, newest, heard } = shared.notices;
    let connection = StoredValue::new_local(None);
    let member = Memo::new(move |_| shared.session.account().map(|account| account.handle));
    Effect::new(move |before: Option<bool>| {
        let signed_in = member.with(Option::is_some);
        connection.set_value(None);
        if before.is_some() {
            unread.set(0);
            newest.set_value(String::new());
            heard.set(Vec::new());
        }
        if signed_in {
            let address = move || newest.with_value(|id| format!("{}?{SINCE}={id}", paths::NOTICES_LIVE));
            let take = move |text: &str| match wire::notices::unread(text) {
                Some(n) => unread.set(n),
                None => hear(shared, text),
            };
            let lost = move |tries| {
                if tries == TRIES {
                    shared.session.refresh();
                }
            };
            connection.set_value(Some(browser::socket::keep(address, PING, take, lost)));
        }
        signed_in
    });
}

/// For the feed: the number is enough.
pub fn hear_no_more_than_the_number(_: Shared, _: &str) {}

/// For the rooms: into the list where it is on the screen, else said in one sentence.
pub fn hear_notices(shared: Shared, text: &str) {
    let Some(notice) = parse(text) else { return };
    shared.notices.know(&notice);
    if shared.route.get_untracked() == Route::Notices {
        shared.notices.heard.update(|heard| heard.push(text.to_owned()));
    } else {
        shared.tell_of(&words::sentence(&notice.what), &Route::Notices, "See");
    }
}
