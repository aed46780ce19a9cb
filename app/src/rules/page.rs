//! The page of rules: what holds in sentences, and every rule to change.

use domain::consent::{Audience, Company, Holding, Parts, Policy, Preset};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Chip, Choice, Icon, Look};
use wire::accounts::Account;
use wire::consent::{Makes, MyPolicy};

use super::languages::Languages;
use super::list::WordList;
use super::outside::Outsiders;
use super::own_words::OwnWords;
use super::pause::Pause;
use super::people::Approved;
use super::sentences;
use super::themes::Themes;
use super::versions::Earlier;
use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn RulesPage() -> impl IntoView {
    let page = |_: Account| {
        view! {
            <div class="page">
                <Back to=Route::Understudy words="Your understudy" />
                <h1 class="page__title">"Your rules"</h1>
                <Rules whose=Whose::Likeness />
            </div>
        }
        .into_any()
    };
    view! { <Members what="see your rules" view=page /> }
}

/// The rules about a likeness or a character, to read and to change.
#[component]
pub fn Rules(
    /// What they are about.
    whose: Whose,
) -> impl IntoView {
    let whose = StoredValue::new(whose);
    let mine: Fetched<MyPolicy> = Fetched::new(move || {
        let whose = whose.get_value();
        async move { api::policy(&whose).await }
    });
    mine.show("Fetching your rules", move |now| view! { <Editor mine=now whose=whose /> }.into_any())
}

/// What a preset is called, and what it is for.
fn named(preset: Preset) -> (&'static str, &'static str) {
    match preset {
        Preset::Private => ("Private", "Only you, on your devices."),
        Preset::Friends => ("Friends", "People who follow each other with you; you look at each clip."),
        Preset::PublicFigure => ("Public figure", "Everyone may ask; nothing happens without your yes."),
        Preset::Creator => ("Creator", "Everyone may use it by your rules, up to 50 times a day."),
    }
}

fn options<T: Copy>(all: &[(T, &str)]) -> Vec<(T, String)> {
    all.iter().map(|(value, words)| (*value, (*words).to_owned())).collect()
}

