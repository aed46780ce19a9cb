//! The truth about one member's copies at outside providers. The only one that has a voice copied, or removed.
//!
//! - **Copy**: written down with the name that it will have there, then asked for. A refusal strikes it out. Where the answer is
//!   lost, or a crash came in between, it is in doubt: the alarm looks for it there by its name, and what is found is removed.
//! - **Remove**: written down, then asked for, again and again until the provider says that it is gone.
//!
//! The reading passes through and is never written. What a provider calls a copy is sealed.

use gateway::voices::{Reading, Voice, voice};
use gateway::{Access, Cause, Failure as Trouble};
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::outside::{self, LEFT_MS, WAIT_MS, wait};
use super::{ask, record};
use crate::crypto::hex;
use crate::error::{Answer, Failure, not_found};
use crate::gateway::carry;
use crate::sealed;
use crate::state::App;
use crate::voices::call::{Copy, Kept, Question, Stage, Which};
use crate::voices::{lost_ms, words};

/// How often a copy in doubt is looked for in vain before it counts as never made.
const LOOKS: u32 = 5;
/// What the sealed names are for.
const PURPOSE: &str = "outside voices";

/// A member's outside voices. Named by the account's identifier.
#[durable_object(alarm)]
pub struct VoicesObject {
    state: State,
    env: Env,
}

/// What came of asking for a copy.
enum Outcome {
    /// It is there, by this name; or it is there and locked.
    Made(String, bool),
    /// It was never made.
    Refused(Trouble),
    /// Nobody knows.
    Lost(Trouble),
}

