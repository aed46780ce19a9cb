//! The page of requests: an inbox, and what was sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Chip, Confirm, Empty, Look};
use wire::accounts::Account;
use wire::consent::{CastRequest, CastRequests, Matter};

use super::card::Card;
use super::still::Turn;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::shell::Members;
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let page = |_: Account| {
        let sent = RwSignal::new(false);
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
                    all.show("Fetching requests", move |page| view! { <List page=page sent=sent all=all /> }.into_any())
                }}
            </div>
        }
        .into_any()
    };
    view! { <Members what="see requests" view=page /> }
}

#[component]
fn List(page: CastRequests, sent: bool, all: Fetched<CastRequests>) -> impl IntoView {
    let (next, more) = (RwSignal::new(page.next), RwSignal::new(Vec::<CastRequest>::new()));
    let (waiting, turn) = (page.waiting, Turn::new());
    let fetch = move |_| {
        let Some(cursor) = next.get_untracked() else { return };
        spawn_local(async move {
            if let Ok(page) = api::requests(sent, Some(&cursor)).await {
                next.try_set(page.next);
                more.try_update(|more| more.extend(page.requests));
            }
        });
    };
    if page.requests.is_empty() {
        return view! { <Nobody sent=sent /> }.into_any();
    }
    let mut requests = page.requests;
    // What waits for the visitor comes first; the order stays that of time.
    requests.sort_by_key(|request| sent || request.matter == Matter::Nothing);
    let wishes: Vec<_> = requests.iter().filter(|r| r.matter == Matter::Wish).map(|r| r.id.clone()).collect();
    view! {
        {(!sent && wishes.len() > 1).then(|| view! { <Many ids=wishes waiting=waiting all=all /> })}
        <ul class="requests">
            {requests.into_iter().map(|request| view! { <Card request=request sent=sent turn=turn /> }).collect_view()}
            {move || more.get().into_iter().map(|request| view! { <Card request=request sent=sent turn=turn /> }).collect_view()}
        </ul>
        <Show when=move || next.get().is_some()>
            <div class="row row--middle"><Button on_press=fetch>"Older ones"</Button></div>
        </Show>
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

/// One answer to all that wait on this page.
#[component]
fn Many(ids: Vec<domain::RenderId>, waiting: u32, all: Fetched<CastRequests>) -> impl IntoView {
    let shared = Shared::get();
    let (open, busy, intent) = (RwSignal::new(false), RwSignal::new(false), Intent::new());
    let count = ids.len();
    let ids = StoredValue::new(ids);
    let refuse = move |()| {
        busy.set(true);
        let ids = ids.get_value();
        spawn_local(async move {
            match api::answer_requests(ids, false, intent).await {
                Ok(answered) => {
                    shared.tell(&format!(
                        "{} refused.",
                        crate::time::count(answered.done.len() as u32, "request", "requests")
                    ));
                    all.reload();
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
            open.try_set(false);
        });
    };
    view! {
        <div class="requests__many">
            <p>{format!("{} wait for you.", crate::time::count(waiting, "request", "requests"))}</p>
            <Button look=Look::Quiet on_press=move |_| open.set(true)>"No to all of these"</Button>
            <Confirm
                open=open
                title=format!("Say no to {count} requests?")
                action="Say no to all"
                keep="Back"
                busy=busy
                on_confirm=refuse
            >
                <p>"Whoever asked is told. A yes is given one by one, since each is about something else."</p>
            </Confirm>
        </div>
    }
}
