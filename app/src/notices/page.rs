//! The page of all that was told.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Empty, Look};
use wire::accounts::Account;
use wire::notices::Notice;

use super::day::{Day, by_day, joined};
use super::line::Line;
use super::words::sentence;
use crate::api;
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::shell::Members;
use crate::trouble::Trouble;

const DAY_MS: u64 = 24 * 3600 * 1000;

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    view! { <Members what="see what you were told" view=|me: Account| view! { <All me=me /> }.into_any() /> }
}

#[component]
fn All(me: Account) -> impl IntoView {
    let news = Shared::get().notices;
    let (list, next) = (RwSignal::new(Vec::<Notice>::new()), RwSignal::new(None::<String>));
    // What came before the list is in it.
    drop(untrack(|| news.take()));
    let first = Fetched::new(|| api::notices(None));
    let profile = Route::Profile(me.handle).path();
    view! {
        <div class="page">
            {first
                .show(
                    "Fetching your notices",
                    move |page| {
                        if let Some(newest) = page.notices.first() {
                            news.know(newest);
                        }
                        news.unread.set(page.unread);
                        list.set(page.notices);
                        next.set(page.next);
                        view! { <List list=list next=next profile=profile.clone() /> }.into_any()
                    },
                )}
        </div>
    }
}

#[component]
fn List(list: RwSignal<Vec<Notice>>, next: RwSignal<Option<String>>, profile: String) -> impl IntoView {
    let news = Shared::get().notices;
    let (announced, busy, trouble) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    Effect::new(move || {
        let came = news.take();
        if let Some(last) = came.last() {
            announced.set(sentence(&last.what));
            list.update(|list| *list = joined(came, list));
        }
    });
    let read_all = move |_| {
        trouble.set(None);
        let Some(newest) = list.with_untracked(|list| list.first().map(|notice| notice.id.clone())) else { return };
        spawn_local(async move {
            match api::read_notices(newest.clone()).await {
                Ok(now) => {
                    news.unread.set(now.unread);
                    // It and all below; what came meanwhile stands above.
                    list.try_update(|list| {
                        list.iter_mut().skip_while(|known| known.id != newest).for_each(|known| known.read = true);
                    });
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
        });
    };
    let earlier = move |_| {
        let cursor = next.get_untracked();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::notices(cursor.as_deref()).await {
                Ok(page) => {
                    list.try_update(|list| list.extend(page.notices));
                    next.try_set(page.next);
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    let days = Memo::new(move |_| {
        let now = browser::clock::now_ms();
        let (today, yesterday) = (browser::clock::day(now), browser::clock::day(now - DAY_MS));
        list.with(|list| {
            by_day(list, |at| match browser::clock::day(at) {
                day if day == today => "Today".to_owned(),
                day if day == yesterday => "Yesterday".to_owned(),
                day => day,
            })
        })
    });
    let empty = Memo::new(move |_| list.with(Vec::is_empty));
    view! {
        <p class="hidden" role="status">{announced}</p>
        <Show
            when=move || !empty.get()
            fallback=move || view! { <Nothing profile=profile.clone() /> }
        >
            <header class="told__head">
                <h1 class="page__title">"Notices"</h1>
                <Button
                    look=Look::Quiet
                    icon="check"
                    disabled=Signal::derive(move || news.unread.get() == 0)
                    on_press=read_all
                >
                    "Mark all read"
                </Button>
            </header>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <For each=move || days.get() key=|day| day.name.clone() let(day)>
                <DayOf name=day.name days=days />
            </For>
            <Show when=move || next.get().is_some()>
                <div class="row row--middle">
                    <Button busy=busy on_press=earlier>"Earlier notices"</Button>
                </div>
            </Show>
        </Show>
    }
}

#[component]
fn DayOf(name: String, days: Memo<Vec<Day>>) -> impl IntoView {
    let heading = name.clone();
    let notices = Memo::new(move |_| {
        days.with(|days| days.iter().find(|day| day.name == name).map(|day| day.notices.clone()).unwrap_or_default())
    });
    view! {
        <section>
            <h2 class="told__day">{heading}</h2>
            <ul class="told__list">
                <For each=move || notices.get() key=|notice| (notice.id.to_string(), notice.read) let(notice)>
                    <Line notice=notice />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Nothing(profile: String) -> impl IntoView {
    view! {
        <Empty title="Nothing to tell you yet">
            <p>"When somebody follows you, asks for your understudy or makes a clip with you, it is told here, and kept for 90 days."</p>
            <div class="row row--middle">
                <a class="button" href=Route::Feed.path()>"Watch clips"</a>
                <a class="button" href=profile>"Your page"</a>
            </div>
        </Empty>
    }
}
