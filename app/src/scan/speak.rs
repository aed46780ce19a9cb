//! The voice: three words as three cards that light up as they are heard.

use browser::microphone::Microphone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, Look};
use wire::workers::voice::{Answer, Request, Verdict};

use super::instruct;
use super::meter::Meter;
use super::state::{Scan, Step};
use super::title::Title;
use crate::context::Shared;
use crate::trouble::{self, Trouble};

/// How long one take may be, in seconds.
const TAKE_S: f32 = 12.0;
/// Before this there is nothing to judge, in seconds.
const FIRST_S: f32 = 1.6;
/// Between two looks at the take, in milliseconds.
const LOOK_MS: i32 = 700;
/// Looks at a take that does not grow before it is given up.
const PATIENCE: u32 = 12;
/// Kept after the last word, so that it is whole, in milliseconds.
const TAIL_MS: i32 = 350;

/// What a take is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Take {
    Opening,
    /// With what would help.
    Recording(Option<&'static str>),
    Judging,
    Heard(Verdict),
}

/// The voice step.
#[component]
pub fn Words(
    /// The scan.
    scan: Scan,
    /// To be said in this order.
    words: Vec<String>,
) -> impl IntoView {
    let shared = Shared::get();
    let (take, said) = (RwSignal::new(Take::Opening), RwSignal::new(vec![false; words.len()]));
    let microphone = StoredValue::new_local(None::<std::rc::Rc<Microphone>>);
    let asked = StoredValue::new(words.clone());
    let listed = format!(": {}.", words.join(", "));

    let record = move || {
        take.set(Take::Opening);
        said.update(|all| all.fill(false));
        spawn_local(async move {
            let mic = match Microphone::open().await {
                Ok(mic) => std::rc::Rc::new(mic),
                Err(error) => return scan.stop(trouble::microphone(error)),
            };
            if microphone.try_update_value(|m| *m = Some(mic.clone())).is_none() {
                return;
            }
            let followed = follow(shared, scan, &mic, &asked.get_value(), take, said).await;
            // Time may have run out meanwhile: then the scan is over for that reason.
            if let Err(trouble) = followed
                && scan.step.try_get_untracked() == Some(Step::Words)
            {
                scan.stop(trouble);
            }
            microphone.try_update_value(|m| *m = None);
        });
    };
    record();

    let status = move || match take.get() {
        Take::Opening => "The microphone is starting.".to_owned(),
        Take::Recording(help) => help.unwrap_or("Say the three words, one after another.").to_owned(),
        Take::Judging => "Listening to what you said.".to_owned(),
        Take::Heard(verdict) => instruct::verdict(&verdict),
    };
    let live = move || matches!(take.get(), Take::Recording(_));
    let failed = move || matches!(take.get(), Take::Heard(v) if v != Verdict::Said);
    let cards = words
        .into_iter()
        .enumerate()
        .map(|(i, word)| {
            let lit = move || said.with(|all| all.get(i).copied().unwrap_or(false));
            view! {
                <li class="word" class:word--said=lit>
                    <span>{word}</span>
                    <span class="word__tick">
                        <Show when=lit>
                            <Icon name="check" />
                            <span class="hidden">"heard"</span>
                        </Show>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="words">
            <Title>"Say these three words" <span class="hidden">{listed}</span></Title>
            <ol class="words__cards">{cards}</ol>
            <Meter microphone=microphone live=Signal::derive(live) />
            <p class="poses__hint" role="status" aria-live="polite">{status}</p>
            <Show when=failed>
                <Button look=Look::Primary icon="mic" on_press=move |_| record()>"Try again"</Button>
            </Show>
        </section>
    }
}

/// Records until every word was said or time is up.
async fn follow(
    shared: Shared,
    scan: Scan,
    mic: &Microphone,
    words: &[String],
    take: RwSignal<Take>,
    said: RwSignal<Vec<bool>>,
) -> Result<(), Trouble> {
    let voice = shared.crew.listener().await?;
    mic.restart();
    take.set(Take::Recording(None));
    let mut waited = 0;
    loop {
        browser::clock::sleep(LOOK_MS).await;
        if take.is_disposed() {
            return Ok(());
        }
        if mic.seconds() < FIRST_S {
            waited += 1;
            // A muted or suspended microphone may give nothing at all, for ever.
            if waited > PATIENCE {
                take.set(Take::Heard(Verdict::NothingHeard));
                return Ok(());
            }
            continue;
        }
        let last = mic.seconds() >= TAKE_S;
        if last {
            take.set(Take::Judging);
        }
        let ask = Request::Hear { words: words.to_vec(), rate_hz: mic.rate_hz() };
        let (answer, _) = voice.ask(&ask, vec![browser::Buffer::from_samples(&mic.samples())]).await?;
        let Answer::Heard { verdict, words: heard, .. } = answer else { continue };
        if take.is_disposed() {
            return Ok(());
        }
        said.set(heard.iter().map(|w| w.said).collect());
        if verdict == Verdict::Said {
            browser::clock::sleep(TAIL_MS).await;
            scan.words.try_set(heard);
            scan.take.try_update_value(|t| *t = Some((mic.samples(), mic.rate_hz())));
            take.try_set(Take::Heard(verdict));
            browser::sound::click();
            browser::clock::sleep(600).await;
            // Time may have run out in that moment.
            if scan.step.try_get_untracked() == Some(Step::Words) {
                scan.step.set(Step::Reading);
            }
            return Ok(());
        }
        if last {
            take.set(Take::Heard(verdict));
            return Ok(());
        }
        let help = Take::Recording(instruct::meanwhile(&verdict, mic.seconds()));
        if take.get_untracked() != help {
            take.set(help);
        }
    }
}
