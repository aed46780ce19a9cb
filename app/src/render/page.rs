//! The page of one render: it works when it is opened, and says how far it is.

use domain::RenderId;
use domain::character::in_cast;
use domain::direction::Sound;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, Look, Progress as Bar};
use wire::accounts::Account;
use wire::renders::{Agreement, CreateRender, Render};

use super::engine::{Made, Run, make};
use super::film::Ordered;
use super::stage::{Progress, Stage};
use super::upload::upload;
use super::wanted;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::make::{Draft, price};
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::time::about;
use crate::trouble::{Trouble, Way};

/// The page.
#[component]
pub fn RenderPage(
    /// Which.
    id: RenderId,
) -> impl IntoView {
    let view = move |me: Account| {
        let id = id.clone();
        let render = Fetched::new(move || {
            let id = id.clone();
            async move { api::render(&id).await }
        });
        let show = move |r: Render| view! { <Job render=r me=me.clone() all=render /> }.into_any();
        view! {
            <div class="page page--middle">
                <Back to=Route::Make words="New clip" />
                {render.show("Fetching the clip", show)}
            </div>
        }
        .into_any()
    };
    view! { <Members what="make clips" view=view /> }
}

#[component]
fn Job(render: Render, me: Account, all: Fetched<Render>) -> impl IntoView {
    let next = render.job.as_ref().and_then(|job| job.next.as_ref()).and_then(|next| next.render.clone());
    if let Some(id) = next {
        // Where its generator failed, another goes on.
        let shared = Shared::get();
        spawn_local(async move { shared.replace(&Route::Render(id)) });
        return ().into_any();
    }
    match (render.state.as_str(), render.clip.clone(), render.ticket.clone()) {
        ("ready", Some(clip), _) => {
            Draft::done(&render);
            let shared = Shared::get();
            // After this view is built: going away in the middle would dispose of what is being made.
            spawn_local(async move { shared.replace(&Route::Clip(clip)) });
            ().into_any()
        }
        ("awaiting_device" | "storing", _, Some(ticket)) if render.job.is_some() => {
            let job = render.job.clone();
            job.map(|job| view! { <Ordered render=render me=me ticket=ticket all=all job=job /> }).into_any()
        }
        ("awaiting_device" | "storing", _, Some(ticket)) => {
            view! { <Work render=render me=me ticket=ticket all=all /> }.into_any()
        }
        ("awaiting_consent", ..) => view! { <Asked render=render all=all /> }.into_any(),
        ("awaiting_device" | "storing", _, None) if render.drawn_by.is_some() => {
            view! { <Elsewhere render=render /> }.into_any()
        }
        ("awaiting_device" | "storing", _, None) => {
            view! { <Ended render=render words="This clip waits for the browser in which it was begun" /> }.into_any()
        }
        ("expired", ..) => {
            view! { <Ended render=render words="This clip waited too long for its device" /> }.into_any()
        }
        ("withdrawn", ..) => {
            view! { <Ended render=render words="Someone in the cast took back their yes" /> }.into_any()
        }
        ("refused", ..) => view! { <Ended render=render words="Someone in the cast said no" /> }.into_any(),
        _ => view! { <Ended render=render words="This clip was given up" /> }.into_any(),
    }
}

/// A render that does not go on here; its texts can be used again.
#[component]
pub fn Ended(render: Render, words: &'static str) -> impl IntoView {
    let shared = Shared::get();
    let again = render.clone();
    let next = (render.state == "withdrawn").then_some(
        "Nothing of it was kept: what was drawn is gone, and their pack is wiped here. Make it with somebody else, or ask them again.",
    );
    view! {
        <section class="job">
            <h1 class="job__title">{words}</h1>
            <blockquote class="job__script">{render.script}</blockquote>
            <Cast said=render.agreements />
            <p>{next}</p>
            <Button
                look=Look::Primary
                on_press=move |_| {
                    Draft::replace(&again);
                    shared.go(&Route::Make);
                }
            >
                "Write it again from this"
            </Button>
        </section>
    }
}

/// What each of the cast has said.
#[component]
fn Cast(said: Vec<Agreement>) -> impl IntoView {
    said.into_iter()
        .map(|theirs| {
            let words = match theirs.state.as_str() {
                "asked" => "has not answered yet",
                "allowed" => "said yes",
                "refused" => "said no",
                _ => "took it back",
            };
            let note = theirs.note.map(|note| view! { <span class="fine">{format!(" “{note}”")}</span> });
            view! { <p class="job__cast">{format!("@{} {words}.", theirs.person.handle)}{note}</p> }
        })
        .collect_view()
}

/// How often a waiting page looks whether someone has answered, in milliseconds.
const LOOK_MS: i32 = 4000;

