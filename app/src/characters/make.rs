//! Making a character: a picture, a frame around the thing, mouth and eyes, a name and a voice.

use browser::Buffer;
use browser::picture::Pixels;
use domain::character::{Kind, Size};
use domain::text::CharacterName;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Chip, Look, TextField};
use wire::accounts::Account;
use wire::workers::studio::{Answer, Request};

use super::points::{FramePoints, MarkPoints};
use super::source::Source;
use super::state::Choices;
use super::words;
use crate::api;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::trouble::{Trouble, sentence};

/// Pixels of the trial.
const SIZE: (u32, u32) = (270, 480);
/// How wide the mouth opens in a trial, picture by picture; below 0 the eyes shut.
const TRIAL: [f32; 14] = [0.2, 0.6, 0.9, 0.5, 0.1, 0.4, 1.0, 0.7, 0.2, 0.0, -0.6, -1.0, -0.6, 0.0];
/// Between two pictures of a trial, in milliseconds.
const TRIAL_MS: i32 = 90;

/// The page.
#[component]
pub fn NewCharacterPage() -> impl IntoView {
    view! { <Members what="make a character" view=|_: Account| view! { <New /> }.into_any() /> }
}

/// Asks the studio for the pack of what is chosen; it is open there from then on.
async fn packed(shared: Shared, choices: Choices) -> Result<Vec<u8>, Trouble> {
    let eyes = choices.blinks.get_untracked().then(|| (choices.eyes.get_untracked(), untrack(|| choices.eye_radius())));
    let ask = Request::Character { mouth: choices.mouth.get_untracked(), eyes, size: choices.size.get_untracked() };
    let (_, buffers) = shared.crew.studio().await?.ask(&ask, Vec::new()).await?;
    Ok(buffers.first().map(Buffer::to_bytes).unwrap_or_default())
}

