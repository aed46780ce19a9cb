//! Asks the moderators that there are.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, join_all, select};
use gateway::moderation::{Found, Matter, Moderator, Verdict, llama_guard, moderators};
use gateway::{Access, Cause, Failure};

use crate::gateway::carry;
use crate::state::App;

/// The binding of Workers AI, where the operator has bound it.
const BINDING: &str = "AI";

/// How long one may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a moderator is reached.
enum Way {
    /// Through its door, with its key.
    Door(Access),
    /// Through the binding.
    Binding(worker::Ai),
}

/// The moderators that can be asked; `sees` for those alone that look at pictures.
pub(super) struct Panel(Vec<(&'static dyn Moderator, Way)>);

impl Panel {
    /// Those for which there is a key or a binding.
    #[must_use]
    pub(super) fn of(app: &App, sees: bool) -> Self {
        let way = |moderator: &'static dyn Moderator| {
            if moderator.id() == llama_guard::ID
                && let Ok(ai) = app.env().ai(BINDING)
            {
                return Some((moderator, Way::Binding(ai)));
            }
            carry::access(app, moderator.provider()).map(|access| (moderator, Way::Door(access)))
        };
        Self(moderators().iter().copied().filter(|moderator| moderator.sees() || !sees).filter_map(way).collect())
    }

    /// Whether there is nobody to ask.
    #[must_use]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All that they find, from all of them at once.
    ///
    /// # Errors
    /// One of them failed: a person has to look. Written to the log without what was asked.
    pub(super) async fn look(&self, matter: Matter<'_>) -> Result<Vec<Found>, Failure> {
        let asked = self.0.iter().map(|(moderator, way)| async move {
            in_time(one(*moderator, way, matter)).await.inspect_err(|failure| {
                worker::console_error!("moderator {}: {}", moderator.id(), failure.cause.name());
            })
        });
        let mut found = Vec::new();
        for verdict in join_all(asked).await {
            found.extend(verdict?.flagged);
        }
        Ok(found)
    }
}

/// A member waits for it: what takes longer counts as silent.
async fn in_time(asked: impl Future<Output = Result<Verdict, Failure>>) -> Result<Verdict, Failure> {
    let (asked, late) = (pin!(asked), pin!(worker::Delay::from(PATIENCE)));
    match select(asked, late).await {
        Either::Left((said, _)) => said,
        Either::Right(_) => Err(Failure::passing(Cause::Late, "no answer in time")),
    }
}

async fn one(moderator: &dyn Moderator, way: &Way, matter: Matter<'_>) -> Result<Verdict, Failure> {
    match way {
        Way::Door(access) => {
            let exchange = moderator.ask(matter, access)?;
            let ask = || carry::exchange(moderator.provider(), access, &exchange);
            // A connection that was kept open may have ended meanwhile: looking twice harms nobody, and spares its author a wait.
            let answer = match ask().await {
                Err(lost) if lost.cause == Cause::Down => ask().await?,
                answer => answer?,
            };
            moderator.verdict(&answer)
        }
        Way::Binding(ai) => {
            let question = llama_guard::question(matter)?;
            let failed = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
            let answer: serde_json::Value = ai.run(llama_guard::MODEL, question).await.map_err(failed)?;
            llama_guard::verdict(&answer)
        }
    }
}
