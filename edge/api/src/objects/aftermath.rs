//! What the object of a likeness or of a character still has to do about its uses, a few at a time: one call may make only so many requests, and
//! whoever asked need not wait for all of it. The alarm goes on where it stood.

use domain::RenderId;
use wire::Code;
use worker::State;

use super::will::Will;
use super::{record, uses};
use crate::consent::call::{Considered, Lent, Which};
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{consent, renders};

/// Renders that are told, uses that are looked at, and reservations that are checked in one go. Each takes up to four
/// requests, of which one call may make a thousand; the alarm takes the next as soon as it may.
pub const BATCH: u32 = 40;
/// After so many seconds a reservation is checked: has its render begun? Asking for a render takes one request of a few
/// seconds. The variable `RESERVATION_S` changes it.
const RESERVATION_S: u32 = 900;

/// How long a reservation is believed, in milliseconds.
#[must_use]
pub fn believed_ms(app: &App) -> u64 {
    u64::from(app.limit("RESERVATION_S", RESERVATION_S)) * 1000
}

/// Tells renders what their owner has said, in order. One that is gone needs to hear nothing; one that fails holds no other up,
/// and is told again. Whether all were told.
///
/// # Errors
/// A render's object fails.
pub async fn tell<R: Lent>(app: &App, state: &State) -> Answer<bool> {
    let mut failed: Vec<(RenderId, Failure)> = Vec::new();
    for _ in 0..BATCH {
        let Some(record) = record::load::<R>(state)? else { return Ok(true) };
        let held = record.held();
        let passed_by = |render: &RenderId| failed.iter().any(|(other, _)| other == render);
        let Some(telling) = held.tell.iter().find(|telling| !passed_by(&telling.render)).cloned() else { break };
        if let Err(failure) = renders::say(app, &telling.render, &record.subject(), telling.say.clone()).await {
            failed.push((telling.render, failure));
            continue;
        }
        let Some(mut latest) = record::load::<R>(state)? else { return Ok(true) };
        let mut held = latest.held();
        held.tell.retain(|other| *other != telling);
        latest.keep(held);
        record::save(state, &latest)?;
    }
    match failed.pop() {
        Some((_, failure)) => Err(failure),
        None => Ok(record::load::<R>(state)?.is_none_or(|record| record.held().tell.is_empty())),
    }
}

/// Takes back those of the next uses that fit no more. Gives how many.
///
/// # Errors
/// A render's object or the database fails.
pub async fn sift<R: Lent>(app: &App, state: &State) -> Answer<u32> {
    let Some(record) = record::load::<R>(state)?.filter(|record| !record.is_leaving()) else { return Ok(0) };
    let Some(after) = record.held().sift else { return Ok(0) };
    let next = uses::granted(state, record.owner(), &after, BATCH)?;
    let mut unfitting = Vec::new();
    for render in &next {
        if !fits::<R>(app, state, &record, render).await? {
            unfitting.push(render.clone());
        }
    }
    let will = Will::<R>::of(app, state);
    let revoked = if unfitting.is_empty() { 0 } else { will.revoke(&Which::Renders(unfitting))? };
    // Asked for anew meanwhile, it begins anew.
    if let Some(mut latest) = record::load::<R>(state)?.filter(|latest| latest.held().sift.as_ref() == Some(&after)) {
        let mut held = latest.held();
        held.sift = if next.len() < BATCH as usize { None } else { next.last().map(|last| last.as_str().to_owned()) };
        latest.keep(held);
        record::save(state, &latest)?;
    }
    Ok(revoked)
}

async fn fits<R: Lent>(app: &App, state: &State, record: &R, render: &RenderId) -> Answer<bool> {
    let wish = match renders::wish(app, render).await {
        Ok(wish) => wish,
        // Nothing is left to be taken back.
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => return Ok(true),
        Err(failure) => return Err(failure),
    };
    let asked = consent::asked(app, &wish, &record.subject()).await?;
    let considered = Will::<R>::of(app, state).check(&asked)?;
    Ok(!matches!(considered, Considered::Denied(_)))
}

/// Uses that are still to be looked at, and renders that are still to be told.
///
/// # Errors
/// The storage fails.
pub fn rest<R: Lent>(state: &State) -> Answer<u32> {
    let Some(record) = record::load::<R>(state)? else { return Ok(0) };
    let held = record.held();
    let told = u32::try_from(held.tell.len()).unwrap_or(u32::MAX);
    let sifted = match &held.sift {
        Some(after) => uses::count_granted(state, record.owner(), after)?,
        None => 0,
    };
    Ok(told.saturating_add(sifted))
}

/// Frees what was reserved for renders that never began, because the edge was killed just then.
///
/// # Errors
/// A render's object fails.
pub async fn reconcile<R: Lent>(app: &App, state: &State) -> Answer<()> {
    let old = app.now_ms().saturating_sub(believed_ms(app));
    for (render, at) in uses::doubts(state, BATCH)? {
        if at > old {
            break;
        }
        match renders::wish(app, &render).await {
            Ok(_) => uses::sure(state, &render)?,
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {
                Will::<R>::of(app, state).release(&render)?;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

/// In how many milliseconds the next reservation is to be checked.
///
/// # Errors
/// The storage fails.
pub fn next_check_ms(app: &App, state: &State) -> Answer<Option<u64>> {
    let first = uses::doubts(state, 1)?.into_iter().next();
    Ok(first.map(|(_, at)| (at + believed_ms(app)).saturating_sub(app.now_ms()).max(1)))
}
