//! The truth about one member's likeness: its policy, its versions and one share of their keys.
//!
//! The only writer of packs. Each step is recorded before it is done and can be done again, and an alarm takes up what
//! a crash left:
//!
//! - **Store**: record the new version with its share; write the share in R2, then the ciphertext; record that this
//!   version counts; remove the one before it, its share in R2 first; project into D1. Until the version counts, the one
//!   before it does.
//! - **Erase**: record that the likeness goes, without any share: no pack opens from here on; remove the shares in R2,
//!   which nothing can restore; then the ciphertexts; the row in D1; then everything here.

use domain::consent::Policy;
use domain::{AccountId, CaptureId, LikenessId};
use wire::Problem;
use wire::likeness::Likeness;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::will::{LEFT_MS, SOON_MS};
use super::{aftermath, ask, record, will};
use crate::crypto::NONCE;
use crate::crypto::{hex, sha256, unhex};
use crate::error::{Answer, Failure, not_found};
use crate::likeness::call::{Question, Record, Version, pack_key, share_key};
use crate::likeness::judge::Flaw;
use crate::likeness::pack::{self, Shares};
use crate::likeness::store;
use crate::state::App;

/// Where a pack comes from.
struct Made {
    capture: CaptureId,
    spent: bool,
    imported: bool,
}

fn gone() -> Failure {
    not_found("There is no understudy here. Scan your face to make one.").into()
}

/// One member's likeness. Named by the account's identifier.
#[durable_object(alarm)]
pub struct LikenessObject {
    state: State,
    env: Env,
}

impl DurableObject for LikenessObject {
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

impl LikenessObject {
    async fn answer(&self, mut request: Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        match ask::question(&request)? {
            Question::Store { account, capture, spent, imported } => {
                let bytes = request.bytes().await?;
                let made = Made { capture, spent, imported };
                Ok(ask::reply(self.store(&app, account, made, &bytes).await)?)
            }
            Question::Read => {
                let likeness = record::load::<Record>(&self.state)?.and_then(|record| record.likeness());
                Ok(ask::reply(Ok(likeness))?)
            }
            Question::Open => Ok(Response::from_bytes(self.open(&app).await?)?),
            Question::Erase => Ok(ask::reply(self.leave(&app).await)?),
            Question::Will(question) => {
                let settle = async || self.settle(&app).await;
                will::answer::<Record>(&self.state, &app, question, &mut request, settle).await
            }
        }
    }

    async fn store(&self, app: &App, account: AccountId, made: Made, bytes: &[u8]) -> Answer<Likeness> {
        let Made { capture, spent, imported } = made;
        if record::load::<Record>(&self.state)?.is_some_and(|record| record.leaving) {
            self.settle(app).await?;
        }
        let sha256 = hex(&sha256(bytes));
        let (fresh_id, object, bucket): ([u8; 16], [u8; 32], [u8; 32]) = (app.random()?, app.random()?, app.random()?);
        let nonce: [u8; NONCE] = app.random()?;

        let mut record = record::load::<Record>(&self.state)?.unwrap_or_else(|| Record {
            account,
            id: LikenessId::from_bytes(&fresh_id),
            policy: Policy::default(),
            next_version: 1,
            current: None,
            storing: Vec::new(),
            remove: Vec::new(),
            project: false,
            leaving: false,
            tally: domain::consent::Tally::default(),
            approved: Vec::new(),
            tell: Vec::new(),
            sift: None,
            still: domain::consent::Still::default(),
        });
        match &record.current {
            // It is here already, scanned or imported.
            Some(version) if imported && version.sha256 == sha256 => return record.likeness().ok_or_else(gone),
            // The answer was lost: the same again changes nothing.
            Some(version) if version.capture == capture && version.sha256 == sha256 => {
                return record.likeness().ok_or_else(gone);
            }
            Some(version) if version.capture == capture => return Err(Problem::from(Flaw::Used).into()),
            _ if spent => return Err(Problem::from(Flaw::Used).into()),
            _ => {}
        }
        let version = Version {
            number: record.next_version,
            share: hex(&object),
            captured_at: app.now_ms(),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            capture,
            sha256,
            imported,
        };
        record.next_version += 1;
        record.storing.push(version.clone());
        record::save(&self.state, &record)?;
        record::wake_in(&self.state, LEFT_MS).await?;

        let shares = Shares { object, bucket, instance: app.key("packs") };
        let sealed = pack::seal(&shares, &record.label(version.number), nonce, bytes)?;
        let packs = app.packs()?;
        packs.put(share_key(&record.id, version.number), bucket.to_vec()).execute().await?;
        packs.put(pack_key(&record.id, version.number), sealed).execute().await?;

        if !self.count(&record.id, &version)? {
            // Erased in the meantime: what was just written goes too.
            packs.delete(share_key(&record.id, version.number)).await?;
            packs.delete(pack_key(&record.id, version.number)).await?;
            return Err(gone());
        }
        // What is left to do here is done again by the alarm, should it fail.
        if let Err(failure) = self.settle(app).await {
            let _ = failure.into_problem();
        }
        record::load::<Record>(&self.state)?.and_then(|record| record.likeness()).ok_or_else(gone)
    }

