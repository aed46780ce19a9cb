//! A list that comes page by page.

use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Button;

use crate::api::Answer;
use crate::context::Shared;
use crate::trouble::Trouble;

/// Where the next page starts, if there is one.
pub type Next = Option<String>;

/// What a page answers: its entries, and where the next one starts.
type Page<T> = std::pin::Pin<Box<dyn Future<Output = Answer<(Vec<T>, Next)>>>>;

/// Entries after the first page, which came along with something else.
pub struct Older<T: Send + Sync + 'static> {
    more: RwSignal<Vec<T>>,
    next: RwSignal<Next>,
    fetch: StoredValue<Rc<dyn Fn(String) -> Page<T>>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for Older<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Older<T> {}

impl<T: Clone + Send + Sync + 'static> Older<T> {
    /// After a first page. `fetch` gets the page at a cursor.
    pub fn after<F>(next: Next, fetch: impl Fn(String) -> F + 'static) -> Self
    where
        F: Future<Output = Answer<(Vec<T>, Next)>> + 'static,
    {
        let fetch: Rc<dyn Fn(String) -> Page<T>> = Rc::new(move |cursor| Box::pin(fetch(cursor)));
        Self { more: RwSignal::new(Vec::new()), next: RwSignal::new(next), fetch: StoredValue::new_local(fetch) }
    }

    /// Each entry that came since, drawn by `line`.
    pub fn lines(self, line: impl Fn(T) -> AnyView + Send + Sync + 'static) -> impl IntoView {
        move || self.more.get().into_iter().map(&line).collect_view()
    }

    /// Whether that was the last page. Tracked.
    pub fn ended(self) -> bool {
        self.next.with(Option::is_none)
    }

    /// The button that fetches the next page; nothing where there is none.
    pub fn button(self, words: &'static str) -> impl IntoView {
        let (shared, busy) = (Shared::get(), RwSignal::new(false));
        let fetch = Callback::new(move |_| {
            let Some(cursor) = self.next.get_untracked() else { return };
            let page = self.fetch.with_value(|fetch| fetch(cursor));
            busy.set(true);
            spawn_local(async move {
                match page.await {
                    Ok((entries, next)) => {
                        self.next.try_set(next);
                        self.more.try_update(|more| more.extend(entries));
                    }
                    Err(error) => shared.tell(&Trouble::from(error).title),
                }
                busy.try_set(false);
            });
        });
        view! {
            <Show when=move || self.next.with(Option::is_some)>
                <Button busy=busy on_press=fetch>{words}</Button>
            </Show>
        }
    }
}
