//! What is done with an avatar at its provider, one step at a time, and what it becomes by what came of it.

use domain::limits::{AVATAR_CONSENT_S, AVATAR_TRAINING_S};
use domain::{RenderId, UnixMs};
use gateway::avatars::{Maker, Stands, There, maker};
use gateway::{Access, Cause, Failure as Trouble, Retry};
use wire::Problem;

use super::call::{End, Kept, Stage};
use super::{PURPOSE, still};
use crate::error::{Answer, Failure, not_found};
use crate::gateway::call::{Ordered, Spend};
use crate::gateway::{caps, carry, spend};
use crate::objects::outside::{WAIT_MS, wait};
use crate::state::App;
use crate::{idempotency, sealed};

/// The first wait between two questions about one that is made ready or agreed to, in milliseconds.
pub const POLL_MS: u32 = 5000;
/// How long a page to agree on is shown before another one is asked for, in milliseconds.
const PAGE_KEPT_MS: u64 = 24 * 3600 * 1000;
/// How long before the provider forgets a key it is not used any more, in seconds.
const MARGIN_S: u32 = 3600;

/// What came of asking for an avatar.
pub enum Asked {
    /// It is there.
    Made(There),
    /// It is not there, and will not be.
    Refused(Trouble),
    /// The caps of who pays say no: nothing went out.
    Capped(Box<Problem>),
    /// It is asked for again. Whether it may be there already.
    Later(Trouble, bool),
}

/// One step with an avatar that something is due for. None: nothing is left of it.
///
/// # Errors
/// A bucket or the purse fails; done again, it goes on where it stood.
pub async fn look_after(app: &App, kept: &Kept) -> Answer<Option<Kept>> {
    let now = app.now_ms();
    if kept.still && !kept.needs_still() {
        still::remove(app, &kept.make.id).await?;
        return Ok(Some(Kept { still: false, ..kept.clone() }));
    }
    if let Some(cost) = kept.cost.filter(|_| !kept.settled) {
        spend(app, &Spend::Settle(charge(app, kept), cost)).await?;
        return Ok(Some(Kept { settled: true, ..kept.clone() }));
    }
    let Ok((maker, access)) = reach(app, &kept.make.provider) else {
        let next = if matches!(kept.stage, Stage::Gone) { None } else { Some(later(app, kept, &no_key())) };
        return Ok(next);
    };
    match &kept.stage {
        Stage::Making => {
            let known_s = app.limit("AVATARS_KNOWN_S", maker.remembers_s().saturating_sub(MARGIN_S));
            if now >= kept.agreed_at + 1000 * u64::from(known_s) {
                return Ok(Some(forgotten(kept, now)));
            }
            let asked = order(app, kept).await?;
            came_of(app, kept, asked).map(Some)
        }
        Stage::Training(there) | Stage::Consent(there, _) => {
            let there = opened(app, kept, there)?;
            let said = carry::exchange(maker.provider(), &access, &maker.look(&there, &access)).await;
            match said.and_then(|answer| maker.looked(&answer)) {
                Ok(stands) => stood(app, kept, maker, &access, &there, stands).await.map(Some),
                Err(trouble) if trouble.cause == Cause::Gone => Ok(Some(kept.ends(End::Lost, now))),
                Err(trouble) => Ok(Some(overdue(app, kept).unwrap_or_else(|| later(app, kept, &trouble)))),
            }
        }
        Stage::Removing(sealed) => {
            let there = opened(app, kept, sealed)?;
            let mut left = None;
            for exchange in maker.delete(&there, &access) {
                let said = carry::exchange(maker.provider(), &access, &exchange).await;
                if let Err(trouble) = said.and_then(|answer| maker.deleted(&answer)) {
                    worker::console_warn!("{}: removing: {}", maker.generator(), trouble.cause.name());
                    left.get_or_insert(trouble);
                }
            }
            // Both must have been confirmed, and the look must not be found any more.
            let said = carry::exchange(maker.provider(), &access, &maker.look(&there, &access)).await;
            match said.and_then(|answer| maker.looked(&answer)) {
                Err(trouble) if trouble.cause == Cause::Gone => {}
                Err(trouble) => return Ok(Some(later(app, kept, left.as_ref().unwrap_or(&trouble)))),
                Ok(_) => {
                    let there_still = Trouble::passing(Cause::Down, "");
                    return Ok(Some(later(app, kept, left.as_ref().unwrap_or(&there_still))));
                }
            }
            if let Some(trouble) = left {
                return Ok(Some(later(app, kept, &trouble)));
            }
            let told = kept.wanted && kept.end.is_some();
            Ok(Some(kept.to(if told { Stage::Over } else { Stage::Gone }, now)))
        }
        Stage::Gone => Ok(None),
        Stage::Ready(_) | Stage::Over => Ok(Some(kept.clone())),
    }
}

