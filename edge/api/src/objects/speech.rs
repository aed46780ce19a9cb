//! The truth about what one render had said by an outside voice: asked for once, paid once, kept until the render is over.
//!
//! The price is reserved before, settled after, given back on failure. What was asked for and never written down, because of a
//! crash, is given back by the alarm and may be asked for anew. The words themselves are not kept.

use gateway::voices::voice;
use gateway::{Cause, Failure as Trouble};
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{ask, record};
use crate::error::{Answer, Failure};
use crate::gateway::call::{Ordered, Spend};
use crate::gateway::{caps, carry, spend};
use crate::state::App;
use crate::voices::call::{Ask, Line, Said, Speech};
use crate::voices::{self, lost_ms, speech, words};

/// When what a crash left is taken up, in milliseconds.
const LEFT_MS: u64 = 5000;
/// Longest answer in bytes: half a minute of samples in base64. What is longer fits into no clip.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// What one render had said. Named by the render.
#[durable_object(alarm)]
pub struct SpeechObject {
    state: State,
    env: Env,
}

impl DurableObject for SpeechObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let app = match App::new(self.env.clone()) {
            Ok(app) => app,
            Err(failure) => return ask::reply::<()>(Err(failure)),
        };
        match ask::question(&request) {
            Ok(Ask::Say(line)) => ask::reply(self.say(&app, *line).await),
            Ok(Ask::Forget) => ask::reply(self.forget(&app).await),
            Err(failure) => ask::reply::<()>(Err(failure)),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let answer = match App::new(self.env.clone()) {
            Ok(app) => self.ring(&app).await,
            Err(failure) => Err(failure),
        };
        record::rung(&self.state, answer, LEFT_MS).await
    }
}

impl SpeechObject {
    fn load(&self) -> Answer<Option<Speech>> {
        record::load(&self.state)
    }

    async fn say(&self, app: &App, line: Line) -> Answer<Said> {
        let now = app.now_ms();
        if self.load()?.is_some_and(|speech| speech.said.is_none() && now >= speech.asked_at + lost_ms(app)) {
            self.ring(app).await?;
        }
        match self.load()? {
            Some(Speech { said: Some(said), forget: false, .. }) => return Ok(said),
            Some(_) => {
                let detail = "It is being said already. Wait a few seconds.";
                return Err(Problem::new(Code::Conflict, detail).rule("in_flight").retry_after_s(2).into());
            }
            None => {}
        }
        let ordered = line.ordered.clone();
        let speech = Speech { ordered: ordered.clone(), asked_at: now, said: None, settled: false, forget: false };
        record::save(&self.state, &speech)?;
        record::wake_in(&self.state, lost_ms(app)).await?;
        match spend(app, &Spend::Reserve(Box::new(ordered.clone()), caps(app))).await {
            Ok(_) => {}
            Err(refused) => {
                self.give_back(app, &ordered).await?;
                return Err(refused);
            }
        }
        let title = speech::title(app, &ordered.generator);
        match self.ask(app, &line).await {
            Ok(made) => self.keep(app, &ordered, made).await,
            Err(failure) => {
                self.give_back(app, &ordered).await?;
                Err(match failure {
                    Ok(trouble) => {
                        worker::console_warn!("{}: {}", ordered.generator, trouble.cause.name());
                        if trouble.cause == Cause::Gone {
                            voices::lost(app, &line.owner, &ordered.generator).await?;
                        }
                        words::problem(&title, &trouble, "Nothing was charged. Try again, or use the studio voice.")
                            .into()
                    }
                    Err(failure) => failure,
                })
            }
        }
    }

    /// Asks for the speech: `Ok` in the error is what went wrong there.
    async fn ask(&self, app: &App, line: &Line) -> Result<gateway::voices::Said, Result<Trouble, Failure>> {
        let broken = |what: &str| Ok(Trouble::of(Cause::Broken, what));
        let voice = voice(&line.ordered.generator).ok_or_else(|| broken("no such voice"))?;
        let access = carry::access(app, voice.provider()).ok_or(Ok(Trouble::of(Cause::Key, "no key is set")))?;
        let there = match voices::there(app, &line.owner, voice.id()).await {
            Ok(there) => there,
            Err(Failure::Problem(_)) => {
                let detail = "There is no copy of this voice any more. Nothing was charged. Use the studio voice.";
                return Err(Err(Problem::new(Code::Conflict, detail).rule("no_voice").into()));
            }
            Err(failure) => return Err(Err(failure)),
        };
        let exchange = voice.speak(&there, &line.text, line.seed, &access).map_err(Ok)?;
        let said = carry::exchange_within(voice.provider(), &access, &exchange, MAX_ANSWER_BYTES).await;
        said.and_then(|answer| voice.spoken(&answer, &line.text, &access)).map_err(Ok)
    }

    /// Keeps what came, unless the render went meanwhile; then settles what it cost, since it was said.
    async fn keep(&self, app: &App, ordered: &Ordered, made: gateway::voices::Said) -> Answer<Said> {
        let words = made.words.clone();
        let (mime, audio) = speech::file(made)?;
        speech::keep(app, &ordered.render, &audio).await?;
        let said = Said { mime, words, cost: ordered.price };
        let Some(mut speech) = self.load()? else {
            speech::remove(app, &ordered.render).await?;
            return Err(gone());
        };
        speech.said = Some(said.clone());
        record::save(&self.state, &speech)?;
        self.ring(app).await?;
        if self.load()?.is_none() { Err(gone()) } else { Ok(said) }
    }

    /// Nothing was said, or nobody knows: it costs nothing.
    async fn give_back(&self, app: &App, ordered: &Ordered) -> Answer<()> {
        spend(app, &Spend::Settle(ordered.render.clone(), 0)).await?;
        record::erase(&self.state).await
    }

    async fn forget(&self, app: &App) -> Answer<()> {
        let Some(mut speech) = self.load()? else { return Ok(()) };
        speech.forget = true;
        record::save(&self.state, &speech)?;
        if speech.said.is_none() && app.now_ms() < speech.asked_at + lost_ms(app) {
            // It is being said: whoever asked sees to the rest, or the alarm does.
            return record::wake_in(&self.state, lost_ms(app)).await;
        }
        self.ring(app).await
    }

    /// What is left to be done.
    async fn ring(&self, app: &App) -> Answer<()> {
        let Some(mut speech) = self.load()? else { return Ok(()) };
        let (render, price) = (speech.ordered.render.clone(), speech.ordered.price);
        record::wake_in(&self.state, LEFT_MS).await?;
        if speech.said.is_none() {
            let at = speech.asked_at + lost_ms(app);
            if app.now_ms() < at {
                return record::wake_in(&self.state, at.saturating_sub(app.now_ms()).max(1)).await;
            }
            speech::remove(app, &render).await?;
            return self.give_back(app, &speech.ordered).await;
        }
        if !speech.settled {
            spend(app, &Spend::Settle(render.clone(), price)).await?;
            if let Some(latest) = self.load()? {
                speech = Speech { settled: true, ..latest };
                record::save(&self.state, &speech)?;
            }
        }
        if speech.forget {
            speech::remove(app, &render).await?;
            return record::erase(&self.state).await;
        }
        Ok(self.state.storage().delete_alarm().await?)
    }
}

fn gone() -> Failure {
    let detail = "This render has gone on. Start a new one.";
    Problem::new(Code::Conflict, detail).rule("ended").into()
}
