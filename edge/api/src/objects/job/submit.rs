//! What is said when a step is ordered.

use gateway::{Access, Adapter, Cause, Failure as Trouble, Input, Order};
use wire::Code;

use super::JobObject;
use crate::avatars;
use crate::error::{Answer, Failure};
use crate::gateway::call::{Record, What};
use crate::gateway::handed::Handed;
use crate::gateway::{carry, inputs, talk};
use crate::renders;
use crate::state::App;

impl JobObject {
    /// Orders a step. The cast is asked first: what they said when it was asked for may hold no more.
    pub(super) async fn submit(
        &self,
        app: &App,
        record: &Record,
        adapter: &dyn Adapter,
        access: &Access,
    ) -> Answer<Result<gateway::Remote, Trouble>> {
        let never = |cause| Ok(Err(Trouble::of(cause, "")));
        let render = match renders::read(app, &record.ordered.render).await {
            Ok(render) => render,
            Err(Failure::Problem(_)) => return never(Cause::Cancelled),
            Err(failure) => return Err(failure),
        };
        match renders::check(app, &render.wish).await {
            Ok(()) => {}
            Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => return never(Cause::Consent),
            Err(Failure::Problem(_)) => return never(Cause::Cancelled),
            Err(failure) => return Err(failure),
        }
        let avatar = match avatars::film_of(app, &render.wish.cast, adapter).await {
            Ok(avatar) => avatar,
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => return never(Cause::Avatar),
            Err(failure) => return Err(failure),
        };
        let mut order = Order {
            key: format!("{}-{}-{}", record.ordered.render, record.round, record.job.step),
            prompt: talk::with_wishes(&render),
            script: render.wish.script.clone(),
            still: Input { url: inputs::address(app, record, What::Still), mime: What::Still.mime(), data: None },
            avatar,
            speech: Input { url: inputs::address(app, record, What::Speech), mime: What::Speech.mime(), data: None },
            #[expect(clippy::cast_precision_loss, reason = "at most 10,000")]
            seconds: record.ordered.speech_ms as f32 / 1000.0,
            seed: render.wish.seed,
            callback: talk::calls_back(app, adapter).then(|| talk::callback(app, adapter, record)),
        };
        if adapter.inline() {
            order.still.data = inputs::open(app, &record.ordered.render, What::Still).await?;
            order.speech.data = inputs::open(app, &record.ordered.render, What::Speech).await?;
        }
        let step = record.job.step;
        let exchange = match adapter.submit(&order, step, record.job.before.as_ref(), access) {
            Ok(exchange) => exchange,
            Err(trouble) => return Ok(Err(trouble)),
        };
        // From here on it may lie there, whatever comes back.
        let now = app.now_ms();
        self.note(|record| {
            record.sent_at = record.sent_at.or(Some(now));
            record.handed = Handed::default();
            record.fetched |= adapter.inline();
        })?;
        let answer = carry::exchange(adapter.provider(), access, &exchange).await;
        let taken = answer.and_then(|answer| adapter.accepted(&answer, step)).map(|accepted| accepted.remote);
        if let (Err(Trouble { cause: Cause::Avatar, .. }), [owner]) = (&taken, render.wish.cast.as_slice()) {
            avatars::doubted(app, owner, adapter.provider().name).await?;
        }
        Ok(taken)
    }
}
