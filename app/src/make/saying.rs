//! Whose voice is heard where somebody plays alone: the studio's for nothing, or an outside copy, with its price before.

use domain::dialogue;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::voices::{ChooseVoice, VoiceChoice};

use super::generator::price;
use super::turns::texts;
use crate::api;
use crate::routes::Route;

/// How long typing rests before prices are asked for, in milliseconds.
const REST_MS: i32 = 700;

/// What is chosen, and what there is to choose.
#[derive(Clone, Copy)]
pub struct Saying {
    /// What there is, for the cast and the script as they stand. None: the studio's voice alone.
    all: RwSignal<Vec<VoiceChoice>>,
    /// The name of the one that is chosen; none for the studio's.
    chosen: RwSignal<Option<String>>,
}

/// Characters that an outside voice is paid for.
#[must_use]
pub fn characters(script: &str, cast: &[String]) -> usize {
    let said: Vec<String> = texts(script, cast).iter().map(|text| dialogue::plain(text)).collect();
    said.join(" ").chars().count()
}

impl Saying {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), chosen: RwSignal::new(None) }
    }

    /// Follows who plays alone, and the script. Nobody: the studio's voice.
    pub fn follow(self, cast: Signal<Vec<String>>, script: RwSignal<String>) {
        let rest = StoredValue::new_local(browser::clock::Debounce::default());
        // Once it is known that there is none here, nothing more is asked.
        let none = StoredValue::new(false);
        let count = Memo::new(move |_| characters(&script.get(), &cast.get()));
        Effect::new(move || {
            let (cast, count) = (cast.get(), count.get());
            if cast.is_empty() {
                self.take(Vec::new());
            } else if !none.get_value() {
                rest.with_value(|rest| {
                    rest.call(REST_MS, move || {
                        spawn_local(async move {
                            let Ok(found) = api::voice_choices(&cast, count).await else { return };
                            none.try_set_value(found.voices.is_empty());
                            self.take(found.voices);
                        });
                    });
                });
            }
        });
    }

    /// Takes what there is now. What cannot be chosen any more is chosen no more.
    fn take(self, found: Vec<VoiceChoice>) {
        let Some(chosen) = self.chosen.try_get_untracked() else { return };
        let gone = chosen.is_some_and(|id| !found.iter().any(|one| one.id == id && one.unfit.is_none()));
        self.all.try_set(found);
        if gone {
            self.chosen.try_set(None);
        }
    }

    /// The one that is chosen, besides the studio's. Tracked.
    #[must_use]
    pub fn one(self) -> Option<VoiceChoice> {
        let id = self.chosen.get()?;
        self.all.with(|all| all.iter().find(|one| one.id == id).cloned())
    }

    /// Whether an outside voice is chosen. Tracked.
    #[must_use]
    pub fn outside(self) -> bool {
        self.chosen.with(Option::is_some)
    }

    /// Asks for the price of this very script. None where it is no more as it was shown: then nothing is ordered.
    ///
    /// # Errors
    /// The list cannot be had.
    pub async fn order(self, cast: &[String], script: &str) -> api::Answer<Option<ChooseVoice>> {
        let Some(id) = self.chosen.try_get_untracked().flatten() else { return Ok(None) };
        let find = |all: &[VoiceChoice]| all.iter().find(|one| one.id == id && one.unfit.is_none())?.price_micro_usd;
        let shown = self.all.try_with_untracked(|all| find(all)).flatten();
        let found = api::voice_choices(cast, characters(script, cast)).await?.voices;
        let now = find(&found);
        // A character more or less is no other price as long as it reads the same.
        let same = now.map(price) == shown.map(price);
        self.take(found);
        Ok(now.filter(|_| same).map(|price_micro_usd| ChooseVoice { id, price_micro_usd }))
    }
}

/// The choice. It is not there where there is no outside voice.
#[component]
pub fn InWhichVoice(
    /// What is chosen, and what there is.
    saying: Saying,
) -> impl IntoView {
    let some = Memo::new(move |_| saying.all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <fieldset class="generators">
                <legend class="field__label">"In which voice"</legend>
                <label class="generator">
                    <input
                        type="radio"
                        name="voice"
                        prop:checked=move || !saying.outside()
                        on:change=move |_| saying.chosen.set(None)
                    />
                    <span class="generator__name">"Studio voice"</span>
                    <span class="generator__price number"></span>
                    <span class="generator__facts fine">"Free · on this device"</span>
                </label>
                <For
                    each=move || saying.all.get()
                    key=|one| format!("{} {:?} {:?}", one.id, one.price_micro_usd, one.unfit)
                    children=move |one| view! { <One choice=one saying=saying /> }
                />
            </fieldset>
        </Show>
    }
}

#[component]
fn One(choice: VoiceChoice, saying: Saying) -> impl IntoView {
    let VoiceChoice { id, title, price_micro_usd, unfit, why } = choice;
    let own = StoredValue::new(id);
    let on = move || saying.chosen.with(|chosen| *chosen == Some(own.get_value()));
    let refused = unfit.is_some();
    let way = match unfit.as_deref() {
        Some("no_voice" | "consent") => {
            Some(view! { " " <a href=Route::Understudy.path()>"Your understudy's page has the way."</a> })
        }
        _ => None,
    };
    view! {
        <label class="generator" class:generator--off=refused>
            <input
                type="radio"
                name="voice"
                prop:checked=on
                on:change=move |_| saying.chosen.set(Some(own.get_value()))
                disabled=refused
            />
            <span class="generator__name">{title}</span>
            <span class="generator__price number">{price_micro_usd.map(price)}</span>
            <span class="generator__facts fine">
                {if refused { "" } else { "a copy of the voice there · the script goes there" }}
                {why.map(|why| view! { <span class="generator__why">{why}{way}</span> })}
            </span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_paid_for_is_what_is_said() {
        let cast = vec!["ana".to_owned()];
        assert_eq!(characters("@ana: Hi *there*.\n[pause] Bye.", &cast), "Hi there. Bye.".len());
        assert_eq!(characters("", &cast), 0);
    }
}
