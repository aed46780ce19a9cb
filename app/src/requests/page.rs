//! The page of requests: an inbox, and what was sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Chip, Empty};
use wire::accounts::Account;
use wire::consent::{CastRequest, CastRequests, Matter};

use super::card::Card;
use super::many::{Bar, Choosing, Head};
use super::still::Turn;
use crate::api;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::shell::Members;

/// The page.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let page = |_: Account| {
        let (sent, choosing) = (RwSignal::new(false), Choosing::new());
        view! {
            <div class="page">
                <h1 class="page__title">"Requests"</h1>
                <div class="row" role="group" aria-label="Which requests">
                    <Chip on=Signal::derive(move || !sent.get()) on_press=move |()| sent.set(false)>"To you"</Chip>
                    <Chip on=sent on_press=move |()| sent.set(true)>"From you"</Chip>
                </div>
                {move || {
                    let sent = sent.get();
                    let all: Fetched<CastRequests> = Fetched::new(move || api::requests(sent, None));
                    all.show("Fetching requests", move |page| view! { <List page=page sent=sent all=all choosing=choosing /> }.into_any())
                }}
            </div>
        }
        .into_any()
    };
    view! { <Members what="see requests" view=page /> }
}

#[component]
fn List(page: CastRequests, sent: bool, all: Fetched<CastRequests>, choosing: Choosing) -> impl IntoView {
    let (next, more) = (RwSignal::new(page.next), RwSignal::new(Vec::<CastRequest>::new()));
    let (waiting, turn) = (page.waiting, Turn::new());
    let fetch = move |_| {
        let Some(cursor) = next.get_untracked() else { return };
        spawn_local(async move {
            if let Ok(page) = api::requests(sent, Some(&cursor)).await {
                next.try_set(page.next);
                if !sent {
                    choosing.more(&page.requests);
                }
                more.try_update(|more| more.extend(page.requests));
            }
        });
    };
    choosing.begin(if sent { &[] } else { &page.requests });
    if page.requests.is_empty() {
        return view! { <Nobody sent=sent /> }.into_any();
    }
    let mut requests = page.requests;
    // What waits for the visitor comes first; the order stays that of time.
    requests.sort_by_key(|request| sent || request.matter == Matter::Nothing);
    let card = move |request: CastRequest| view! { <Card request=request sent=sent turn=turn choosing=choosing /> };
    view! {
        <Head choosing=choosing waiting=waiting />
        <ul class="requests">
            {requests.into_iter().map(card).collect_view()}
            {move || more.get().into_iter().map(card).collect_view()}
        </ul>
        <Show when=move || next.get().is_some()>
            <div class="row row--middle"><Button on_press=fetch>"Older ones"</Button></div>
        </Show>
        <Bar choosing=choosing all=all />
    }
    .into_any()
}

/// Nothing yet: it says who may ask.
#[component]
fn Nobody(sent: bool) -> impl IntoView {
    if sent {
        return view! {
            <Empty title="You have asked nobody yet">
                <p>"Cast someone by their handle when you write a clip. Their rules say whether they are asked."</p>
                <div class="row row--middle"><a class="button button--primary" href=Route::Make.path()>"New clip"</a></div>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty title="Nobody asks for you yet">
            <p>"Your rules say who may: at first nobody but you. Open them, and requests come here, each with what you would say."</p>
            <div class="row row--middle"><a class="button button--primary" href=Route::Rules.path()>"See your rules"</a></div>
        </Empty>
    }
    .into_any()
}
