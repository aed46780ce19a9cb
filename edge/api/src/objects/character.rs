//! The truth about one character: its owner, its name, its policy and one share of its pack's key.
//!
//! Sealed as a likeness's pack is. Each step is recorded before it is done and can be done again, and an alarm takes up
//! what a crash left:
//!
//! - **Store**: record the character with its share; take a place in D1, by which a leaving account finds it; write the
//!   share in R2, then the ciphertext; record that it is ready; project.
//! - **Will**: what its owner allows, and every use by others, as a likeness's ([`super::will`]).
//! - **Erase**: strike the share out of the record: no pack opens from here on; remove the share in R2, which nothing can
//!   restore; then the ciphertext; take every use by others back; the row in D1; then everything here.

use domain::consent::Policy;
use domain::limits::MAX_CHARACTERS;
use domain::text::CharacterName;
use wire::characters::Character;
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::will::{LEFT_MS, SOON_MS};
use super::{aftermath, ask, record, will};
use crate::characters::call::{Question, Record, pack_key, sealed_as, share_key};
use crate::characters::store;
use crate::crypto::NONCE;
use crate::crypto::{hex, sha256, unhex};
use crate::error::{Answer, Failure, not_found};
use crate::likeness::pack::{self, Label, Shares};
use crate::state::App;

fn gone() -> Failure {
    not_found("There is no such character of yours.").into()
}

/// One character. Named by its identifier.
#[durable_object(alarm)]
pub struct CharacterObject {
    state: State,
    env: Env,
}

impl DurableObject for CharacterObject {
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
        record::rung(&self.state, self.ring().await, LEFT_MS).await
    }
}

impl CharacterObject {
    async fn answer(&self, mut request: Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        Ok(match ask::question(&request)? {
            Question::Store { id, account, name, kind } => {
                let bytes = request.bytes().await?;
                let fresh = Record {
                    id,
                    account,
                    name,
                    kind,
                    policy: Policy::default(),
                    created_at: app.now_ms(),
                    bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                    sha256: hex(&sha256(&bytes)),
                    share: Some(hex(&app.random::<32>()?)),
                    ready: false,
                    project: false,
                    tally: domain::consent::Tally::default(),
                    approved: Vec::new(),
                    tell: Vec::new(),
                    sift: None,
                    still: domain::consent::Still::default(),
                };
                ask::reply(self.store(&app, fresh, &bytes).await)?
            }
            Question::Read => ask::reply(Ok(self.load()?.and_then(|record| record.owned())))?,
            Question::Rename(name) => ask::reply(self.rename(&app, name).await)?,
            Question::Open => Response::from_bytes(self.open(&app).await?)?,
            Question::Erase => ask::reply(self.leave(&app).await)?,
            Question::Will(question) => {
                let settle = async || self.settle(&app).await;
                will::answer::<Record>(&self.state, &app, question, &mut request, settle).await?
            }
        })
    }

    fn load(&self) -> Answer<Option<Record>> {
        record::load(&self.state)
    }

    async fn store(&self, app: &App, fresh: Record, bytes: &[u8]) -> Answer<Character> {
        let fresh = match self.load()? {
            Some(known) if known.share.is_none() => return Err(gone()),
            Some(known) if known.sha256 != fresh.sha256 || known.account != fresh.account => {
                let detail = "This key has stored another pack. Make a new key for a new character.";
                return Err(Problem::new(Code::Conflict, detail).rule("other_pack").into());
            }
            // The answer was lost: the same again changes nothing.
            Some(known) if known.ready => return known.owned().map(|owned| owned.character).ok_or_else(gone),
            // It is being written, or a crash cut it: then the alarm clears it away, and the next try begins anew.
            Some(_) => {
                let detail = "This character is still being stored. Ask again in a moment.";
                return Err(Problem::new(Code::Conflict, detail).rule("in_flight").retry_after_s(5).into());
            }
            None => fresh,
        };
        record::save(&self.state, &fresh)?;
        record::wake_in(&self.state, LEFT_MS).await?;
        let opened = store::open(&app.db()?, &fresh, MAX_CHARACTERS).await;
        if !matches!(opened, Ok(true)) {
            record::erase(&self.state).await?;
        }
        if !opened? {
            let most = format!("{MAX_CHARACTERS} characters");
            let detail = format!("You have {most}, as many as fit. Delete one, then make this one again.");
            return Err(Problem::new(Code::TooMany, detail).rule("characters").measured(most.clone(), most).into());
        }

        let bucket: [u8; 32] = app.random()?;
        let nonce: [u8; NONCE] = app.random()?;
        let shares = Shares { object: share(&fresh)?, bucket, instance: app.key("packs") };
        let likeness = sealed_as(&fresh.id)?;
        let label = Label { likeness: &likeness, version: 1, account: &fresh.account };
        let sealed = pack::seal(&shares, &label, nonce, bytes)?;
        let packs = app.packs()?;
        packs.put(share_key(&fresh.id), bucket.to_vec()).execute().await?;
        packs.put(pack_key(&fresh.id), sealed).execute().await?;

        let latest = self.load()?;
        if latest.as_ref().is_some_and(|latest| latest.share.is_some() && latest.share != fresh.share) {
            // Cleared away as left by a crash, and begun anew: what lies there now is the other's.
            return Err(gone());
        }
        let Some(mut latest) = latest.filter(|latest| latest.share.is_some()) else {
            // Erased in the meantime: what was just written goes, too.
            packs.delete(share_key(&fresh.id)).await?;
            packs.delete(pack_key(&fresh.id)).await?;
            return Err(gone());
        };
        (latest.ready, latest.project) = (true, true);
        record::save(&self.state, &latest)?;
        self.settle(app).await?;
        self.load()?.and_then(|record| record.owned()).map(|owned| owned.character).ok_or_else(gone)
    }