/// A render that waits for the yes of someone in the cast.
#[component]
fn Asked(render: Render, all: Fetched<Render>) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let (shown, own) = (StoredValue::new(render.clone()), render.id.clone());
    let looking = browser::clock::every(LOOK_MS, move || {
        if !browser::page::visible() {
            return;
        }
        let id = own.clone();
        spawn_local(async move {
            // What has not changed is not drawn, nor read out, anew.
            if let Ok(now) = api::render(&id).await
                && shown.try_with_value(|shown| *shown != now) == Some(true)
            {
                all.set(now);
            }
        });
    });
    StoredValue::new_local(looking);
    let id = StoredValue::new(render.id.clone());
    let cancel = move |_| {
        busy.set(true);
        let id = id.get_value();
        spawn_local(async move {
            match api::cancel_render(&id, intent).await {
                Ok(ended) => {
                    Draft::put_back(&ended);
                    shared.replace(&Route::Make);
                }
                Err(_) => all.reload(),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="job">
            <h1 class="job__title">"Waiting for a yes"</h1>
            <blockquote class="job__script">{render.script}</blockquote>
            <Cast said=render.agreements />
            <p class="fine">"You can leave. It goes on when they agree, and you find it under Make and under Requests."</p>
            <div class="row">
                <a class="button" href=Route::Feed.path()>"Watch clips"</a>
                <Button look=Look::Quiet busy=busy on_press=cancel>"Give it up"</Button>
            </div>
        </section>
    }
}

/// A render that someone in the cast draws on their device.
#[component]
fn Elsewhere(render: Render) -> impl IntoView {
    let who = render.drawn_by.map_or_else(String::new, |person| format!("@{}", person.handle));
    view! {
        <section class="job">
            <h1 class="job__title">{format!("{who} draws it")}</h1>
            <blockquote class="job__script">{render.script}</blockquote>
            <p>"Their pack stays on their own devices. It is drawn there when they open it, and comes to your drafts."</p>
            <div class="row"><a class="button" href=Route::Feed.path()>"Watch clips"</a></div>
        </section>
    }
}

/// Stops the work when the page is left.
pub struct Leaving(pub Run);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What was asked for, said by the studio.
fn in_the_studio(render: &Render) -> CreateRender {
    let mut cast: Vec<String> = render.cast.iter().map(|person| person.handle.to_string()).collect();
    if let (Some(id), Some(first)) = (&render.character, cast.first_mut()) {
        *first = render.address.clone().unwrap_or_else(|| in_cast(id));
    }
    CreateRender {
        script: render.script.clone(),
        prompt: render.prompt.clone(),
        cast,
        parts: render.parts.clone(),
        choices: render.choices,
        purpose: render.purpose,
        generator: None,
        voice: None,
        appeal: None,
        remix_of: render.remix_of.as_ref().map(|of| of.clip.clone()),
    }
}

#[component]
fn Work(render: Render, me: Account, ticket: String, all: Fetched<Render>) -> impl IntoView {
    let shared = Shared::get();
    let progress = RwSignal::new(Progress::begin(Stage::Ready));
    let trouble = RwSignal::new(None::<Trouble>);
    let (cancelling, intent, again) = (RwSignal::new(false), Intent::new(), Intent::new());
    let made = StoredValue::new_local(None::<(Made, String)>);
    let run = StoredValue::new_local(Leaving(Run::default()));
    let script = render.script.clone();
    let recorded = render.choices.sound == Sound::Recording;
    let outside = render.voice.as_ref().map(|voice| voice.title.clone());
    let paid = render.voice.as_ref().map(|voice| {
        format!("{} are reserved for {}, and spent once it has spoken. ", price(voice.price_micro_usd), voice.title)
    });
    // Only who asked can ask anew.
    let mine = render.creator.as_ref().is_none_or(|creator| creator.handle == me.handle);
    // The mark names who asked for the clip, also where another device draws it.
    let marked = render.creator.as_ref().map_or(me.handle, |creator| creator.handle.clone());
    let job = StoredValue::new((render, marked.to_string(), ticket));

    let work = move || {
        let (render, handle, ticket) = job.get_value();
        let this = Run::default();
        run.update_value(|r| r.0 = this.clone());
        trouble.set(None);
        spawn_local(async move {
            let report = move |now| progress.set(now);
            let held = made.try_get_value().flatten();
            let again = held.is_some();
            let outcome = async {
                let (file, keys) = match held {
                    Some(held) => held,
                    None => {
                        (make(shared, &render, &handle, &ticket, &this, report).await?, browser::crypto::random_key())
                    }
                };
                made.try_update_value(|m| *m = Some((file.clone(), keys.clone())));
                upload(&render.id, &ticket, &file, &keys, report).await.map(|clip| (clip, file))
            };
            let outcome = outcome.await;
            this.forget();
            match outcome {
                Ok((clip, file)) => {
                    Draft::done(&render);
                    if !this.stopped() {
                        file.tell(shared);
                        shared.replace(&Route::Clip(clip.id));
                    }
                }
                Err(_) if this.stopped() => {}
                Err(error) => {
                    // A file that was refused twice is made anew.
                    if again {
                        made.try_update_value(|m| *m = None);
                    }
                    trouble.set(Some(error));
                }
            }
        });
    };
    work();
    wanted::watch(job.with_value(|(render, ..)| render.id.clone()), run, all);
    // A finished file is only sent again; else the render is asked for anew, since its ticket may have changed.
    let retry = move |()| if made.with_value(Option::is_some) { work() } else { all.reload() };

    let cancel = move |rewrite: bool| {
        let (render, ..) = job.get_value();
        cancelling.set(true);
        run.update_value(|r| r.0.stop());
        spawn_local(async move {
            match api::cancel_render(&render.id, intent).await {
                Ok(_) if rewrite => {
                    Draft::replace(&render);
                    shared.replace(&Route::Make);
                }
                Ok(_) if Draft::put_back(&render) => shared.replace(&Route::Make),
                // The next clip is being written already: this text is shown, to be used when the visitor says so.
                Ok(ended) => all.set(ended),
                // It may have ended while the button was pressed: what it is now decides what is shown.
                Err(_) => all.reload(),
            }
            cancelling.set(false);
        });
    };
    // The same wish without the outside voice, as a render of its own; this one is given up first, and its price with it.
    let in_studio = move || {
        let (render, ..) = job.get_value();
        cancelling.set(true);
        run.update_value(|r| r.0.stop());
        spawn_local(async move {
            let outcome = async {
                // It may have ended by itself meanwhile.
                let _ = api::cancel_render(&render.id, intent).await;
                api::create_render(&in_the_studio(&render), again).await
            };
            match outcome.await {
                Ok(fresh) => shared.replace(&Route::Render(fresh.id)),
                Err(error) => {
                    trouble.try_set(Some(Trouble::from(error).with(Way::Rewrite)));
                }
            }
            cancelling.try_set(false);
        });
    };
    let what = move |trouble: Trouble| {
        let rewrite = trouble.way == Way::Rewrite;
        let studio = mine && trouble.way == Way::Studio;
        view! {
            <TroubleView trouble=trouble retry=retry />
            {rewrite
                .then(|| {
                    view! {
                        <Button look=Look::Primary busy=cancelling on_press=move |_| cancel(true)>
                            "Write it again from this"
                        </Button>
                    }
                })}
            {studio
                .then(|| {
                    view! {
                        <Button look=Look::Primary busy=cancelling on_press=move |_| in_studio()>
                            "Use the studio voice, free"
                        </Button>
                    }
                })}
        }
    };
    let fetched = shared.crew.fetched;
    let left = move || match (progress.get().left_s, fetched.get()) {
        (Some(left_s), _) => format!("{} to go", about(left_s)),
        (None, Some(part)) => format!("Fetching models, {:.0} %", part * 100.0),
        (None, None) => String::new(),
    };
    view! {
        <section class="job">
            <h1 class="job__title">"Making your clip"</h1>
            <blockquote class="job__script">{script}</blockquote>
            <Show when=move || trouble.get().is_none()>
                <Bar label="How far the clip is" value=Signal::derive(move || Some(progress.get().whole())) />
                <p class="job__left number" aria-live="off">{left}</p>
            </Show>
            <ol class="job__stages">
                {Stage::ALL
                    .into_iter()
                    .map(|stage| {
                        let done = move || progress.get().stage > stage;
                        let now = move || progress.get().stage == stage;
                        view! {
                            <li class:job__stage--done=done class:job__stage--now=now aria-current=move || now().then_some("step")>
                                <span class="job__tick">
                                    <Show when=done>
                                        <Icon name="check" />
                                    </Show>
                                </span>
                                {match &outside {
                                    Some(title) if stage == Stage::Speak => format!("{title} speaks your script"),
                                    _ if recorded && stage == Stage::Speak => "Following your recording".to_owned(),
                                    _ => stage.words().to_owned(),
                                }}
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            {move || trouble.get().map(what)}
            <p class="fine">{paid}"It is made on this device. Keep this page open; if it closes, the clip begins again when you come back."</p>
            <Button look=Look::Quiet busy=cancelling on_press=move |_| cancel(false)>"Cancel and keep the text"</Button>
        </section>
    }
}
