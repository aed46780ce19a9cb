//! The page of the visitor's understudy.

use domain::consent::Policy;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Empty, Icon, Look};
use wire::accounts::Account;
use wire::likeness::{Likeness, MyLikeness};
use wire::workers::studio::Request;

use super::portrait::Portrait;
use crate::api::{self, Intent, Whose};
use crate::avatars::OutsideAvatars;
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::routes::Route;
use crate::rules::{PauseAll, sentences};
use crate::shell::Members;
use crate::time::relative;
use crate::trouble::Trouble;
use crate::voices::OutsideVoices;

/// The page.
#[component]
pub fn UnderstudyPage() -> impl IntoView {
    view! { <Members what="see your understudy" view=|_: Account| view! { <Mine /> }.into_any() /> }
}

#[component]
fn Mine() -> impl IntoView {
    let likeness: Fetched<MyLikeness> = Fetched::new(api::my_likeness);
    let show = move |mine: MyLikeness| match mine.likeness {
        Some(mine) => view! { <Understudy mine=mine all=likeness /> }.into_any(),
        None => view! { <NoneYet /> }.into_any(),
    };
    view! { <div class="page page--wide">{likeness.show("Fetching your understudy", show)}</div> }
}

/// Before the first scan and after a deletion.
#[component]
fn NoneYet() -> impl IntoView {
    view! {
        <Empty title="You have no understudy yet">
            <p>"Nine poses and three words: 30 to 60 seconds. What camera and microphone take stays on this device."</p>
            <div class="row row--middle">
                <a class="button button--primary" href=Route::Scan.path()>"Make your understudy"</a>
                <a class="button" href=Route::Characters.path()>"Characters"</a>
            </div>
            <p class="fine"><Retention /></p>
        </Empty>
    }
}

#[component]
fn Understudy(mine: Likeness, all: Fetched<MyLikeness>) -> impl IntoView {
    let shared = Shared::get();
    let (open, deleting) = (RwSignal::new(None::<Result<(), Trouble>>), RwSignal::new(false));
    spawn_local(async move {
        let opened = async {
            let pack = api::my_pack().await?;
            let studio = shared.crew.studio().await?;
            studio.ask(&Request::Open, vec![pack]).await?;
            Ok::<_, Trouble>(())
        };
        open.set(Some(opened.await));
    });
    let when = relative(mine.captured_at, browser::clock::now_ms());
    let policy = RwSignal::new(mine.policy.clone());
    view! {
        <div class="understudy">
            <div class="understudy__stage">
                {move || match open.get() {
                    Some(Ok(())) => view! { <Portrait /> }.into_any(),
                    Some(Err(trouble)) => {
                        view! { <p class="understudy__dark">{trouble.title}</p> }.into_any()
                    }
                    None => view! { <div class="portrait"></div> }.into_any(),
                }}
            </div>
            <div class="understudy__words">
                <h1 class="page__title">"Your understudy"</h1>
                <dl class="about">
                    <div><dt>"Version"</dt><dd class="number">{mine.version}</dd></div>
                    <div><dt>"Scanned"</dt><dd title=browser::clock::written(mine.captured_at)>{when}</dd></div>
                    <div>
                        <dt>"Pack"</dt>
                        <dd class="number">{format!("{}, encrypted", size(mine.pack_bytes))}</dd>
                    </div>
                </dl>
                <h2 class="section">"What it may be used for"</h2>
                <ul class="will">
                    {move || {
                        sentences(&policy.get(), browser::clock::now_ms(), browser::clock::written)
                            .into_iter()
                            .map(|(opens, text)| view! { <li><Icon name=if opens { "check" } else { "lock" } />{text}</li> })
                            .collect_view()
                    }}
                </ul>
                <div class="row">
                    <a class="button" href=Route::Rules.path()>"Change the rules"</a>
                    <a class="button" href=Route::Requests.path()>"Requests"</a>
                    <a class="button" href=Route::Uses.path()>"Where you appear"</a>
                </div>
                <PauseAll on_done=move |()| again(policy) />
                <p class="fine">
                    {if mine.attested_by == "import" {
                        "This pack came in an export. It was not scanned here: that it is you is your own word."
                    } else {
                        "That it is you was attested by the device that scanned you, not by us."
                    }}
                </p>
                <OutsideVoices />
                <OutsideAvatars />
                <div class="row">
                    <a class="button button--primary" href=Route::Make.path()>"New clip"</a>
                    <a class="button" href=Route::Scan.path()>"Redo the scan"</a>
                    <Button look=Look::Quiet icon="trash" on_press=move |_| deleting.set(true)>"Delete"</Button>
                </div>
                <p class="fine">
                    "Redoing the scan leaves this version as it is until you keep the new one, which then replaces it."
                </p>
                <p class="fine"><Retention /></p>
                <p class="fine"><a href=Route::Characters.path()>"Your characters: pets, toys and drawings that speak"</a></p>
                <DeleteLikeness open=deleting all=all />
            </div>
        </div>
    }
}

/// Fetches the rules anew once a pause has changed them.
fn again(policy: RwSignal<Policy>) {
    spawn_local(async move {
        if let Ok(now) = api::policy(&Whose::Likeness).await {
            policy.try_set(now.policy);
        }
    });
}

/// The way to the page that says what is kept. The edge draws it, not this program.
#[component]
fn Retention() -> impl IntoView {
    view! { <a href=wire::paths::RETENTION rel="external">"What is kept, and for how long"</a> }
}

/// A size as people write it: `412 kB`, `1.3 MB`.
fn size(bytes: u32) -> String {
    let kilobytes = f64::from(bytes) / 1000.0;
    if kilobytes < 999.5 { format!("{kilobytes:.0} kB") } else { format!("{:.1} MB", kilobytes / 1000.0) }
}

#[component]
fn DeleteLikeness(open: RwSignal<bool>, all: Fetched<MyLikeness>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let confirm = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::delete_likeness(intent).await {
                Ok(()) => {
                    shared.session.refresh();
                    shared.tell("Your understudy is deleted.");
                    all.set(MyLikeness { likeness: None });
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.set(false);
            open.set(false);
        });
    };
    view! {
        <Confirm open=open title="Delete your understudy?" action="Delete it" busy=busy on_confirm=confirm>
            <p>"The pack is removed and its key is destroyed. Clips that wait to be made are stopped."</p>
            <p>"Drafts that show you go with it, and so does every clip that others made. Your own published clips stay until you delete them. Your account stays, and you can scan again at any time."</p>
        </Confirm>
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        assert_eq!(size(412_300), "412 kB");
        assert_eq!(size(999_600), "1.0 MB");
        assert_eq!(size(1_340_000), "1.3 MB");
    }
}
