//! Who draws the clip: the studio on this device for nothing, or an outside generator, with its price before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::gateway::{ChooseGenerator, Generator};

use crate::api;
use crate::routes::Route;

/// How long typing rests before prices are asked for, in milliseconds.
const REST_MS: i32 = 700;
/// Shortest speech that prices are asked for, in milliseconds.
const SHORTEST_MS: f32 = 1000.0;

/// What is chosen, and what there is to choose.
#[derive(Clone, Copy)]
pub struct Choosing {
    /// What there is, for the cast and the script as they stand.
    pub all: RwSignal<Vec<Generator>>,
    /// The name of the one that is chosen; none for the studio.
    pub chosen: RwSignal<Option<String>>,
}

/// A speech in milliseconds.
#[must_use]
pub fn speech_ms(seconds: f32) -> u32 {
    (1000.0 * seconds).max(SHORTEST_MS).round() as u32
}

impl Choosing {
    /// Follows the cast and the length of the script. Nobody to cast: the studio alone.
    #[must_use]
    pub fn follow(cast: Signal<Vec<String>>, seconds: Signal<f32>) -> Self {
        let choosing = Self { all: RwSignal::new(Vec::new()), chosen: RwSignal::new(None) };
        let rest = StoredValue::new_local(browser::clock::Debounce::default());
        // Prices change with begun seconds.
        let whole = Memo::new(move |_| seconds.get().ceil());
        Effect::new(move || {
            let (cast, seconds) = (cast.get(), whole.get());
            if cast.is_empty() {
                choosing.all.set(Vec::new());
                choosing.chosen.set(None);
                return;
            }
            // Here there is the studio alone.
            if choosing.all.with_untracked(Vec::len) == 1 {
                return;
            }
            rest.with_value(|rest| {
                rest.call(REST_MS, move || {
                    spawn_local(async move {
                        // Without prices there is the studio, which costs nothing.
                        let found = api::generators(&cast, speech_ms(seconds)).await.map(|g| g.generators);
                        choosing.take(found.unwrap_or_default());
                    });
                });
            });
        });
        choosing
    }

    /// Takes what there is now. What cannot be chosen any more is chosen no more.
    pub fn take(self, found: Vec<Generator>) {
        let Some(chosen) = self.chosen.try_get_untracked() else { return };
        let gone = chosen.is_some_and(|id| !found.iter().any(|g| g.id == id && g.unfit.is_none()));
        self.all.try_set(found);
        if gone {
            self.chosen.try_set(None);
        }
    }

    /// The one that is chosen, besides the studio. Tracked.
    #[must_use]
    pub fn one(self) -> Option<Generator> {
        let id = self.chosen.get()?;
        self.all.with(|all| all.iter().find(|g| g.id == id).cloned())
    }

    /// Asks for the price of this very speech. None where it is as it was shown: then it can be ordered.
    ///
    /// # Errors
    /// The list cannot be had.
    pub async fn order(self, cast: &[String], seconds: f32) -> api::Answer<Option<ChooseGenerator>> {
        let Some(shown) = self.one_now() else { return Ok(None) };
        let speech_ms = speech_ms(seconds);
        let found = api::generators(cast, speech_ms).await?.generators;
        let now = found.iter().find(|g| g.id == shown.id && g.unfit.is_none()).and_then(|g| g.price_micro_usd);
        let same = now.is_some() && now == shown.price_micro_usd;
        self.take(found);
        let order = |price_micro_usd| ChooseGenerator { id: shown.id, speech_ms, price_micro_usd, fall_back: true };
        Ok(now.filter(|_| same).map(order))
    }

    fn one_now(self) -> Option<Generator> {
        let id = self.chosen.try_get_untracked().flatten()?;
        self.all.try_with_untracked(|all| all.iter().find(|g| g.id == id).cloned()).flatten()
    }
}

/// A price as people read it.
#[must_use]
pub fn price(micro_usd: u64) -> String {
    let cents = micro_usd.div_ceil(10_000);
    if micro_usd == 0 { "Free".to_owned() } else { format!("${}.{:02}", cents / 100, cents % 100) }
}

/// The list. It is not there while the studio is all there is.
#[component]
pub fn Generators(
    /// What is chosen, and what there is.
    choosing: Choosing,
    /// Where its owner's rules are about who is seen.
    #[prop(into)]
    rules: Signal<Route>,
) -> impl IntoView {
    let some = Memo::new(move |_| choosing.all.with(|all| all.len() > 1));
    let shown = move || {
        let mut all = choosing.all.get();
        // What is free and chosen already stands first; the others in their order.
        all.sort_by_key(|g| g.id != "studio");
        all
    };
    view! {
        <Show when=move || some.get()>
            <fieldset class="generators">
                <legend class="field__label">"Who draws it"</legend>
                <For
                    each=shown
                    key=|g| format!("{} {:?} {:?} {:?} {}", g.id, g.price_micro_usd, g.unfit, g.usual_wait_s, g.best)
                    children=move |g| view! { <One generator=g choosing=choosing rules=rules /> }
                />
            </fieldset>
        </Show>
    }
}

#[component]
fn One(generator: Generator, choosing: Choosing, rules: Signal<Route>) -> impl IntoView {
    let Generator {
        id, title, provider_title, own_voice, scene, best, price_micro_usd, usual_wait_s, unfit, why, ..
    } = generator;
    let studio = id == "studio";
    let own = StoredValue::new(id.clone());
    let on = move || choosing.chosen.with(|chosen| chosen.as_deref().unwrap_or("studio") == own.get_value());
    let choose = move |_| choosing.chosen.set(Some(own.get_value()).filter(|id| id != "studio"));
    let facts: Vec<&str> = if studio {
        vec!["Free", "stays on this device"]
    } else {
        vec![
            if own_voice { "your own voice" } else { "a voice of its own, not yours" },
            if scene { "draws the place you name" } else { "moves the picture that the studio draws" },
        ]
    };
    let wait = usual_wait_s
        .map(|s| if s < 90 { format!("about {s} s lately") } else { format!("about {} min lately", s.div_ceil(60)) });
    let facts = facts.into_iter().map(str::to_owned).chain(wait).collect::<Vec<_>>().join(" · ");
    let cost = price_micro_usd.filter(|_| !studio).map(price);
    let refused = unfit.is_some();
    let ask = (unfit.as_deref() == Some("consent"))
        .then(|| view! { " " <a href=move || rules.get().path()>"Your rules say who may get a picture."</a> });
    view! {
        <label class="generator" class:generator--off=refused>
            <input type="radio" name="generator" prop:checked=on on:change=choose disabled=refused />
            <span class="generator__name">
                {title}
                {(!studio).then(|| view! { <span class="fine">{format!(" by {provider_title}")}</span> })}
                {best.then(|| view! { " " <span class="generator__best">"Best for this"</span> })}
            </span>
            <span class="generator__price number">{cost}</span>
            <span class="generator__facts fine">
                {facts}
                {why.map(|why| view! { <span class="generator__why">{format!(" {why}")}{ask}</span> })}
            </span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_rounded_up_to_cents() {
        assert_eq!(price(0), "Free");
        assert_eq!(price(1), "$0.01");
        assert_eq!(price(500_000), "$0.50");
        assert_eq!(price(1_234_567), "$1.24");
        assert_eq!((speech_ms(0.2), speech_ms(4.2345)), (1000, 4235));
    }
}