    /// The version whose objects are written becomes the one that counts, unless the likeness is gone.
    fn count(&self, id: &LikenessId, version: &Version) -> Answer<bool> {
        let latest = record::load::<Record>(&self.state)?.filter(|record| record.id == *id && !record.leaving);
        let Some(mut record) = latest else { return Ok(false) };
        // The alarm has taken it for left by a crash, and has removed what was written of it.
        if !record.storing.iter().any(|other| other.number == version.number) {
            return Ok(false);
        }
        record.storing.retain(|other| other.number != version.number);
        match &record.current {
            // A later scan was quicker: this one is not kept.
            Some(current) if current.number > version.number => record.remove.push(version.number),
            _ => {
                record.remove.extend(record.current.replace(version.clone()).map(|before| before.number));
            }
        }
        record.project = true;
        record::save(&self.state, &record)?;
        Ok(true)
    }

    async fn open(&self, app: &App) -> Answer<Vec<u8>> {
        let record = record::load::<Record>(&self.state)?.filter(|record| !record.leaving).ok_or_else(gone)?;
        let version = record.current.as_ref().ok_or_else(gone)?;
        let (bucket, sealed) = futures_util::future::try_join(
            read(app, share_key(&record.id, version.number)),
            read(app, pack_key(&record.id, version.number)),
        )
        .await?;
        let shares =
            Shares { object: share(unhex(&version.share))?, bucket: share(Some(bucket))?, instance: app.key("packs") };
        pack::open(&shares, &record.label(version.number), &sealed)
    }

    async fn leave(&self, app: &App) -> Answer<()> {
        let Some(mut record) = record::load::<Record>(&self.state)? else { return Ok(()) };
        if !record.leaving {
            will::end(&self.state, &mut record)?;
        }
        record.leaving = true;
        // The shares here go at once; which versions there were is still needed to remove their objects.
        record.remove.extend(record.current.take().map(|version| version.number));
        record.remove.extend(record.storing.drain(..).map(|version| version.number));
        record::save(&self.state, &record)?;
        record::wake_in(&self.state, LEFT_MS).await?;
        self.settle(app).await
    }

    /// Takes up what a call left to it, or a crash.
    async fn ring(&self, app: &App) -> Answer<()> {
        if record::load::<Record>(&self.state)?.is_none() {
            return Ok(());
        }
        let checked = aftermath::reconcile::<Record>(app, &self.state).await;
        let sifted = aftermath::sift::<Record>(app, &self.state).await;
        // One that fails is tried again, and holds nothing else up.
        self.settle(app).await?;
        sifted.map(drop).and(checked)
    }

    /// Does whatever is recorded and not done.
    async fn settle(&self, app: &App) -> Answer<()> {
        let Some(mut record) = record::load::<Record>(&self.state)? else { return Ok(()) };
        let now = app.now_ms();
        let (left, storing): (Vec<Version>, Vec<Version>) =
            record.storing.into_iter().partition(|version| version.captured_at + LEFT_MS <= now);
        record.storing = storing;
        record.remove.extend(left.iter().map(|version| version.number));
        record::save(&self.state, &record)?;

        let packs = app.packs()?;
        if !record.remove.is_empty() {
            let shares: Vec<String> = record.remove.iter().map(|n| share_key(&record.id, *n)).collect();
            packs.delete_multiple(shares).await?;
            let sealed: Vec<String> = record.remove.iter().map(|n| pack_key(&record.id, *n)).collect();
            packs.delete_multiple(sealed).await?;
        }
        // A pause shows at once, however many renders are to be told.
        if record.project
            && !record.leaving
            && let Some(likeness) = record.likeness()
            && !store::project(&app.db()?, &record.account, &likeness).await?
        {
            // The account went while this was stored.
            return Box::pin(self.leave(app)).await;
        }
        if !aftermath::tell::<Record>(app, &self.state).await? {
            return record::wake_in(&self.state, SOON_MS).await;
        }
        if record.leaving {
            store::remove(&app.db()?, &record.account).await?;
            // Another call may have finished this, and a new likeness may have begun.
            let still = record::load::<Record>(&self.state)?.is_some_and(|latest| latest.id == record.id);
            return if still { record::erase(&self.state).await } else { Ok(()) };
        }
        // Others may have come in between: what they recorded stays.
        let Some(mut latest) = record::load::<Record>(&self.state)?.filter(|latest| latest.id == record.id) else {
            return Ok(());
        };
        latest.remove.retain(|number| !record.remove.contains(number));
        let same = latest.current.as_ref().map(|v| v.number) == record.current.as_ref().map(|v| v.number)
            && latest.policy.version == record.policy.version;
        latest.project = latest.project && !same;
        let busy = !latest.storing.is_empty()
            || !latest.remove.is_empty()
            || !latest.tell.is_empty()
            || latest.project
            || latest.leaving;
        record::save(&self.state, &latest)?;
        if busy {
            return record::wake_in(&self.state, LEFT_MS).await;
        }
        if latest.sift.is_some() {
            return record::wake_in(&self.state, SOON_MS).await;
        }
        match aftermath::next_check_ms(app, &self.state)? {
            Some(ms) => record::wake_in(&self.state, ms).await,
            None => Ok(self.state.storage().delete_alarm().await?),
        }
    }
}

async fn read(app: &App, key: String) -> Answer<Vec<u8>> {
    let object = app.packs()?.get(key).execute().await?;
    let missing = || Failure::Internal("a pack or its share is missing".into());
    Ok(object.as_ref().and_then(worker::Object::body).ok_or_else(missing)?.bytes().await?)
}

fn share(bytes: Option<Vec<u8>>) -> Answer<[u8; 32]> {
    bytes.and_then(|b| b.try_into().ok()).ok_or_else(|| Failure::Internal("a share has another length".into()))
}