#[component]
fn Editor(mine: MyPolicy, whose: StoredValue<Whose>) -> impl IntoView {
    // A character has no face of its owner's to lend apart from its voice.
    let has_parts = whose.with_value(|whose| *whose == Whose::Likeness);
    // Outside voices are copies of people's.
    let here = mine.outside.iter().filter(|one| has_parts || one.makes == Makes::Films).cloned().collect::<Vec<_>>();
    let paused = mine.policy.paused;
    let (policy, mine) = (RwSignal::new(mine.policy.clone()), RwSignal::new(mine));
    // A pause is a version of the rules. What is being changed here meanwhile stays.
    let turned = move |now: MyPolicy| {
        policy.try_update(|p| (p.version, p.paused) = (now.policy.version, now.policy.paused));
        mine.try_set(now);
    };
    let changed = Memo::new(move |_| policy.get() != mine.get().policy);
    let from = move |preset: Preset| {
        let Policy { version, paused, .. } = policy.get_untracked();
        policy.set(Policy { version, paused, ..preset.policy() });
    };
    let set = move |change: fn(&mut Policy, bool), on: bool| policy.update(|policy| change(policy, on));
    let ask_each = bound(policy, |p| p.ask_each, move |on| set(|p, on| p.ask_each = on, on));
    let unseen = bound(policy, |p| p.publish_unseen, move |on| set(|p, on| p.publish_unseen = on, on));
    let saved = bound(policy, |p| p.downloads, move |on| set(|p, on| p.downloads = on, on));
    view! {
        <ul class="will" aria-label="What holds">
            {move || {
                sentences(&policy.get(), browser::clock::now_ms(), browser::clock::written)
                    .into_iter()
                    .map(|(opens, text)| view! { <li><Icon name=if opens { "check" } else { "lock" } />{text}</li> })
                    .collect_view()
            }}
        </ul>
        <section class="block">
            <h2 class="section">"Start from"</h2>
            <div class="row">
                {Preset::ALL
                    .into_iter()
                    .map(|preset| {
                        let same = move || {
                            let Policy { version, paused, .. } = policy.get();
                            policy.get() == Policy { version, paused, ..preset.policy() }
                        };
                        view! { <Chip on=Signal::derive(same) on_press=move |()| from(preset)>{named(preset).0}</Chip> }
                    })
                    .collect_view()}
            </div>
            <dl class="presets">
                {Preset::ALL.into_iter().map(|p| view! { <div><dt>{named(p).0}</dt><dd>{named(p).1}</dd></div> }).collect_view()}
            </dl>
        </section>
        <section class="block">
            <h2 class="section">"Who, and where"</h2>
            <Choice
                name="audience"
                legend="Who may use it"
                options=options(
                    &[
                        (Audience::OnlyMe, "Only me"),
                        (Audience::Approved, "People I approve"),
                        (Audience::Mutuals, "Mutual follows"),
                        (Audience::Everyone, "Everyone"),
                    ],
                )
                value=Signal::derive(move || policy.get().audience)
                on_choose=move |audience| policy.update(|p| p.audience = audience)
            />
            <Checkbox checked=ask_each>"Ask me about each clip first. People approved for good are not asked."</Checkbox>
            <Checkbox checked=unseen>"A clip may be published without my look at the finished file."</Checkbox>
            <Checkbox checked=saved>"Who makes a clip, or plays in it, may save its file. You see who did."</Checkbox>
            <Choice
                name="holding"
                legend="Where your pack may be opened"
                options=options(
                    &[
                        (Holding::Nowhere, "On my devices only"),
                        (Holding::Devices, "On the device of whoever may use it"),
                    ],
                )
                value=Signal::derive(move || policy.get().holding)
                on_choose=move |holding| policy.update(|p| p.holding = holding)
            />
            <p class="fine">
                "A pack that is opened elsewhere carries the trace of its use and is wiped after it. Someone could still keep it. What stays on your devices cannot be kept by others."
            </p>
            {has_parts
                .then(|| {
                    view! {
                        <Choice
                            name="parts"
                            legend="What of you"
                            options=options(&[(Parts::Both, "Face and voice"), (Parts::Face, "Face only"), (Parts::Voice, "Voice only")])
                            value=Signal::derive(move || policy.get().parts)
                            on_choose=move |parts| policy.update(|p| p.parts = parts)
                        />
                        <p class="fine">
                            "A face alone speaks with the studio's voice. A voice alone is heard from a character: nobody sees you."
                        </p>
                    }
                })}
            <Choice
                name="company"
                legend="With whom"
                options=options(
                    &[
                        (Company::Anyone, "Anyone who agreed"),
                        (Company::Approved, "People I approved"),
                        (Company::Alone, "Nobody: only alone"),
                    ],
                )
                value=Signal::derive(move || policy.get().company)
                on_choose=move |company| policy.update(|p| p.company = company)
            />
        </section>
        <Outsiders policy=policy here=here />
        <section class="block">
            <h2 class="section">"About what"</h2>
            <p class="fine">
                "Subjects are found by lists of English words. What they cannot read, you are asked about. Where a word may mean something else, you are asked, too."
            </p>
            <Themes policy=policy />
            <Languages policy=policy />
        </section>
        <section class="block">
            <h2 class="section">"Words, things, wishes"</h2>
            <OwnWords policy=policy />
            <WordList
                id="never-say"
                label="Words never said"
                hint="Several at once with commas."
                words=Signal::derive(move || policy.get().never_say.into_iter().collect())
                on_add=move |word: String| policy.update(|p| { p.never_say.insert(word); })
                on_remove=move |word: String| policy.update(|p| { p.never_say.remove(&word); })
            />
            <WordList
                id="never-show"
                label="Places and things never shown"
                hint="For example: courtroom, guns."
                words=Signal::derive(move || policy.get().never_show.into_iter().collect())
                on_add=move |word: String| policy.update(|p| { p.never_show.insert(word); })
                on_remove=move |word: String| policy.update(|p| { p.never_show.remove(&word); })
            />
            <WordList
                id="wishes"
                label="What every generator is told"
                hint="For example: always the red hat."
                words=Signal::derive(move || policy.get().wishes)
                on_add=move |wish: String| policy.update(|p| p.wishes.push(wish))
                on_remove=move |wish: String| policy.update(|p| p.wishes.retain(|other| *other != wish))
            />
        </section>
        <section class="block">
            <h2 class="section">"How often, how long"</h2>
            <div class="row row--even">
                <Count id="cap-day" label="At most a day" value=Signal::derive(move || policy.get().caps.day) on_change=move |n| policy.update(|p| p.caps.day = n) />
                <Count id="cap-week" label="At most a week" value=Signal::derive(move || policy.get().caps.week) on_change=move |n| policy.update(|p| p.caps.week = n) />
                <Count id="cap-total" label="At most in all" value=Signal::derive(move || policy.get().caps.total) on_change=move |n| policy.update(|p| p.caps.total = n) />
            </div>
            <p class="fine number">
                {move || {
                    let (day, week, all) = mine.get().used;
                    format!("Used by others so far: {day} in the last day, {week} in the last week, {all} in all.")
                }}
            </p>
            <Ends policy=policy />
        </section>
        <section class="block"><Pause paused=paused whose=whose.get_value() on_done=turned /></section>
        <section class="block"><Approved mine=mine whose=whose /></section>
        <section class="block"><Earlier policy=policy mine=mine whose=whose /></section>
        <Save policy=policy mine=mine changed=changed whose=whose />
    }
}

