//! What every page may use: who is signed in, where we are, the workers, and short news.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::Toast;

use crate::crew::Crew;
use crate::program::Program;
use crate::routes::Route;
use crate::session::SessionState;

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
    /// The web workers.
    pub crew: Crew,
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
            sound: RwSignal::new(false),
            crew: Crew::new(),
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
        provide_context(shared);
        shared
    }

    /// The state that the app provided.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Goes to a place.
    pub fn go(self, route: &Route) {
        if self.program.has(route) {
            self.navigate.with_value(|go| go(&route.path(), NavigateOptions::default()));
        } else {
            browser::page::leave_for(&route.path());
        }
    }

    /// Goes to a place that takes this one's place in the history.
    pub fn replace(self, route: &Route) {
        if self.program.has(route) {
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
        self.show(Toast { text: text.to_owned(), link: None });
    }

    /// Says that signing in is needed, with the link.
    pub fn tell_to_sign_in(self, text: &str) {
        self.show(Toast { text: text.to_owned(), link: Some((Route::SignIn.path(), "Sign in")) });
    }

    fn show(self, toast: Toast) {
        self.toast.set(toast.clone());
        leptos::task::spawn_local(async move {
            browser::clock::sleep(4500).await;
            if self.toast.get_untracked() == toast {
                self.toast.set(Toast::default());
            }
        });
    }
}
