//! What the rules of the cast say to what is typed: allowed, asked, or no, with the words and another way.

use domain::consent::Parts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, TextField};
use wire::consent::{Answer, CheckConsent, ConsentChecked, Verdict};

use super::draft::Draft;
use super::players::Players;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::routes::Route;
use crate::trouble::why;

/// How long typing rests before the rules are asked, in milliseconds.
const REST_MS: i32 = 600;

/// What is decided, and what the creator wants to do about it.
#[derive(Debug, Clone, Copy)]
pub struct Checking {
    /// What the rules say; none before they have been asked, or where nobody else is in the cast.
    pub said: RwSignal<Option<ConsentChecked>>,
    /// A note with which it is sent to the owners although a rule of theirs says no.
    pub appeal: RwSignal<Option<String>>,
}

impl Checking {
    /// Follows what is typed and who is cast.
    #[must_use]
    pub fn follow(draft: Draft, players: Signal<Players>) -> Self {
        let shared = Shared::get();
        let checking = Self { said: RwSignal::new(None), appeal: RwSignal::new(None) };
        let (rest, intent) = (StoredValue::new_local(browser::clock::Debounce::default()), Intent::new());
        let latest = StoredValue::new(0u32);
        Effect::new(move || {
            let (cast, parts) = players.with(Players::cast).into_iter().unzip();
            let wish = CheckConsent {
                script: draft.script.get(),
                prompt: draft.prompt.get(),
                cast,
                parts,
                purpose: draft.purpose.get(),
                remix_of: draft.from.get().map(|from| from.clip),
            };
            let turn = latest.try_update_value(|n| std::mem::replace(n, *n + 1) + 1).unwrap_or(0);
            if wish.remix_of.is_none() && !players.with(Players::asks_others) {
                checking.said.set(None);
                checking.appeal.set(None);
                return;
            }
            rest.with_value(|rest| {
                rest.call(REST_MS, move || {
                    spawn_local(async move {
                        let said = match api::check_consent(&wish, intent).await {
                            Ok(said) => said,
                            // Gone, renamed or kept to its owner since it was added.
                            Err(api::Error::Problem(problem)) if problem.field.as_deref() == Some("cast") => {
                                if latest.try_get_value() == Some(turn) {
                                    draft.other.try_set(None);
                                    shared.tell(&problem.detail);
                                }
                                return;
                            }
                            Err(_) => return,
                        };
                        // Typed on meanwhile: another check is on its way.
                        if latest.try_get_value() == Some(turn) {
                            if !said.verdicts.iter().any(refuses) {
                                checking.appeal.try_set(None);
                            }
                            checking.said.try_set(Some(said));
                        }
                    });
                });
            });
        });
        checking
    }

    /// Whether the rules let it go on, or it is sent to the owners all the same. Tracked.
    #[must_use]
    pub fn goes_on(self) -> bool {
        let appeals = self.appeal.with(Option::is_some);
        self.said.with(|said| {
            said.as_ref().is_none_or(|said| {
                said.drawn_by.is_some() && said.verdicts.iter().all(|v| !refuses(v) || (appeals && can_be_asked(v)))
            })
        })
    }
}

fn refuses(verdict: &Verdict) -> bool {
    verdict.answer == Answer::Deny
}

fn can_be_asked(verdict: &Verdict) -> bool {
    verdict.reasons.iter().all(|reason| reason.can_be_asked)
}

/// The verdicts, one a person.
#[component]
pub fn Verdicts(
    /// What is decided.
    checking: Checking,
    /// The creator's handle, about whom nothing needs to be said.
    me: String,
) -> impl IntoView {
    let me = StoredValue::new(me);
    view! {
        <div class="verdicts" aria-live="polite">
            {move || {
                let Some(said) = checking.said.get() else { return ().into_any() };
                let apart = said.drawn_by.is_none();
                let elsewhere = said.drawn_by.clone().filter(|person| person.handle.as_str() != me.get_value());
                let lines = said
                    .verdicts
                    .iter()
                    .filter(|verdict| verdict.person.handle.as_str() != me.get_value() || verdict.answer != Answer::Allow)
                    .map(|verdict| view! { <Line verdict=verdict.clone() /> })
                    .collect_view();
                let offer = said.verdicts.iter().any(refuses) && said.verdicts.iter().filter(|v| refuses(v)).all(can_be_asked);
                view! {
                    <ul>{lines}</ul>
                    {apart
                        .then(|| view! { <p class="verdict verdict--no">"Two of the cast keep their packs on their own devices. Cast one of them."</p> })}
                    {elsewhere
                        .map(|person| view! { <p class="fine">{format!("@{} draws it on their own device: their pack stays there.", person.handle)}</p> })}
                    {offer.then(|| view! { <Appeal appeal=checking.appeal /> })}
                }
                    .into_any()
            }}
        </div>
    }
}

#[component]
fn Line(verdict: Verdict) -> impl IntoView {
    let owner = format!("@{}", verdict.person.handle);
    let handle = match &verdict.character {
        Some(character) => format!("{} of {owner}", character.name),
        None => owner,
    };
    let profile = Route::Profile(verdict.person.handle.clone()).path();
    let (icon, class, words) = match (verdict.answer, verdict.plays) {
        (Answer::Allow, true) => {
            let lends = match verdict.parts {
                Parts::Both => "allows this",
                Parts::Face => "allows this with their face: the studio speaks",
                Parts::Voice => "allows this with their voice",
            };
            ("check", "verdict verdict--yes", lends)
        }
        (Answer::Allow, false) => ("check", "verdict verdict--yes", "allows a remix of their clip"),
        (Answer::Ask, true) => ("info", "verdict", "is asked when you start"),
        (Answer::Ask, false) => ("info", "verdict", "is asked about the remix when you start"),
        (Answer::Deny, true) => ("x", "verdict verdict--no", "says no"),
        (Answer::Deny, false) => ("x", "verdict verdict--no", "allows no remix of their clip"),
    };
    let reasons = verdict
        .reasons
        .into_iter()
        .filter(|reason| verdict.answer == Answer::Deny || !reason.spans.is_empty())
        .map(|reason| {
            view! { <span class="verdict__why">{format!("{} {}", why(&reason), reason.advice)}</span> }
        })
        .collect_view();
    view! {
        <li class=class>
            <Icon name=icon />
            <span><a href=profile>{handle}</a>{format!(" {words}. ")}{reasons}</span>
        </li>
    }
}

/// Sends it to the owner as it is.
#[component]
fn Appeal(appeal: RwSignal<Option<String>>) -> impl IntoView {
    let note = RwSignal::new(appeal.get_untracked().unwrap_or_default());
    Effect::new(move || {
        let note = note.get();
        if appeal.with_untracked(Option::is_some) {
            appeal.set(Some(note));
        }
    });
    view! {
        <Show
            when=move || appeal.with(Option::is_some)
            fallback=move || {
                view! { <Button on_press=move |_| appeal.set(Some(note.get_untracked()))>"Ask them all the same"</Button> }
            }
        >
            <TextField id="appeal" label="A note to them" value=note hint="They see your words, the rule, and this note, and decide. It costs nothing." />
        </Show>
    }
}
