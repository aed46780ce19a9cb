//! A clip that an outside generator makes: picture and speech go there, its film comes back, and is finished on this device.

use std::rc::Rc;
use std::sync::Arc;

use browser::worker::Client;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, Look, Progress as Bar};
use wire::Code;
use wire::accounts::Account;
use wire::gateway::Job;
use wire::paths;
use wire::renders::Render;
use wire::workers::studio::{FilmSound, Request};
use wire::workers::voice;

use super::engine::{Run, direction, speak};
use super::finish::{Film, finish};
use super::page::{Ended, Leaving};
use super::question::Question;
use super::stage::{Progress, Stage};
use super::upload::upload;
use super::wanted;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::make::{Draft, price};
use crate::reviews::{Held, HeldStill};
use crate::routes::Route;
use crate::time::about;
use crate::trouble::Trouble;

/// Size of the picture that a generator is given: upright, as the film will be.
const STILL: (u32, u32) = (720, 1280);

/// What of the work is shown, in order.
const STEPS: [&str; 4] = [
    "Drawing the picture, speaking the script",
    "Made by the generator",
    "Finishing it here: captions, mark, sound",
    "Sending it to your drafts",
];

/// Where a job is among the steps.
fn step(state: &str) -> usize {
    match state {
        "awaiting_inputs" => 0,
        "submitting" | "running" | "fetching" => 1,
        _ => 2,
    }
}

/// The page of a render that a generator makes.
#[component]
pub fn Ordered(render: Render, job: Job, me: Account, ticket: String, all: Fetched<Render>) -> impl IntoView {
    match job.state.as_str() {
        // Until it is settled what goes on in its place, it is followed.
        "failed" if job.cost_micro_usd.is_some() => view! { <Failed render=render job=job all=all /> }.into_any(),
        "cancelled" => {
            let consent = job.cause.as_deref() == Some("consent");
            let words = if consent { "Someone in the cast took back their yes" } else { "This clip was given up" };
            view! { <Ended render=render words=words /> }.into_any()
        }
        _ => view! { <Working render=render job=job me=me ticket=ticket all=all /> }.into_any(),
    }
}

#[component]
fn Failed(render: Render, job: Job, all: Fetched<Render>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let kept = StoredValue::new(render.clone());
    let asked = job.next.filter(|next| next.until.is_some());
    let look = if asked.is_some() { Look::Plain } else { Look::Primary };
    let (id, price) = (render.id.clone(), job.price_micro_usd);
    let question = asked.map(|next| view! { <Question id=id next=next before=price all=all /> });
    let again = move |_| {
        busy.set(true);
        let render = kept.get_value();
        spawn_local(async move {
            // It is over anyway: what counts is that the text can be used again.
            let _ = api::cancel_render(&render.id, intent).await;
            if busy.is_disposed() {
                return;
            }
            Draft::replace(&render);
            shared.replace(&Route::Make);
        });
    };
    view! {
        <section class="job">
            <h1 class="job__title">{format!("{} did not make it", job.title)}</h1>
            <blockquote class="job__script">{render.script}</blockquote>
            <p role="alert">{job.why}</p>
            {question}
            <div class="row">
                <Button look=look busy=busy on_press=again>"Choose another way to draw it"</Button>
                <Button look=Look::Quiet on_press=move |_| all.reload()>"Look again"</Button>
            </div>
        </section>
    }
}

/// Picture (JPEG) and speech (WAV) for a generator. The speech is said twice if the page was closed in between: the same words
/// in the same voice.
async fn draw(
    shared: Shared,
    render: &Render,
    handle: &str,
    ticket: &str,
    run: &Run,
) -> Result<(Vec<u8>, Vec<u8>), Trouble> {
    let spoken = speak(shared, render, handle, ticket, run, |_| {}).await?;
    let studio: Rc<Client<_>> = shared.crew.studio().await?;
    let mut still = direction(render, handle, Vec::new());
    (still.width, still.height) = STILL;
    let (_, picture) = studio.ask(&Request::Picture(still), Vec::new()).await?;
    let ask = voice::Request::Write { rate_hz: spoken.rate_hz };
    let (_, speech) = shared.crew.speaker().await?.ask(&ask, vec![spoken.sound]).await?;
    run.go_on()?;
    let ([jpeg, ..], [wav, ..]) = (picture.as_slice(), speech.as_slice()) else {
        return Err(Trouble::new("Picture and speech could not be made", "Try again. Nothing was sent."));
    };
    Ok((jpeg.to_bytes(), wav.to_bytes()))
}

