//! The truth about one member's avatars at outside providers. The only one that has an avatar made, or removed.
//!
//! - **Make**: written down, its price reserved, then asked for. Where no answer comes, or a crash came in between, it is asked for
//!   again by the same key, which is the same avatar there. Once the provider no longer knows the key, that is said.
//! - **Wait**: the provider is asked until it is ready; where it wants the yes of its person, they are shown the provider's page.
//! - **Remove**: written down, then asked for, again and again until the provider says that it is gone.
//!
//! What an avatar is called there, and the page, are sealed. The still is removed once it is made ready, refused or taken back.

use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::outside::{self, LEFT_MS};
use super::{ask, record};
use crate::avatars::call::{Kept, Make, Question, Stage, Which};
use crate::avatars::steps::{Asked, POLL_MS, came_of, look_after, opened, order, reach};
use crate::avatars::{still, words};
use crate::crypto::hex;
use crate::error::{Answer, Failure, not_found};
use crate::state::App;
use crate::voices::words::problem;

/// When an order without an answer counts as lost, in milliseconds: longer than any exchange lasts.
const LOST_MS: u32 = 75_000;

/// A member's avatars. Named by the account's identifier.
#[durable_object(alarm)]
pub struct AvatarsObject {
    state: State,
    env: Env,
}

impl DurableObject for AvatarsObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
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

impl AvatarsObject {
    async fn answer(&self, mut request: Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        match ask::question(&request)? {
            Question::Read => Ok(ask::reply(self.load())?),
            Question::Make(make) => {
                let jpeg = request.bytes().await?;
                Ok(ask::reply(self.make(&app, make, &jpeg).await)?)
            }
            Question::Remove(which) => Ok(ask::reply(self.remove(&app, &which).await)?),
            Question::Rules(named, looks) => Ok(ask::reply(self.rules(&app, &named, looks).await)?),
            Question::There(provider) => Ok(ask::reply(self.there(&app, &provider))?),
            Question::Doubted(provider) => Ok(ask::reply(self.doubted(&app, &provider).await)?),
        }
    }