/// A box that is part of the policy.
fn bound(
    policy: RwSignal<Policy>,
    read: fn(&Policy) -> bool,
    write: impl Fn(bool) + Send + Sync + 'static,
) -> RwSignal<bool> {
    let ticked = RwSignal::new(policy.with_untracked(read));
    Effect::new(move || ticked.set(policy.with(read)));
    Effect::new(move || {
        let on = ticked.get();
        if policy.with_untracked(read) != on {
            write(on);
        }
    });
    ticked
}

#[component]
fn Count(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<Option<u32>>,
    #[prop(into)] on_change: Callback<Option<u32>>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <div class="field__box">
                <input
                    class="field__input number"
                    id=id
                    type="number"
                    min="0"
                    max="100000"
                    inputmode="numeric"
                    placeholder="No limit"
                    prop:value=move || value.get().map(|n| n.to_string()).unwrap_or_default()
                    on:change:target=move |event| on_change.run(event.target().value().trim().parse().ok())
                />
            </div>
        </div>
    }
}

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

#[component]
fn Ends(policy: RwSignal<Policy>) -> impl IntoView {
    let choose = move |days: Option<u64>| {
        policy.update(|p| p.expires_at = days.map(|days| browser::clock::now_ms() + days * DAY_MS));
    };
    view! {
        <div class="row" role="group" aria-label="Until when others may use it">
            <Chip on=Signal::derive(move || policy.get().expires_at.is_none()) on_press=move |()| choose(None)>
                "Until I change it"
            </Chip>
            <Chip on=false on_press=move |()| choose(Some(30))>"For 30 days"</Chip>
            <Chip on=false on_press=move |()| choose(Some(365))>"For a year"</Chip>
        </div>
        {move || {
            policy
                .get()
                .expires_at
                .map(|at| view! { <p class="fine">{format!("Others may use it until {}.", browser::clock::written(at))}</p> })
        }}
    }
}

/// The bar that keeps what was changed.
#[component]
fn Save(
    policy: RwSignal<Policy>,
    mine: RwSignal<MyPolicy>,
    changed: Memo<bool>,
    whose: StoredValue<Whose>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let save = move |_| {
        let (wish, based_on) = (policy.get_untracked(), mine.with_untracked(|mine| mine.policy.version));
        let whose = whose.get_value();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::change_policy(&whose, wish, based_on, intent).await {
                Ok(now) => {
                    policy.try_set(now.policy.clone());
                    mine.try_set(now);
                    shared.tell("Your rules are saved. They count from now on.");
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || changed.get()>
            <div class="save" role="region" aria-label="Changes that are not saved">
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                <div class="save__row">
                    <p class="save__words">"Changed, not saved yet."</p>
                    <Button on_press=move |_| policy.set(mine.with_untracked(|mine| mine.policy.clone()))>"Undo"</Button>
                    <Button look=Look::Primary busy=busy on_press=save>"Save"</Button>
                </div>
            </div>
        </Show>
    }
}
