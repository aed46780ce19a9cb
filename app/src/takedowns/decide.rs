//! Decisions, each with a reason.

use domain::text::Statement;
use domain::{ClipId, TakedownId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, TextArea};
use wire::takedowns::{Decision, Outcome, Takedown};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::trouble::Trouble;

/// A field for a reason: what is typed, and what is wrong with it once it was sent.
#[derive(Clone, Copy)]
struct Reason {
    text: RwSignal<String>,
    sent: RwSignal<bool>,
}

impl Reason {
    fn new() -> Self {
        Self { text: RwSignal::new(String::new()), sent: RwSignal::new(false) }
    }

    fn error(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let wrong = self.text.with(|text| text.parse::<Statement>().err());
            wrong.filter(|_| self.sent.get()).map(|_| "Give a reason, of at most 2000 characters.".to_owned())
        })
    }

    /// The reason, if there is one.
    fn read(self) -> Option<String> {
        self.sent.set(true);
        untrack(|| self.text.with(|text| text.parse::<Statement>().ok().map(String::from)))
    }
}

/// Decides a report.
#[component]
pub fn DecideReport(
    /// Which.
    id: TakedownId,
    /// How many copies were found.
    copies: usize,
    /// Which of them are none and stay up.
    spare: RwSignal<Vec<ClipId>>,
    /// Takes the case as it then stands.
    all: Fetched<Takedown>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let reason = Reason::new();
    let decide = Callback::new(move |decision: Decision| {
        let (Some(words), id) = (reason.read(), id.clone()) else { return };
        let stay = if decision == Decision::Hold { spare.get_untracked() } else { Vec::new() };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::decide_takedown(&id, decision, words, stay, intent).await {
                Ok(case) => {
                    shared.tell(if decision == Decision::Hold { "Taken down." } else { "Dismissed." });
                    all.set(case);
                }
                Err(error) => {
                    trouble.try_set(Some(error.into()));
                }
            }
            busy.try_set(false);
        });
    });
    let take_down = move || match copies.saturating_sub(spare.with(Vec::len)) {
        0 => "Take it down".to_owned(),
        1 => "Take it down with its copy".to_owned(),
        n => format!("Take it down with its {n} copies"),
    };
    view! {
        <section class="block">
            <h2 class="section">"Decide"</h2>
            <TextArea
                id="reason"
                label="Reason"
                value=reason.text
                rows=3
                hint="The reporter reads it, and the creator too when the clip goes. Name no reporter."
                error=reason.error()
            />
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <div class="row">
                <Button look=Look::Danger busy=busy on_press=move |_| decide.run(Decision::Hold)>{take_down}</Button>
                <Button busy=busy on_press=move |_| decide.run(Decision::Dismiss)>"Dismiss the report"</Button>
            </div>
        </section>
    }
}

/// Decides about a held clip.
#[component]
pub fn DecideClip(
    /// The case.
    id: TakedownId,
    /// Which clip.
    clip: ClipId,
    /// Whether its creator has appealed: then the hold can be upheld.
    appealed: bool,
    /// Whether it is the one that was reported: then its copies come back with it.
    reported: bool,
    /// Takes the case as it then stands.
    all: Fetched<Takedown>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let reason = Reason::new();
    let decide = Callback::new(move |outcome: Outcome| {
        let (Some(words), id, clip) = (reason.read(), id.clone(), clip.clone()) else { return };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::decide_hold(&id, clip, outcome, words, intent).await {
                Ok(case) => {
                    shared.tell(if outcome == Outcome::Uphold { "The clip stays down." } else { "The clip is back." });
                    all.set(case);
                }
                Err(error) => {
                    trouble.try_set(Some(error.into()));
                }
            }
            busy.try_set(false);
        });
    });
    let hint =
        if reported { "The creator reads it. Copies come back with this clip." } else { "The creator reads it." };
    view! {
        <div class="form">
            <TextArea id="answer" label="Reason" value=reason.text rows=3 hint=hint error=reason.error() />
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <div class="row">
                <Button look=Look::Primary busy=busy on_press=move |_| decide.run(Outcome::Reinstate)>"Put it back"</Button>
                {appealed
                    .then(|| {
                        view! {
                            <Button look=Look::Danger busy=busy on_press=move |_| decide.run(Outcome::Uphold)>
                                "Leave it down"
                            </Button>
                        }
                    })}
            </div>
        </div>
    }
}