/// Asks for an avatar, once its price is reserved. Asked again, both are the same.
///
/// # Errors
/// The purse fails.
pub async fn order(app: &App, kept: &Kept) -> Answer<Asked> {
    let (maker, access) = reach(app, &kept.make.provider)?;
    let price = kept.make.price;
    let ordered = Ordered {
        render: charge(app, kept),
        account: kept.make.owner.clone(),
        generator: maker.making().to_owned(),
        price,
        speech_ms: 0,
        created_at: kept.agreed_at,
        fall_back: false,
        agreed: price,
        tried: Vec::new(),
    };
    match spend(app, &Spend::Reserve(Box::new(ordered), caps(app))).await {
        Ok(_) => {}
        Err(Failure::Problem(full)) => return Ok(Asked::Capped(full)),
        Err(failure) => return Err(failure),
    }
    let made =
        maker.make(&kept.name, &format!("avatar-{}", kept.make.id), &still::address(app, &kept.make.id), &access);
    let exchange = made.map_err(|trouble| Failure::Internal(trouble.said))?;
    Ok(match carry::exchange(maker.provider(), &access, &exchange).await {
        Ok(answer) => match maker.made(&answer) {
            Ok(there) => Asked::Made(there),
            // What a client's error says of this order it does not say of one before it whose answer was lost, where it is
            // about the key or the credit.
            Err(trouble) if kept.doubt && matches!(trouble.cause, Cause::Key | Cause::Credit) => {
                Asked::Later(trouble, false)
            }
            Err(trouble) if (400..500).contains(&answer.status) => {
                if trouble.retry == Retry::Never {
                    Asked::Refused(trouble)
                } else {
                    Asked::Later(trouble, false)
                }
            }
            Err(trouble) => Asked::Later(trouble, true),
        },
        Err(trouble) if trouble.cause == Cause::Broken => Asked::Refused(trouble),
        Err(trouble) => Asked::Later(trouble, true),
    })
}

/// What an avatar becomes by what came of asking for it.
///
/// # Errors
/// The platform has no randomness.
pub fn came_of(app: &App, kept: &Kept, asked: Asked) -> Answer<Kept> {
    let now = app.now_ms();
    Ok(match asked {
        Asked::Made(there) => {
            let sealed = sealed::seal(app, PURPOSE, kept.make.id.as_str(), &there)?;
            let stage = if kept.wanted { Stage::Training(sealed) } else { Stage::Removing(sealed) };
            Kept { cost: Some(kept.make.price), doubt: false, ..kept.to(stage, now) }
        }
        Asked::Refused(trouble) => {
            worker::console_warn!("{}: making: {}", kept.make.provider, trouble.cause.name());
            Kept { cost: Some(0), doubt: false, ..kept.ends(End::Refused(trouble.cause), now) }
        }
        Asked::Capped(_) => kept.ends(End::Refused(Cause::Credit), now),
        Asked::Later(trouble, doubt) => Kept { doubt: kept.doubt || doubt, ..later(app, kept, &trouble) },
    })
}

/// The provider does not know the key of its order any more.
fn forgotten(kept: &Kept, now: UnixMs) -> Kept {
    if !kept.doubt {
        let cause = kept.cause.unwrap_or(Cause::Down);
        return Kept { cost: Some(0), ..kept.ends(End::Refused(cause), now) };
    }
    // For the operator, who alone can still look there.
    worker::console_warn!("{}: nobody knows whether {} was made", kept.make.provider, kept.name);
    Kept { cost: Some(kept.make.price), ..kept.ends(End::Unknown, now) }
}

