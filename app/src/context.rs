//! What every page may use: who is signed in, where we are, the workers, and short news.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::Toast;
use wire::screens::Program;

use crate::crew::Crew;
use crate::feed::Clips;
use crate::notices::News;
use crate::routes::Route;
use crate::session::SessionState;

/// The name under which the short news goes from page to page.
const NEWS: &str = "news";
/// How long the news may be under way to the next page, in milliseconds. They are told once more there, and not passed on again.
const CROSSING_MS: u64 = 10_000;
/// The name under which it is known from page to page that clips sound.
const SOUND: &str = "sound";
/// How long short news are shown, in milliseconds: without and with something to press, which takes time to reach.
const SHOWN_MS: (i32, i32) = (4500, 10_000);

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// The shared state, cheap to copy.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Who is signed in.
    pub session: SessionState,
    /// Which part of the page runs.
    program: Program,
    /// Where we are.
    pub route: Memo<Route>,
    /// Whether there is a network.
    pub online: RwSignal<bool>,
    /// Whether clips sound. Off until the first tap, as browsers want it.
    pub sound: RwSignal<bool>,
    /// The clips of the feed, kept while other pages are shown.
    pub clips: Clips,
    /// The web workers.
    pub crew: Crew,
    /// What the visitor is told.
    pub notices: News,
    toast: RwSignal<Toast>,
    navigate: StoredValue<Navigate, LocalStorage>,
}

impl Shared {
    /// Makes the state and gives it to everything below.
    pub fn provide(program: Program, route: Memo<Route>) -> Self {
        let navigate: Navigate = Box::new(use_navigate());
        let shared = Self {
            session: SessionState::new(),
            program,
            route,
            online: RwSignal::new(browser::page::online()),
            sound: RwSignal::new(browser::store::passed(SOUND).is_some_and(|on| !on.is_empty())),
            clips: Clips::new(),
            crew: Crew::new(),
            notices: News::new(),
            toast: RwSignal::new(Toast::default()),
            navigate: StoredValue::new_local(navigate),
        };
        let listeners = browser::listen::online(move |on| {
            shared.online.set(on);
            if on {
                shared.session.refresh();
            }
        });
        StoredValue::new_local(listeners);
        // What a page knew when it was left may no longer be so when the browser brings it back.
        StoredValue::new_local(browser::listen::brought_back(move || shared.session.refresh()));
        Effect::new(move || browser::store::pass(SOUND, if shared.sound.get() { "on" } else { "" }));
        provide_context(shared);
        if let Some(text) = browser::store::take(NEWS).and_then(|news| fresh(&news, browser::clock::now_ms())) {
            shared.show(Toast { text, ..Toast::default() });
        }
        shared
    }

    /// The state that the app provided.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Goes to a place.
    pub fn go(self, route: &Route) {
        if route.program() == self.program {
            self.navigate.with_value(|go| go(&route.path(), NavigateOptions::default()));
        } else {
            browser::page::leave_for(&route.path());
        }
    }

    /// Goes to a place that takes this one's place in the history.
    pub fn replace(self, route: &Route) {
        if route.program() == self.program {
            self.navigate.with_value(|go| go(&route.path(), NavigateOptions { replace: true, ..Default::default() }));
        } else {
            browser::page::replace_with(&route.path());
        }
    }

    /// The toast that is shown.
    #[must_use]
    pub fn toast(self) -> RwSignal<Toast> {
        self.toast
    }

    /// Says one short sentence for a while.
    pub fn tell(self, text: &str) {
        // Should the visitor be led to the other program meanwhile, its page says it.
        browser::store::pass(NEWS, &format!("{}|{text}", browser::clock::now_ms() + CROSSING_MS));
        self.show(Toast { text: text.to_owned(), ..Toast::default() });
    }

    /// Says that signing in is needed, with the link.
    pub fn tell_to_sign_in(self, text: &str) {
        self.tell_of(text, &Route::SignIn, "Sign in");
    }

    /// Says one short sentence with a link.
    pub fn tell_of(self, text: &str, to: &Route, words: &'static str) {
        self.show(Toast { text: text.to_owned(), link: Some((to.path(), words)), undo: None });
    }

    /// Says what was done, with the way back.
    pub fn tell_done(self, text: &str, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Callback::new(move |()| {
            self.toast.set(Toast::default());
            undo();
        });
        self.show(Toast { text: text.to_owned(), link: None, undo: Some(undo) });
    }

    fn show(self, toast: Toast) {
        self.toast.set(toast.clone());
        let shown_ms = if toast.link.is_some() || toast.undo.is_some() { SHOWN_MS.1 } else { SHOWN_MS.0 };
        leptos::task::spawn_local(async move {
            browser::clock::sleep(shown_ms).await;
            if self.toast.with_untracked(|shown| shown.says(&toast)) {
                self.toast.set(Toast::default());
                drop(browser::store::take(NEWS));
            }
        });
    }
}

/// The text of news that an earlier page passed on, unless they are old.
fn fresh(news: &str, now_ms: u64) -> Option<String> {
    let (until, text) = news.split_once('|')?;
    (until.parse::<u64>().ok()? >= now_ms && !text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::fresh;

    #[test]
    fn news_are_told_on_the_next_page_and_not_on_those_after() {
        assert_eq!(fresh("1000|Deleted.", 900), Some("Deleted.".to_owned()));
        assert_eq!(fresh("1000|Deleted.", 1001), None);
        assert_eq!(fresh("1000|", 900), None);
        assert_eq!(fresh("Deleted.", 0), None);
    }
}