#[component]
fn New() -> impl IntoView {
    let shared = Shared::get();
    let choices = Choices::new();
    let (trouble, busy, saving) = (RwSignal::new(None::<Trouble>), RwSignal::new(false), RwSignal::new(false));
    let (framing, asked, tried) = (RwSignal::new(true), RwSignal::new(false), RwSignal::new(false));
    let (stage, below) = (NodeRef::<Div>::new(), NodeRef::<Canvas>::new());
    let (cut, trial) = (NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new());
    let (fresh, quiet) =
        (StoredValue::new_local(None::<Buffer>), StoredValue::new_local(browser::clock::Debounce::default()));
    // What was sent last with its key: the same again is the same wish.
    let sent = StoredValue::new_local(None::<(String, Vec<u8>, String)>);

    let on_picture = Callback::new(move |pixels: Pixels| {
        if let Some(canvas) = below.get_untracked() {
            browser::canvas::draw_rgba(&canvas, &pixels.rgba, pixels.width, pixels.height);
        }
        fresh.set_value(Some(pixels.rgba));
        choices.marked.set(false);
        framing.set(true);
        choices.picture.set(Some((pixels.width, pixels.height)));
    });
    let recut = move || async move {
        let Some((width, height)) = choices.picture.get_untracked() else { return Ok(()) };
        let studio = shared.crew.studio().await?;
        let pixels = fresh.try_update_value(Option::take).flatten();
        let ask = Request::Cut {
            width,
            height,
            frame: choices.frame.get_untracked(),
            kind: choices.kind.get_untracked(),
            strength: choices.strength.get_untracked(),
        };
        let (answer, buffers) = studio.ask(&ask, pixels.into_iter().collect()).await?;
        if let (Answer::Cut { width, height, bounds }, [rgba, ..]) = (answer, buffers.as_slice())
            && let Some(canvas) = cut.try_get_untracked().flatten()
        {
            browser::canvas::draw_rgba(&canvas, rgba, width, height);
            choices.guess(bounds);
        }
        Ok::<_, Trouble>(())
    };
    Effect::new(move || {
        let _ = (choices.frame.get(), choices.kind.get(), choices.strength.get());
        if choices.picture.get().is_none() {
            return;
        }
        quiet.with_value(|q| {
            q.call(180, move || {
                busy.set(true);
                spawn_local(async move {
                    let failed = recut().await.err();
                    if !busy.is_disposed() {
                        trouble.set(failed);
                        busy.set(false);
                    }
                });
            });
        });
    });
    let try_it = move |_| {
        trouble.set(None);
        tried.set(true);
        spawn_local(async move {
            let shown = async {
                packed(shared, choices).await?;
                let studio = shared.crew.studio().await?;
                let all: &[f32] = if browser::page::reduced_motion() { &[0.8] } else { &TRIAL };
                for &turn in all {
                    let ask = Request::Portrait { width: SIZE.0, height: SIZE.1, turn };
                    let (_, buffers) = studio.ask(&ask, Vec::new()).await?;
                    let Some(canvas) = trial.try_get_untracked().flatten() else { return Ok(()) };
                    if let Some(rgba) = buffers.first() {
                        browser::canvas::draw_rgba(&canvas, rgba, SIZE.0, SIZE.1);
                    }
                    browser::clock::sleep(TRIAL_MS).await;
                }
                Ok::<_, Trouble>(())
            };
            let failed = shown.await.err();
            if !tried.is_disposed() && failed.is_some() {
                tried.set(false);
                trouble.set(failed);
            }
        });
    };
    let name_error = move || {
        let error = choices.name.get().parse::<CharacterName>().err();
        error.filter(|_| asked.get() || !choices.name.get().is_empty()).map(|e| sentence(&e.to_string()))
    };
    let save = move |_| {
        asked.set(true);
        trouble.set(None);
        let name = choices.name.get_untracked();
        if name.parse::<CharacterName>().is_err() {
            return browser::page::focus("#character-name");
        }
        saving.set(true);
        spawn_local(async move {
            let stored = async {
                let pack = packed(shared, choices).await?;
                let known = sent.with_value(|s| {
                    s.as_ref().filter(|(n, p, _)| *n == name && *p == pack).map(|(_, _, key)| key.clone())
                });
                let key = known.unwrap_or_else(browser::crypto::random_key);
                sent.set_value(Some((name.clone(), pack.clone(), key.clone())));
                Ok::<_, Trouble>(api::create_character(&name, choices.kind.get_untracked(), &pack, &key).await?)
            };
            let stored = stored.await;
            if saving.is_disposed() {
                return;
            }
            match stored {
                Ok(character) => {
                    shared.tell(&format!("{} is ready to play.", character.name));
                    shared.go(&Route::Characters);
                }
                Err(failed) => trouble.set(Some(failed)),
            }
            saving.set(false);
        });
    };
    let ratio = move || choices.picture.get().map_or("1 / 1".to_owned(), |(w, h)| format!("{w} / {h}"));
    view! {
        <div class="page page--wide">
            <Back to=Route::Characters words="Characters" />
            <h1 class="page__title">"New character"</h1>
            <p>"A pet, a toy or a drawing: it stands where you would stand, and says what you write."</p>
            <Source on_picture=on_picture trouble=trouble />
            <div class="cutting" hidden=move || choices.picture.get().is_none()>
                <div class="cutting__stage" node_ref=stage style:aspect-ratio=ratio aria-busy=move || busy.get().then_some("true")>
                    <canvas class="cutting__below" node_ref=below role="img" aria-label="The picture"></canvas>
                    <canvas class="cutting__cut" node_ref=cut role="img" aria-label="What is cut out of it"></canvas>
                    <Show when=move || framing.get() fallback=move || view! { <MarkPoints choices=choices stage=stage /> }>
                        <FramePoints choices=choices stage=stage />
                    </Show>
                </div>
                <div class="cutting__form">
                    <div class="row" role="group" aria-label="What you move on the picture">
                        <Chip on=framing on_press=move |()| framing.set(true)>"Frame"</Chip>
                        <Chip on=Signal::derive(move || !framing.get()) on_press=move |()| framing.set(false)>"Mouth and eyes"</Chip>
                    </div>
                    <p class="fine">
                        {move || if framing.get() {
                            "Draw the frame close around the thing. Drag its sides, or use the arrow keys."
                        } else {
                            "Put the two points on the corners of the mouth. What has no mouth gets one there."
                        }}
                    </p>
                    <div class="row" role="group" aria-label="What it is">
                        {Kind::ALL.map(|kind| view! {
                            <Chip on=Signal::derive(move || choices.kind.get() == kind) on_press=move |()| choices.kind.set(kind)>
                                {words(kind)}
                            </Chip>
                        }).collect_view()}
                    </div>
                    <label class="field">
                        <span class="field__label">"Cut more or less away"</span>
                        <input
                            type="range" min="-1" max="1" step="0.1"
                            prop:value=move || choices.strength.get()
                            on:input:target=move |e| choices.strength.set(e.target().value().parse().unwrap_or(0.0))
                        />
                    </label>
                    <Checkbox checked=choices.blinks>"It has eyes that blink."</Checkbox>
                    <Show when=move || choices.blinks.get()>
                        <label class="field">
                            <span class="field__label">"Size of the eyes"</span>
                            <input
                                type="range" min="0.4" max="2.4" step="0.05"
                                prop:value=move || choices.eye_size.get()
                                on:input:target=move |e| choices.eye_size.set(e.target().value().parse().unwrap_or(1.0))
                            />
                        </label>
                    </Show>
                    <div class="field" role="group" aria-label="How it sounds">
                        <span class="field__label">"Voice"</span>
                        <div class="row">
                            {[(Size::Small, "Small and high"), (Size::Medium, "Medium"), (Size::Large, "Large and low")].map(|(size, label)| view! {
                                <Chip on=Signal::derive(move || choices.size.get() == size) on_press=move |()| choices.size.set(size)>
                                    {label}
                                </Chip>
                            }).collect_view()}
                        </div>
                    </div>
                    <TextField id="character-name" label="Name" value=choices.name error=Signal::derive(name_error) />
                    <canvas class="cutting__trial" node_ref=trial hidden=move || !tried.get() role="img" aria-label="Your character, speaking"></canvas>
                    {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                    <p class="fine">"Only you may use it, until you change its rules. Its pack is stored encrypted, and you can delete it at any time."</p>
                    <div class="row">
                        <Button look=Look::Primary busy=saving disabled=busy on_press=save>"Keep this character"</Button>
                        <Button icon="play" disabled=busy on_press=try_it>"See it speak"</Button>
                    </div>
                </div>
            </div>
            <Show when=move || choices.picture.get().is_none()>
                {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            </Show>
        </div>
    }
}