/// What an avatar becomes by where it stands at its provider.
async fn stood(
    app: &App,
    kept: &Kept,
    maker: &dyn Maker,
    access: &Access,
    there: &There,
    stands: Stands,
) -> Answer<Kept> {
    let now = app.now_ms();
    let sealed = || sealed::seal(app, PURPOSE, kept.make.id.as_str(), there);
    let same = |kept: &Kept| {
        let wait = wait(app.limit("AVATARS_POLL_MS", POLL_MS), kept.tries, None);
        Kept { tries: kept.tries.saturating_add(1), looked_at: now, next_at: now + wait, cause: None, ..kept.clone() }
    };
    match stands {
        Stands::Ready => Ok(kept.to(Stage::Ready(sealed()?), now)),
        Stands::Failed => Ok(kept.ends(End::Failed, now)),
        Stands::Training | Stands::Consent if overdue(app, kept).is_some() => {
            Ok(overdue(app, kept).unwrap_or_else(|| kept.clone()))
        }
        Stands::Training => Ok(same(kept)),
        Stands::Consent => {
            let fresh = match &kept.stage {
                Stage::Consent(_, Some(_)) => kept.tries > 0 && page_age(kept, now) < PAGE_KEPT_MS,
                _ => false,
            };
            if fresh {
                return Ok(same(kept));
            }
            let at = match &kept.stage {
                Stage::Consent(..) => kept.clone(),
                _ => kept.to(Stage::Consent(sealed()?, None), now),
            };
            let back = format!("{}/understudy", app.origin());
            let exchange = maker.consent(there, &back, access).map_err(|trouble| Failure::Internal(trouble.said))?;
            let said = carry::exchange(maker.provider(), access, &exchange).await;
            match said.and_then(|answer| maker.page(&answer, access)) {
                Ok(page) => {
                    let page = sealed::seal(app, PURPOSE, kept.make.id.as_str(), &page)?;
                    Ok(same(&Kept { stage: Stage::Consent(sealed()?, Some(page)), ..at }))
                }
                Err(trouble) => Ok(later(app, &at, &trouble)),
            }
        }
    }
}

/// How long the page of an avatar has been shown, in milliseconds: it is asked for anew each day of the wait.
fn page_age(kept: &Kept, now: UnixMs) -> u64 {
    let day = |at: UnixMs| at.saturating_sub(kept.since) / PAGE_KEPT_MS;
    if day(now) > day(kept.looked_at) { PAGE_KEPT_MS } else { 0 }
}

/// One that took too long to be made ready, or to be agreed to.
fn overdue(app: &App, kept: &Kept) -> Option<Kept> {
    let now = app.now_ms();
    let (limit_s, end) = match kept.stage {
        Stage::Consent(..) => (app.limit("AVATARS_CONSENT_S", AVATAR_CONSENT_S), End::Unanswered),
        _ => (AVATAR_TRAINING_S, End::Late),
    };
    (now >= kept.since + 1000 * u64::from(limit_s)).then(|| kept.ends(end, now))
}

/// The same, to be tried again.
fn later(app: &App, kept: &Kept, trouble: &Trouble) -> Kept {
    let now = app.now_ms();
    let next_at = now + wait(app.limit("AVATARS_RETRY_MS", WAIT_MS), kept.tries, Some(trouble));
    Kept { tries: kept.tries.saturating_add(1), looked_at: now, next_at, cause: Some(trouble.cause), ..kept.clone() }
}

/// What an avatar is called there.
///
/// # Errors
/// It was changed.
pub fn opened(app: &App, kept: &Kept, sealed: &str) -> Answer<There> {
    sealed::open(app, PURPOSE, kept.make.id.as_str(), sealed)
}

fn no_key() -> Trouble {
    Trouble::of(Cause::Key, "no key is set")
}

/// What its price is reserved for: the purse knows charges by names of this form.
fn charge(app: &App, kept: &Kept) -> RenderId {
    RenderId::from_bytes(&idempotency::derived(app, "avatar charges", kept.make.id.as_str()))
}

/// A maker and what opens its door.
///
/// # Errors
/// [`wire::Code::NotFound`] where there is none, or no key for it.
pub fn reach(app: &App, provider: &str) -> Answer<(&'static dyn Maker, Access)> {
    let maker = maker(provider);
    let found = maker.and_then(|maker| Some((maker, carry::access(app, maker.provider())?)));
    found.ok_or_else(|| not_found("This site makes no avatars there. Load the list again.").into())
}