    async fn rename(&self, app: &App, name: CharacterName) -> Answer<Character> {
        let mut record = self.load()?.filter(|record| record.owned().is_some()).ok_or_else(gone)?;
        (record.name, record.project) = (name, true);
        record::save(&self.state, &record)?;
        record::wake_in(&self.state, LEFT_MS).await?;
        self.settle(app).await?;
        self.load()?.and_then(|record| record.owned()).map(|owned| owned.character).ok_or_else(gone)
    }

    async fn open(&self, app: &App) -> Answer<Vec<u8>> {
        let record = self.load()?.filter(|record| record.owned().is_some()).ok_or_else(gone)?;
        let (bucket, sealed) =
            futures_util::future::try_join(read(app, share_key(&record.id)), read(app, pack_key(&record.id))).await?;
        let bucket = bucket.try_into().map_err(|_| Failure::Internal("a share has another length".into()))?;
        let shares = Shares { object: share(&record)?, bucket, instance: app.key("packs") };
        let likeness = sealed_as(&record.id)?;
        pack::open(&shares, &Label { likeness: &likeness, version: 1, account: &record.account }, &sealed)
    }

    async fn leave(&self, app: &App) -> Answer<()> {
        let Some(mut record) = self.load()? else { return Ok(()) };
        if record.share.is_some() {
            will::end(&self.state, &mut record)?;
        }
        record.share = None;
        record::save(&self.state, &record)?;
        record::wake_in(&self.state, LEFT_MS).await?;
        let packs = app.packs()?;
        packs.delete(share_key(&record.id)).await?;
        packs.delete(pack_key(&record.id)).await?;
        if !aftermath::tell::<Record>(app, &self.state).await? {
            return record::wake_in(&self.state, SOON_MS).await;
        }
        store::remove(&app.db()?, &record.id).await?;
        record::erase(&self.state).await
    }

    /// Does whatever is recorded and not done. A character whose account went meanwhile goes, too.
    async fn settle(&self, app: &App) -> Answer<()> {
        let Some(record) = self.load()? else { return Ok(()) };
        if record.share.is_none() {
            return self.leave(app).await;
        }
        if record.project && !store::project(&app.db()?, &record).await? {
            return self.leave(app).await;
        }
        if !aftermath::tell::<Record>(app, &self.state).await? {
            return record::wake_in(&self.state, SOON_MS).await;
        }
        // Others may have come in between: what they recorded stays, and the alarm or their call goes on with it.
        let Some(mut latest) = self.load()? else { return store::remove(&app.db()?, &record.id).await };
        if latest.name == record.name && latest.policy.version == record.policy.version && latest.share == record.share
        {
            latest.project = false;
            record::save(&self.state, &latest)?;
        }
        if latest.project || latest.share.is_none() || !latest.tell.is_empty() {
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

    /// Takes up what a crash left.
    async fn ring(&self) -> Answer<()> {
        let app = App::new(self.env.clone())?;
        match self.load()? {
            None => Ok(()),
            Some(record) if record.owned().is_some() => {
                let checked = aftermath::reconcile::<Record>(&app, &self.state).await;
                let sifted = aftermath::sift::<Record>(&app, &self.state).await;
                // One that fails is tried again, and holds nothing else up.
                self.settle(&app).await?;
                sifted.map(drop).and(checked)
            }
            Some(_) => self.leave(&app).await,
        }
    }
}

async fn read(app: &App, key: String) -> Answer<Vec<u8>> {
    let object = app.packs()?.get(key).execute().await?;
    let missing = || Failure::Internal("a pack or its share is missing".into());
    Ok(object.as_ref().and_then(worker::Object::body).ok_or_else(missing)?.bytes().await?)
}

fn share(record: &Record) -> Answer<[u8; 32]> {
    let bytes = record.share.as_deref().and_then(unhex).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Failure::Internal("a character has no share".into()))
}