impl DurableObject for VoicesObject {
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

impl VoicesObject {
    async fn answer(&self, mut request: Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        match ask::question(&request)? {
            Question::Read => Ok(ask::reply(self.load())?),
            Question::Copy(copy) => {
                let reading = request.bytes().await?;
                Ok(ask::reply(self.copy(&app, copy, &reading).await)?)
            }
            Question::Remove(which) => Ok(ask::reply(self.remove(&app, &which).await)?),
            Question::Rules(named) => Ok(ask::reply(self.rules(&app, &named).await)?),
            Question::There(provider) => Ok(ask::reply(self.there(&app, &provider))?),
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

    async fn sleep(&self) -> Answer<()> {
        outside::sleep::<Kept>(&self.state).await
    }

    fn there(&self, app: &App, provider: &str) -> Answer<String> {
        let all = self.load()?;
        let ready = all.iter().find_map(|kept| match &kept.stage {
            Stage::Ready(name) if kept.provider == provider => Some((kept, name)),
            _ => None,
        });
        let Some((kept, name)) = ready else { return Err(not_found("There is no copy of this voice.").into()) };
        sealed::open(app, PURPOSE, kept.id.as_str(), name)
    }

    async fn copy(&self, app: &App, copy: Copy, reading: &[u8]) -> Answer<Kept> {
        let conflict = |rule: &str, detail: &str| Failure::from(Problem::new(Code::Conflict, detail).rule(rule));
        let all = self.load()?;
        match all.iter().find(|kept| kept.id == copy.id) {
            Some(kept) if matches!(kept.stage, Stage::Ready(_)) => return Ok(kept.clone()),
            Some(kept) if kept.stage == Stage::Copying => {
                let detail = "Your voice is being copied. Wait a few seconds.";
                let problem = Problem::new(Code::Conflict, detail).rule("in_flight").retry_after_s(2);
                return Err(problem.into());
            }
            Some(_) => return Err(conflict("over", "This copy was given up. Begin again.")),
            None => {}
        }
        if all.iter().any(|kept| kept.provider == copy.provider && kept.lives()) {
            return Err(conflict("exists", "There is a copy of your voice there. Remove it before you make another."));
        }
        let (voice, access) = reach(app, &copy.provider)?;
        let (name, now) = (format!("understudy-{}", hex(&app.random::<10>()?)), app.now_ms());
        let reading = Reading { mime: "audio/wav", data: reading };
        let exchange = voice.copy(&name, reading, &access).map_err(|trouble| Failure::Internal(trouble.said))?;
        let kept = Kept {
            id: copy.id.clone(),
            provider: copy.provider,
            name,
            stage: Stage::Copying,
            consent_version: copy.consent_version,
            agreed_at: now,
            named: false,
            locked: false,
            tries: 0,
            next_at: now + lost_ms(app),
            cause: None,
        };
        // Before anything goes out: whatever comes, it is known that there may be such a copy.
        self.change(|all| all.insert(0, kept.clone()))?;
        self.sleep().await?;

        let outcome = match carry::exchange(voice.provider(), &access, &exchange).await {
            Ok(answer) => match voice.copied(&answer) {
                Ok(made) => Outcome::Made(made.voice, made.locked),
                // A client's error says that nothing was made; anything else may have come after it was.
                Err(trouble) if (400..500).contains(&answer.status) => Outcome::Refused(trouble),
                Err(trouble) => Outcome::Lost(trouble),
            },
            Err(trouble) if trouble.cause == Cause::Broken => Outcome::Refused(trouble),
            Err(trouble) => Outcome::Lost(trouble),
        };
        self.copied(app, kept, voice, outcome).await
    }

    /// Writes down what came of asking. Meanwhile it may have been taken back.
    async fn copied(&self, app: &App, kept: Kept, voice: &dyn Voice, outcome: Outcome) -> Answer<Kept> {
        let (title, id, now) = (words::title(app, voice), kept.id.clone(), app.now_ms());
        let sealed = match &outcome {
            Outcome::Made(there, _) => Some(sealed::seal(app, PURPOSE, id.as_str(), there)?),
            _ => None,
        };
        let still = self.load()?.iter().any(|k| k.id == id && k.stage == Stage::Copying);
        let retry_ms = wait(app.limit("VOICES_RETRY_MS", WAIT_MS), 0, None);
        let all = self.change(|all| {
            let place = all.iter().position(|k| k.id == id);
            let next = match (&outcome, sealed) {
                (Outcome::Made(_, locked), Some(sealed)) if *locked || !still => {
                    Some(Kept { stage: Stage::Removing(vec![sealed]), locked: *locked, next_at: now, ..kept.clone() })
                }
                (Outcome::Made(..), Some(sealed)) => Some(Kept { stage: Stage::Ready(sealed), ..kept.clone() }),
                (Outcome::Lost(trouble), _) => {
                    let next_at = now + retry_ms;
                    Some(Kept { stage: Stage::Doubt, cause: Some(trouble.cause), next_at, ..kept.clone() })
                }
                (Outcome::Refused(_) | Outcome::Made(..), _) => None,
            };
            match (place, next) {
                (Some(place), Some(next)) => all[place] = next,
                (Some(place), None) => drop(all.remove(place)),
                (None, Some(next)) => all.insert(0, next),
                (None, None) => {}
            }
        })?;
        self.sleep().await?;
        const NEXT: &str = "Nothing of it is kept there or here. Try again, or go without.";
        let found = all.into_iter().find(|k| k.id == id);
        match (outcome, found) {
            (Outcome::Made(_, true), _) => {
                let detail = format!(
                    "{title} wants a proof of its own before it speaks with this voice. That cannot be given from here, so \
                     the copy is removed. Go on with the studio voice."
                );
                Err(Problem::new(Code::Provider, detail).rule("locked").into())
            }
            (Outcome::Made(..), Some(kept)) if still => Ok(kept),
            (Outcome::Made(..), _) => {
                let detail = "It was taken back while it was made. It is removed.";
                Err(Problem::new(Code::Conflict, detail).rule("over").into())
            }
            (Outcome::Refused(trouble) | Outcome::Lost(trouble), _) => {
                worker::console_warn!("{}: {}", voice.id(), trouble.cause.name());
                Err(words::problem(&title, &trouble, NEXT).into())
            }
        }
    }

    async fn remove(&self, app: &App, which: &Which) -> Answer<Vec<Kept>> {
        let (now, lost) = (app.now_ms(), lost_ms(app));
        if let Which::One(id) = which
            && !self.load()?.iter().any(|kept| kept.id == *id)
        {
            return Err(not_found("There is no such copy of your voice. It may be gone already.").into());
        }
        self.change(|all| {
            for kept in all {
                let meant = match which {
                    Which::One(id) => kept.id == *id,
                    Which::At(provider) => kept.provider == *provider,
                    Which::All => true,
                };
                if meant {
                    take_back(kept, now, lost);
                }
            }
        })?;
        self.attend(app).await
    }

    async fn rules(&self, app: &App, named: &[String]) -> Answer<Vec<Kept>> {
        let (now, lost) = (app.now_ms(), lost_ms(app));
        let before = self.load()?;
        if before.is_empty() {
            return Ok(before);
        }
        self.change(|all| {
            for kept in all {
                let here = named.contains(&kept.provider);
                if kept.named && !here && kept.lives() {
                    take_back(kept, now, lost);
                }
                kept.named |= here;
            }
        })?;
        self.attend(app).await
    }

    /// Does at once what is due. What fails is left to the alarm: nobody waits for a provider that does not answer.
    async fn attend(&self, app: &App) -> Answer<Vec<Kept>> {
        self.sleep().await?;
        if let Err(failure) = self.ring(app).await {
            let _ = failure.into_problem();
        }
        self.load()
    }
}

/// One step with a copy that is not ready. None: nothing is left of it.
async fn look_after(app: &App, kept: &Kept) -> Answer<Option<Kept>> {
    let now = app.now_ms();
    let later = |trouble: Option<&Trouble>| {
        let next_at = now + wait(app.limit("VOICES_RETRY_MS", WAIT_MS), kept.tries, trouble);
        let cause = trouble.map(|trouble| trouble.cause);
        Kept { tries: kept.tries.saturating_add(1), next_at, cause, ..kept.clone() }
    };
    if kept.stage == Stage::Copying {
        // Its exchange is over, and nobody wrote down how.
        return Ok(Some(Kept { stage: Stage::Doubt, next_at: now, ..kept.clone() }));
    }
    let Ok((voice, access)) = reach(app, &kept.provider) else {
        return Ok(Some(later(Some(&Trouble::of(Cause::Key, "no key is set")))));
    };
    match &kept.stage {
        Stage::Copying | Stage::Ready(_) => Ok(Some(kept.clone())),
        Stage::Doubt => {
            let found = carry::exchange(voice.provider(), &access, &voice.find(&kept.name, &access)).await;
            match found.and_then(|answer| voice.found(&answer, &kept.name)) {
                Ok(found) if !found.is_empty() => {
                    let seal = |there: &String| sealed::seal(app, PURPOSE, kept.id.as_str(), there);
                    let stage = Stage::Removing(found.iter().map(seal).collect::<Answer<_>>()?);
                    Ok(Some(Kept { stage, tries: 0, next_at: now, cause: None, ..kept.clone() }))
                }
                // It may come into sight a little later than its answer was lost.
                Ok(_) if kept.tries + 1 < LOOKS => Ok(Some(later(None))),
                Ok(_) => Ok(None),
                // A look that failed is none.
                Err(trouble) => Ok(Some(Kept { tries: kept.tries, ..later(Some(&trouble)) })),
            }
        }
        Stage::Removing(there) => {
            let (mut left, mut trouble) = (Vec::new(), None);
            for name in there {
                let open: String = sealed::open(app, PURPOSE, kept.id.as_str(), name)?;
                let said = carry::exchange(voice.provider(), &access, &voice.delete(&open, &access)).await;
                if let Err(failed) = said.and_then(|answer| voice.deleted(&answer)) {
                    worker::console_warn!("{}: removing: {}", voice.id(), failed.cause.name());
                    left.push(name.clone());
                    trouble = Some(failed);
                }
            }
            let Some(trouble) = trouble else { return Ok(None) };
            Ok(Some(Kept { stage: Stage::Removing(left), ..later(Some(&trouble)) }))
        }
    }
}

/// Takes a copy back. One that is being made is removed once it is known what came of it.
fn take_back(kept: &mut Kept, now: u64, lost: u64) {
    match std::mem::replace(&mut kept.stage, Stage::Doubt) {
        Stage::Copying => kept.next_at = now + lost,
        Stage::Ready(name) => (kept.stage, kept.next_at, kept.tries) = (Stage::Removing(vec![name]), now, 0),
        // It goes already; whoever asks again need not wait.
        Stage::Removing(names) => (kept.stage, kept.next_at) = (Stage::Removing(names), now),
        Stage::Doubt => {}
    }
}

/// A provider and what opens it.
fn reach(app: &App, provider: &str) -> Answer<(&'static dyn Voice, Access)> {
    let voice = voice(provider);
    let found = voice.and_then(|voice| Some((voice, carry::access(app, voice.provider())?)));
    found.ok_or_else(|| not_found("This site has no such outside voice. Load the list again.").into())
}
