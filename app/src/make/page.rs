//! The page on which a clip is written.

use domain::direction::Sound;
use domain::text::{Prompt, Script, TextError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::TextArea;
use wire::accounts::Account;
use wire::characters::Characters;
use wire::likeness::MyLikeness;
use wire::renders::CreateRender;

use super::bar::{Doing, MakeBar, Paid};
use super::cast::Cast;
use super::draft::Draft;
use super::estimate;
use super::generator::{Choosing, Generators};
use super::manner::Manner;
use super::pace::Faster;
use super::parts::WantedParts;
use super::players::Players;
use super::preview::Preview;
use super::purpose::WhatFor;
use super::remix::{self, Source};
use super::saying::{InWhichVoice, Saying};
use super::scenes::Scenes;
use super::take::{self, Own, WhoSpeaks};
use super::turns::{self, WhoSays};
use super::verdicts::{Checking, Verdicts};
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::render::Waiting;
use crate::reviews::HeldBack;
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::trouble::{Trouble, sentence};

/// The page.
#[component]
pub fn MakePage() -> impl IntoView {
    view! { <Members what="make clips" view=|me: Account| view! { <Make me=me /> }.into_any() /> }
}

#[component]
fn Make(me: Account) -> impl IntoView {
    let shared = Shared::get();
    let draft = Draft::open();
    let estimate = estimate::follow(shared, draft, me.handle.as_str());
    let likeness: Fetched<MyLikeness> = Fetched::new(api::my_likeness);
    let characters: Fetched<Characters> = Fetched::new(api::characters);
    let character = draft.character;
    let (intent, doing, asked) = (Intent::new(), RwSignal::new(Doing::Nothing), RwSignal::new(false));
    let (trouble, unable) = (RwSignal::new(None::<Trouble>), RwSignal::new(None::<Trouble>));
    // Words that a moderator holds back, while they stand there.
    let held = RwSignal::new(None::<(wire::Problem, String, String)>);
    Effect::new(move || {
        let texts = (draft.script.get(), draft.prompt.get());
        if held.with_untracked(|held| {
            held.as_ref().is_some_and(|(_, script, prompt)| (script, prompt) != (&texts.0, &texts.1))
        }) {
            held.set(None);
        }
    });
    // One that was deleted or paused since it was chosen plays no more.
    Effect::new(move || {
        let Some(all) = characters.get() else { return };
        let here = |id: &_| all.characters.iter().any(|one| one.id == *id && !one.policy.paused);
        if character.with_untracked(|chosen| chosen.as_ref().is_some_and(|id| !here(id))) {
            character.set(None);
        }
    });
    let has_likeness = Memo::new(move |_| likeness.get().is_some_and(|m| m.likeness.is_some_and(|l| !l.policy.paused)));

    // Somebody else alone: where the creator has no understudy, or leaves theirs out.
    let without_me = draft.without_me;
    let (my_face_only, their_face_only) = (draft.my_face_only, draft.their_face_only);
    let (my_voice, their_voice) = (draft.my_voice, draft.their_voice);
    let not_taken = remix::take_over(shared, draft, me.handle.to_string());
    let none_yet = Memo::new(move |_| likeness.get().is_some_and(|mine| mine.likeness.is_none()));

    let own = StoredValue::new(me.handle.to_string());
    // Only whoever plays alone, as themselves, may say it themselves.
    let alone = Memo::new(move |_| draft.other.get().is_none() && character.get().is_none() && has_likeness.get());
    let voice = Own::follow(shared, draft, alone.into(), me.handle.as_str());
    let players = Memo::new(move |_| Players {
        me: own.get_value(),
        character: character.get(),
        other: draft.other.get(),
        away: draft.other.get().is_some() && (without_me.get() || none_yet.get()),
        my_face_only: my_face_only.get() && !voice.chosen(),
        their_face_only: their_face_only.get(),
        my_voice: my_voice.get() && has_likeness.get(),
        their_voice: their_voice.get(),
    });
    let playable = Memo::new(move |_| players.with(|players| !players.needs_me() || has_likeness.get()));
    // Who has lines of their own: a character's speech is one.
    let together = Memo::new(move |_| players.with(Players::speakers));
    let checking = Checking::follow(draft, players.into());

    let saying = Saying::new();
    // Who says it themselves, or has it said outside, is drawn by the studio.
    let everyone =
        Signal::derive(
            move || {
                if voice.chosen() || saying.outside() { Vec::new() } else { players.with(Players::entries) }
            },
        );
    let seconds = Signal::derive(move || match voice.seconds() {
        Some(seconds) if voice.chosen() => seconds,
        _ => estimate.get().seconds,
    });
    let choosing = Choosing::follow(everyone, seconds);
    // An outside voice speaks for one person, with face and voice, drawn by the studio.
    let speaks_alone = Signal::derive(move || {
        let cast = together.get();
        let whole = !players.with(|p| p.character_is_seen() || p.my_face_only || p.their_face_only);
        let studio = !voice.chosen() && choosing.chosen.with(Option::is_none);
        if whole && studio && cast.len() == 1 { cast } else { Vec::new() }
    });
    saying.follow(speaks_alone, draft.script);

    // What is missing is said only to who wants to go on; what is wrong, at once.
    let script_wrong = Memo::new(move |_| {
        let script = draft.script.get();
        let advice = turns::wrong(&script, &together.get()).or_else(|| {
            // How long the studio would take to say it does not matter to who says it themselves.
            if voice.chosen() { None } else { estimate.get().advice() }
        });
        wrong(script.parse::<Script>().err(), advice)
    });
    let prompt_wrong = Memo::new(move |_| wrong(draft.prompt.get().parse::<Prompt>().err(), None));
    let script_error =
        move || script_wrong.get().or_else(|| missing(asked.get(), &draft.script.get(), "Write what you say."));
    let prompt_error = move || {
        prompt_wrong.get().or_else(|| missing(asked.get(), &draft.prompt.get(), "Name a place, or choose one."))
    };
    let ready = move || {
        playable.get()
            && checking.goes_on()
            && unable.get().is_none()
            && script_wrong.get().is_none()
            && prompt_wrong.get().is_none()
            && (!voice.chosen() || voice.seconds().is_some())
    };
    let handle = me.handle.to_string();
    let make = move |()| {
        let (script, prompt) = (draft.script.get_untracked(), draft.prompt.get_untracked());
        asked.set(true);
        trouble.set(None);
        held.set(None);
        if script.trim().is_empty() {
            return browser::page::focus("#script");
        }
        if prompt.trim().is_empty() {
            return browser::page::focus("#prompt");
        }
        let together = together.get_untracked();
        let texts = turns::texts(&script, &together);
        let (cast, parts) = players.with_untracked(Players::cast).into_iter().unzip();
        let (mut choices, appeal) = (draft.choices.get_untracked(), checking.appeal.get_untracked());
        let recorded = untrack(|| voice.chosen());
        let outside = untrack(|| saying.outside());
        if !recorded {
            choices.sound = Sound::Speech;
        }
        let remix_of = draft.from.get_untracked().map(|from| from.clip);
        let (purpose, generator, spoken) = (draft.purpose.get_untracked(), None, None);
        let mut body =
            CreateRender { script, prompt, cast, parts, choices, purpose, generator, voice: spoken, appeal, remix_of };
        doing.set(Doing::Measuring);
        spawn_local(async move {
            let outcome = async {
                let mut length_s = 0.0;
                // A recording has been compared with the script, and is once more when the clip is made.
                if !recorded {
                    let length = estimate::measure(shared, texts, body.choices).await?;
                    // Who has left meanwhile does not want it any more.
                    if doing.is_disposed() {
                        return Ok(());
                    }
                    estimate.set(length);
                    length_s = length.seconds;
                    if length.advice().is_some() {
                        browser::page::focus("#script");
                        return Ok(());
                    }
                }
                if unable.get_untracked().is_some() {
                    return Ok(());
                }
                doing.set(Doing::Asking);
                if choosing.chosen.get_untracked().is_some() {
                    body.generator = choosing.order(&body.cast, length_s).await?;
                    if doing.is_disposed() {
                        return Ok(());
                    }
                    if body.generator.is_none() {
                        let detail = "Look at it again, then press the button once more. Nothing was ordered.";
                        return Err(Trouble::new("The price has changed, or it can be chosen no more", detail));
                    }
                }
                if outside {
                    body.voice = saying.order(&body.cast, &body.script).await?;
                    if doing.is_disposed() {
                        return Ok(());
                    }
                    if body.voice.is_none() {
                        let detail = "Look at it again, then press the button once more. Nothing was ordered.";
                        return Err(Trouble::new("The price has changed, or it can be chosen no more", detail));
                    }
                }
                let render = match api::create_render(&body, intent).await {
                    Err(api::Error::Problem(problem)) if problem.code == wire::Code::HeldBack => {
                        held.try_set(Some((*problem, body.script.clone(), body.prompt.clone())));
                        return Ok(());
                    }
                    answer => answer?,
                };
                if recorded {
                    take::give(&render.id);
                }
                if !doing.is_disposed() {
                    shared.go(&Route::Render(render.id));
                }
                Ok::<_, Trouble>(())
            };
            let failed = outcome.await.err();
            if !doing.is_disposed() {
                trouble.set(failed);
                doing.set(Doing::Nothing);
            }
        });
    };
    view! {
        <div class="make">
            <header class="make__head">
                <Back to=Route::Feed words="Feed" />
                <h1 class="make__title">"New clip"</h1>
            </header>
            <Preview
                prompt=draft.prompt
                choices=draft.choices
                handle=handle.clone()
                character=character
                other=draft.other
                ready=Signal::derive(move || {
                    character.get().is_some() || (has_likeness.get() && !players.with(Players::character_is_seen))
                })
                unable=unable
            />
            <div class="make__form">
                {move || unable.get().map(|t| view! { <TroubleView trouble=t /> })}
                {move || not_taken.get().map(|t| view! { <TroubleView trouble=t /> })}
                <Waiting />
                <Source draft=draft />
                <TextArea
                    id="script"
                    label="What you say"
                    rows=4
                    value=draft.script
                    placeholder="Hello. I am the understudy, and tonight I play you."
                    aside=Signal::derive(move || if voice.chosen() { String::new() } else { estimate.get().count() })
                    hint=Signal::derive(move || turns::hint(&draft.script.get(), &together.get()))
                    error=Signal::derive(script_error)
                />
                <Show when=move || !voice.chosen()>
                    <Faster estimate=estimate choices=draft.choices />
                </Show>
                <WhoSays script=draft.script cast=together />
                <WhoSpeaks own=voice />
                <TextArea
                    id="prompt"
                    label="Where you are, and how it looks"
                    rows=2
                    value=draft.prompt
                    placeholder="On a beach at sunset"
                    error=Signal::derive(prompt_error)
                />
                <Scenes prompt=draft.prompt />
                <Manner choices=draft.choices speaks=Signal::derive(move || !voice.chosen()) />
                <Cast me=me likeness=likeness characters=characters character=character other=draft.other my_voice=my_voice />
                <WantedParts
                    players=players
                    scanned=has_likeness
                    my_face_only=my_face_only
                    their_face_only=their_face_only
                    my_voice=my_voice
                    their_voice=their_voice
                    without_me=without_me
                />
                <WhatFor purpose=draft.purpose />
                <InWhichVoice saying=saying />
                <Generators
                    choosing=choosing
                    rules=Signal::derive(move || character.get().map_or(Route::Rules, Route::CharacterRules))
                />
                <Verdicts checking=checking me=own.get_value() />
                {move || likeness.trouble().map(|t| view! { <TroubleView trouble=t retry=move |()| likeness.reload() /> })}
                {move || {
                    held.get().map(|(problem, script, prompt)| {
                        view! { <HeldBack problem=problem script=script prompt=prompt on_pass=move |()| held.set(None) /> }
                    })
                }}
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            </div>
            <MakeBar
                seconds=seconds
                disabled=Signal::derive(move || !ready())
                paid=Signal::derive(move || Paid::of(choosing, saying))
                doing=doing
                on_make=make
            />
        </div>
    }
}

/// What is wrong with a text that is there; nothing is wrong with one that is not.
fn wrong(parsed: Option<TextError>, advice: Option<String>) -> Option<String> {
    match parsed {
        Some(TextError::Empty) => None,
        Some(error) => Some(sentence(&error.to_string())),
        None => advice,
    }
}

/// What is missing, for who has asked.
fn missing(asked: bool, text: &str, words: &str) -> Option<String> {
    (asked && text.trim().is_empty()).then(|| words.to_owned())
}
