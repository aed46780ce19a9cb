//! What is said to a provider about one job, and what came of it.

use gateway::job::Event;
use gateway::signature::Scheme;
use gateway::{Access, Adapter, Cancelled, Cause, Failure as Trouble, Progress, Retry};

use super::call::Record;
use super::{carry, inputs};
use crate::renders;
use crate::state::App;

/// Whether its provider can reach us: over https, or where it stands on this machine itself.
#[must_use]
pub fn calls_back(app: &App, adapter: &dyn Adapter) -> bool {
    let provider = adapter.provider();
    let near = || carry::access(app, provider).is_some_and(|access| access.door(0).starts_with("http://"));
    provider.signs != Scheme::None && (app.origin().starts_with("https://") || near())
}

/// Where a provider calls back about the step that is made.
#[must_use]
pub fn callback(app: &App, adapter: &dyn Adapter, record: &Record) -> String {
    let (render, generator) = (record.ordered.render.clone(), record.ordered.generator.clone());
    let order = inputs::Ordering { render, round: record.round, step: record.job.step, generator };
    let token = inputs::callback_token(app, &order);
    format!("{}/callbacks/{}/{token}", app.origin(), adapter.provider().name)
}

/// The prompt, and what the cast wish of every generator.
#[must_use]
pub fn with_wishes(render: &renders::call::Render) -> String {
    let wishes = render.agreements.iter().flat_map(|agreement| agreement.wishes.iter().map(String::as_str));
    std::iter::once(render.wish.prompt.as_str()).chain(wishes).collect::<Vec<_>>().join(". ")
}

/// Asks how far a job is.
///
/// # Errors
/// It failed there, or the question did.
pub async fn progress(
    adapter: &dyn Adapter,
    access: &Access,
    remote: &gateway::Remote,
    step: u8,
) -> Result<Progress, Trouble> {
    let mut exchange = adapter.poll(remote, step, access);
    // A look at the result is one more question, never a chain of them.
    for _ in 0..2 {
        let answer = carry::exchange(adapter.provider(), access, &exchange).await?;
        match adapter.progress(&answer, remote, step, access)? {
            Progress::Look(next) => exchange = next,
            progress => return Ok(progress),
        }
    }
    Ok(Progress::Running(None))
}

/// Cancels one of what is left of a job.
pub async fn cancel(adapter: &dyn Adapter, access: &Access, record: &Record, k: usize) -> Event {
    let Some(left) = record.job.left.get(k) else { return Event::Hint(None) };
    let Some(exchange) = adapter.cancel(&left.remote, left.step, access) else {
        // It cannot be cancelled: it runs to its end, is paid for, and is removed after.
        return Event::TooLate(k);
    };
    if adapter.asks_before_cancel() {
        match progress(adapter, access, &left.remote, left.step).await {
            // It is done, and paid for.
            Ok(Progress::Done(_)) => return Event::TooLate(k),
            // It runs, or came to an end of its own that costs nothing.
            Ok(_) => {}
            Err(trouble) if trouble.retry == Retry::Never => {}
            Err(trouble) => return Event::Unremoved(k, trouble),
        }
    }
    match carry::exchange(adapter.provider(), access, &exchange).await.and_then(|answer| adapter.cancelled(&answer)) {
        Ok(Cancelled::Yes) => Event::Stopped(k),
        Ok(Cancelled::TooLate) => Event::TooLate(k),
        Err(trouble) if trouble.cause == Cause::Gone => Event::Stopped(k),
        Err(trouble) => Event::Unremoved(k, Trouble { retry: later(trouble.retry), ..trouble }),
    }
}

/// Removes one of what is left of a job.
pub async fn remove(adapter: &dyn Adapter, access: &Access, record: &Record, k: usize) -> Event {
    let Some(left) = record.job.left.get(k) else { return Event::Hint(None) };
    let Some(exchange) = adapter.delete(&left.remote, left.step, access) else { return Event::Removed(k) };
    let mut told =
        carry::exchange(adapter.provider(), access, &exchange).await.and_then(|answer| adapter.deleted(&answer));
    if told.is_ok()
        && let Some(exchange) = adapter.still_there(&left.remote, access)
    {
        told = carry::exchange(adapter.provider(), access, &exchange).await.and_then(|answer| adapter.is_gone(&answer));
    }
    match told {
        Ok(()) => Event::Removed(k),
        Err(trouble) => Event::Unremoved(k, trouble),
    }
}

/// Cancelling is tried again whatever was said: what runs costs money.
fn later(retry: Retry) -> Retry {
    if retry == Retry::Never { Retry::Later } else { retry }
}
