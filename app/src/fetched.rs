//! Something that a page fetches: waiting, there, or not to be had.

use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Notice, Tone, Waiting};

use crate::api::Answer;
use crate::routes::Route;
use crate::trouble::{Trouble, Way};

/// A value from the edge that can be fetched again.
pub struct Fetched<T: Send + Sync + 'static> {
    value: RwSignal<Option<Result<T, Trouble>>>,
    load: StoredValue<Rc<dyn Fn()>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + Send + Sync + 'static> Fetched<T> {
    /// Fetches now.
    pub fn new<F: Future<Output = Answer<T>> + 'static>(fetch: impl Fn() -> F + 'static) -> Self {
        let value = RwSignal::new(None);
        let load: Rc<dyn Fn()> = Rc::new(move || {
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await.map_err(Trouble::from);
                value.set(Some(answer));
            });
        });
        load();
        Self { value, load: StoredValue::new_local(load) }
    }

    /// Fetches again.
    pub fn reload(self) {
        if let Some(load) = self.load.try_get_value() {
            load();
        }
    }

    /// Takes a value that an answer gave.
    pub fn set(self, value: T) {
        self.value.set(Some(Ok(value)));
    }

    /// The value once it is there. Tracked.
    pub fn get(self) -> Option<T> {
        self.value.get().and_then(Result::ok)
    }

    /// Why it could not be had. Tracked.
    pub fn trouble(self) -> Option<Trouble> {
        self.value.get().and_then(Result::err)
    }

    /// Shows the value, or the waiting, or the trouble with a way out.
    pub fn show(self, label: &'static str, view: impl Fn(T) -> AnyView + Send + Sync + 'static) -> impl IntoView {
        move || match self.value.get() {
            None => view! { <Waiting label=label /> }.into_any(),
            Some(Ok(value)) => view(value),
            Some(Err(trouble)) => {
                view! { <TroubleView trouble=trouble retry=Callback::new(move |()| self.reload()) /> }.into_any()
            }
        }
    }
}

/// What went wrong, with the next step. Trying again is offered where it can help.
#[component]
pub fn TroubleView(
    /// What went wrong.
    trouble: Trouble,
    /// Tries again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let action = match trouble.way {
        // Of a clip, the studio's voice is offered beside it.
        Way::Again | Way::Studio => {
            retry.map(|retry| view! { <Button on_press=move |_| retry.run(())>"Try again"</Button> }).into_any()
        }
        Way::SignIn => view! { <a class="button" href=Route::SignIn.path()>"Sign in"</a> }.into_any(),
        Way::Reload => {
            view! { <Button on_press=move |_| browser::page::reload()>"Reload the page"</Button> }.into_any()
        }
        Way::Rewrite | Way::Elsewhere => ().into_any(),
    };
    view! {
        <Notice tone=Tone::Trouble title=trouble.title>
            <p>{trouble.detail}</p>
            <div class="notice__actions">{action}</div>
        </Notice>
    }
}