/// Why nothing, or not all of it, went to the generator.
enum Unsent {
    /// Something failed here or on the way.
    Trouble(Trouble),
    /// The picture may not leave.
    Held(Held),
}

/// The work of this device for a job: what is due by its state.
async fn send(shared: Shared, render: &Render, handle: &str, ticket: &str, run: &Run) -> Result<Job, Unsent> {
    let (jpeg, wav) = draw(shared, render, handle, ticket, run).await.map_err(Unsent::Trouble)?;
    let key = browser::crypto::random_key;
    match api::put_input(&render.id, ticket, "still", "image/jpeg", &jpeg, &key()).await {
        Ok(_) => {}
        Err(api::Error::Problem(problem)) if problem.code == Code::HeldBack => {
            return Err(Unsent::Held(Held { problem: *problem, jpeg: Arc::new(jpeg) }));
        }
        Err(error) => return Err(Unsent::Trouble(error.into())),
    }
    run.go_on().map_err(Unsent::Trouble)?;
    let sent = api::put_input(&render.id, ticket, "speech", "audio/wav", &wav, &key()).await;
    sent.map_err(|error| Unsent::Trouble(error.into()))
}

#[component]
fn Working(render: Render, job: Job, me: Account, ticket: String, all: Fetched<Render>) -> impl IntoView {
    let shared = Shared::get();
    let (trouble, held) = (RwSignal::new(None::<Trouble>), RwSignal::new(None::<Held>));
    let (cancelling, intent) = (RwSignal::new(false), Intent::new());
    let now = RwSignal::new(job.clone());
    let here = RwSignal::new(None::<Progress>);
    let run = StoredValue::new_local(Leaving(Run::default()));
    let events = StoredValue::new_local(None::<browser::events::Events>);
    let script = render.script.clone();
    let (title, own_voice) = (job.title.clone(), StoredValue::new(true));
    // The part of the film that the clip shows was planned when the film was copied.
    let planned = StoredValue::new(None::<[f32; 2]>);
    let marked = render.creator.as_ref().map_or(me.handle, |creator| creator.handle.clone()).to_string();
    let kept = StoredValue::new((render, marked, ticket));

    let follow = move || {
        let path = kept.with_value(|(render, ..)| paths::render(paths::RENDER_EVENTS, &render.id));
        let hear = move |job: Job| {
            let end = match job.state.as_str() {
                "fetched" | "cancelled" => true,
                "failed" => job.cost_micro_usd.is_some(),
                _ => false,
            };
            now.try_set(job);
            if end {
                events.try_update_value(|e| *e = None);
                all.reload();
            }
        };
        let heard = move |text: &str| {
            if let Ok(job) = serde_json::from_str::<Job>(text) {
                hear(job);
            }
        };
        // The stream ended for good: what the job is now is read once, and shown.
        let closed = move || {
            let id = kept.try_with_value(|(render, ..)| render.id.clone());
            spawn_local(async move {
                let Some(id) = id else { return };
                match api::render(&id).await {
                    Ok(Render { state, job: Some(job), .. }) if state == "awaiting_device" => hear(job),
                    // It does not wait for a film any more, or is not there for this session.
                    Ok(_) => all.reload(),
                    Err(error) if error.is_final() => all.reload(),
                    Err(_) => {}
                }
            });
        };
        events.update_value(|e| *e = Some(browser::events::keep(path, heard, closed)));
    };
    let finish_here = move || {
        let (render, handle, ticket) = kept.get_value();
        let this = Run::default();
        run.update_value(|r| r.0 = this.clone());
        trouble.set(None);
        spawn_local(async move {
            let report = move |progress| {
                here.try_set(Some(progress));
            };
            let outcome = async {
                let spoken = speak(shared, &render, &handle, &ticket, &this, report).await?;
                let bytes = api::film(&render.id, &ticket).await?;
                let sound = if own_voice.get_value() { FilmSound::Speech } else { FilmSound::Own };
                let film = Film { bytes, sound, focus: planned.get_value() };
                let made = finish(shared, &render, &handle, film, spoken, &this, report).await?;
                upload(&render.id, &ticket, &made, &browser::crypto::random_key(), report)
                    .await
                    .map(|clip| (clip, made))
            };
            let outcome = outcome.await;
            this.forget();
            match outcome {
                Ok((clip, made)) => {
                    Draft::done(&render);
                    if !this.stopped() {
                        let paid = render.job.as_ref().and_then(|job| job.cost_micro_usd.zip(Some(&job.title)));
                        if let Some((cost, title)) = paid.filter(|(cost, _)| *cost > 0) {
                            shared.tell(&format!("Cost {}, by {title}.", price(cost)));
                        }
                        made.tell(shared);
                        shared.replace(&Route::Clip(clip.id));
                    }
                }
                Err(_) if this.stopped() => {}
                Err(error) => {
                    trouble.try_set(Some(error));
                }
            }
        });
    };
    let send_there = move || {
        let (render, handle, ticket) = kept.get_value();
        let this = Run::default();
        run.update_value(|r| r.0 = this.clone());
        trouble.set(None);
        spawn_local(async move {
            let sent = send(shared, &render, &handle, &ticket, &this).await;
            this.forget();
            match sent {
                Ok(job) => {
                    if now.try_set(job).is_none() && !this.stopped() {
                        follow();
                    }
                }
                Err(_) if this.stopped() => {}
                Err(Unsent::Trouble(error)) => drop(trouble.try_set(Some(error))),
                Err(Unsent::Held(back)) => drop(held.try_set(Some(back))),
            }
        });
    };
    own_voice.set_value(job.own_voice);
    planned.set_value(Some(job.film.as_ref().map_or([0.5, 0.4], wire::gateway::Film::focus)));
    match job.state.as_str() {
        "awaiting_inputs" => send_there(),
        "fetched" => finish_here(),
        _ => follow(),
    }
    // What a job says of itself is heard only while it is made there; this device works before and after.
    wanted::watch(kept.with_value(|(render, ..)| render.id.clone()), run, all);
    let cancel = move |_| {
        let (render, ..) = kept.get_value();
        cancelling.set(true);
        run.update_value(|r| r.0.stop());
        spawn_local(async move {
            match api::cancel_render(&render.id, intent).await {
                Ok(_) if Draft::put_back(&render) => shared.replace(&Route::Make),
                Ok(ended) => all.set(ended),
                Err(_) => all.reload(),
            }
            cancelling.try_set(false);
        });
    };
    let state = Memo::new(move |_| {
        let uploading = here.get().is_some_and(|p| p.stage == Stage::Upload);
        if uploading { STEPS.len() - 1 } else { now.with(|job| step(&job.state)) }
    });
    let whole = move || {
        let part = match (state.get(), here.get()) {
            (2 | 3, Some(progress)) => progress.whole(),
            _ => now.with(|job| job.share).unwrap_or(0.0),
        };
        let from = [0.0, 0.1, 0.6, 0.6][state.get().min(3)];
        let to = [0.1, 0.6, 1.0, 1.0][state.get().min(3)];
        Some(from + (to - from) * part)
    };
    let words = move || {
        let place = now.with(|job| job.place);
        match (state.get(), place, here.get().and_then(|p| p.left_s)) {
            (1, Some(0), _) => "Next in its queue".to_owned(),
            (1, Some(n), _) => format!("{n} before it in the queue"),
            (2 | 3, _, Some(left_s)) => format!("{} to go", about(left_s)),
            _ => String::new(),
        }
    };
    let steps = now.with_untracked(|job| job.step[1]);
    let retry = move |()| all.reload();
    view! {
        <section class="job">
            <h1 class="job__title">{format!("{title} makes your clip")}</h1>
            <blockquote class="job__script">{script}</blockquote>
            <Show when=move || trouble.get().is_none() && held.with(Option::is_none)>
                <Bar label="How far the clip is" value=Signal::derive(whole) />
                <p class="job__left number" aria-live="off">{words}</p>
            </Show>
            <ol class="job__stages">
                {STEPS
                    .into_iter()
                    .enumerate()
                    .map(|(k, words)| {
                        let current = move || state.get() == k;
                        let done = move || state.get() > k;
                        let more = move || {
                            let at = now.with(|job| job.step[0]);
                            (k == 1 && steps > 1 && current()).then(|| format!(", step {at} of {steps}"))
                        };
                        view! {
                            <li class:job__stage--done=done class:job__stage--now=current aria-current=move || current().then_some("step")>
                                <span class="job__tick">
                                    <Show when=done>
                                        <Icon name="check" />
                                    </Show>
                                </span>
                                {words}{more}
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t retry=retry /> })}
            {move || held.get().map(|held| view! { <HeldStill held=held retry=retry /> })}
            <p class="fine">
                {format!("{} are reserved, and spent only if a film comes. ", price(now.with_untracked(|job| job.price_micro_usd)))}
                {move || {
                    if state.get() == 1 {
                        "You can leave: it goes on there, and you find it under Make."
                    } else {
                        "This part is done on this device. Keep the page open."
                    }
                }}
            </p>
            <Button look=Look::Quiet busy=cancelling on_press=cancel>"Cancel and keep the text"</Button>
        </section>
    }
}