    fn load(&self) -> Answer<Vec<Kept>> {
        outside::load(&self.state)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Kept>)) -> Answer<Vec<Kept>> {
        outside::change(&self.state, change)
    }

    async fn ring(&self, app: &App) -> Answer<()> {
        outside::ring(&self.state, app, async |kept: &Kept| look_after(app, kept).await).await
    }

    fn there(&self, app: &App, provider: &str) -> Answer<String> {
        let all = self.load()?;
        let ready = all.iter().find_map(|kept| match &kept.stage {
            Stage::Ready(there) if kept.make.provider == provider => Some((kept, there)),
            _ => None,
        });
        let Some((kept, there)) = ready else { return Err(not_found("There is no avatar that can be filmed.").into()) };
        Ok(opened(app, kept, there)?.look)
    }

    async fn make(&self, app: &App, make: Make, jpeg: &[u8]) -> Answer<Kept> {
        let conflict = |rule: &str, detail: &str| Failure::from(Problem::new(Code::Conflict, detail).rule(rule));
        let all = self.load()?;
        match all.iter().find(|kept| kept.make.id == make.id) {
            Some(kept) if kept.lives() => return Ok(kept.clone()),
            Some(_) => return Err(conflict("over", "This avatar was given up. Begin again.")),
            None => {}
        }
        if all.iter().any(|kept| kept.make.provider == make.provider && kept.lives()) {
            return Err(conflict("exists", "There is an avatar of you there. Remove it before you make another."));
        }
        let (maker, _) = reach(app, &make.provider)?;
        let now = app.now_ms();
        let kept = Kept {
            name: format!("understudy-{}", hex(&app.random::<10>()?)),
            named: make.named,
            make,
            stage: Stage::Making,
            since: now,
            agreed_at: now,
            wanted: true,
            still: true,
            doubt: false,
            quiet: false,
            cost: None,
            settled: false,
            tries: 0,
            looked_at: now,
            next_at: now + u64::from(app.limit("AVATARS_LOST_MS", LOST_MS)),
            cause: None,
            end: None,
        };
        // Before anything goes out: whatever comes, it is known that there may be such an avatar. One that came to nothing there
        // before has been read about.
        self.change(|all| {
            all.retain(|other| !(other.stage == Stage::Over && other.make.provider == kept.make.provider));
            all.insert(0, kept.clone());
        })?;
        outside::sleep::<Kept>(&self.state).await?;
        still::keep(app, &kept.make.id, jpeg).await?;
        if !self.load()?.iter().any(|other| other.make.id == kept.make.id && other.wanted) {
            // Taken back while this was written: nothing has gone out.
            still::remove(app, &kept.make.id).await?;
            self.change(|all| all.retain(|other| other.make.id != kept.make.id))?;
            outside::sleep::<Kept>(&self.state).await?;
            return Err(conflict("over", "It was taken back before it was made. Nothing was sent."));
        }
        let asked = order(app, &kept).await?;
        let told = match &asked {
            Asked::Refused(trouble) => {
                const NEXT: &str = "Nothing of it is kept there or here. Try again, or go without.";
                Some(problem(&words::title(app, maker), trouble, NEXT))
            }
            Asked::Capped(full) => Some(*full.clone()),
            Asked::Made(_) | Asked::Later(..) => None,
        };
        // Meanwhile it may have been taken back.
        let before = self.load()?.into_iter().find(|other| other.make.id == kept.make.id);
        let Some(before) = before else { return Err(conflict("over", "It was taken back while it was made.")) };
        let mut next = came_of(app, &before, asked)?;
        if told.is_some() {
            // Who asked is told at once.
            next.stage = Stage::Gone;
        }
        self.change(|all| {
            if let Some(place) = all.iter().position(|other| other.make.id == next.make.id) {
                all[place] = next.clone();
            }
        })?;
        self.attend(app).await?;
        match told {
            Some(problem) => Err(problem.into()),
            None if !next.wanted => Err(conflict("over", "It was taken back while it was made. It is removed.")),
            None => Ok(self.load()?.into_iter().find(|other| other.make.id == next.make.id).unwrap_or(next)),
        }
    }

    async fn remove(&self, app: &App, which: &Which) -> Answer<Vec<Kept>> {
        let now = app.now_ms();
        let all = self.load()?;
        if let Which::One(id) = which
            && !all.iter().any(|kept| kept.make.id == *id)
        {
            return Err(not_found("There is no such avatar of yours. It may be gone already.").into());
        }
        if all.is_empty() {
            return Ok(all);
        }
        self.change(|all| {
            for kept in all {
                let meant = match which {
                    Which::One(id) => kept.make.id == *id,
                    Which::At(provider) => kept.make.provider == *provider,
                    Which::All => true,
                };
                if meant {
                    kept.take_back(*which == Which::All, now);
                }
            }
        })?;
        self.attend(app).await
    }

    async fn rules(&self, app: &App, named: &[String], looks: bool) -> Answer<Vec<Kept>> {
        let now = app.now_ms();
        let before = self.load()?;
        if before.is_empty() {
            return Ok(before);
        }
        let often = u64::from(app.limit("AVATARS_POLL_MS", POLL_MS));
        let mut back = false;
        self.change(|all| {
            for kept in all {
                let here = named.contains(&kept.make.provider);
                if kept.named && !here && kept.lives() {
                    kept.take_back(false, now);
                    back = true;
                }
                kept.named |= here;
                // Its owner waits for news.
                if looks && kept.lives() && matches!(kept.stage, Stage::Training(_) | Stage::Consent(..)) {
                    kept.next_at = kept.next_at.min(now.max(kept.looked_at + often));
                }
            }
        })?;
        if back {
            return self.attend(app).await;
        }
        outside::sleep::<Kept>(&self.state).await?;
        self.load()
    }

    async fn doubted(&self, app: &App, provider: &str) -> Answer<Vec<Kept>> {
        let now = app.now_ms();
        self.change(|all| {
            for kept in all.iter_mut().filter(|kept| kept.make.provider == provider) {
                if let Stage::Ready(there) = &kept.stage {
                    *kept = kept.to(Stage::Training(there.clone()), now);
                }
            }
        })?;
        self.attend(app).await
    }

    /// Does at once what is due. What fails is left to the alarm: nobody waits for a provider that does not answer.
    async fn attend(&self, app: &App) -> Answer<Vec<Kept>> {
        outside::sleep::<Kept>(&self.state).await?;
        if let Err(failure) = self.ring(app).await {
            let _ = failure.into_problem();
            record::wake_in(&self.state, LEFT_MS).await?;
        }
        self.load()
    }
}
