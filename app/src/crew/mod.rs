//! The web workers: started when first needed, with the models that they need. One that died is started anew.

mod models;
mod slot;

use std::rc::Rc;

use browser::worker::{Client, Face, Studio, Voice};
use leptos::prelude::*;
use wire::workers::{Failure, face, voice};

use models::fetch_models;
use slot::Slot;

/// The workers, cheap to copy.
#[derive(Clone, Copy)]
pub struct Crew {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Part of the models that is here, 0 to 1, while some are being fetched.
    pub fetched: RwSignal<Option<f32>>,
}

#[derive(Default)]
struct Inner {
    face: Slot<Client<Face>>,
    voice: Slot<Client<Voice>>,
    studio: Slot<Client<Studio>>,
    speaker: Slot<()>,
    listener: Slot<()>,
}

impl Crew {
    pub(crate) fn new() -> Self {
        Self { inner: StoredValue::new_local(Rc::default()), fetched: RwSignal::new(None) }
    }

    /// Alignment, with its models.
    ///
    /// # Errors
    /// When the worker or a model cannot be had.
    pub async fn face(self) -> Result<Rc<Client<Face>>, Failure> {
        let inner = self.inner.get_value();
        inner.face.empty_if(Client::dead);
        inner
            .face
            .get(async || {
                let client = Client::start(&browser::assets::url("worker-face")).await?;
                let models = fetch_models(&models::FACE, self.fetched).await?;
                client.ask(&face::Request::Load, models).await?;
                Ok(client)
            })
            .await
    }

    /// Lets the face worker go: its models are large, and only a scan needs them.
    pub fn dismiss_face(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.face.empty();
        }
    }

    /// The voice worker, without any model.
    ///
    /// # Errors
    /// When the worker cannot be had.
    pub async fn voice(self) -> Result<Rc<Client<Voice>>, Failure> {
        let inner = self.inner.get_value();
        if inner.voice.empty_if(Client::dead) {
            // The models went with it.
            inner.speaker.empty();
            inner.listener.empty();
        }
        inner.voice.get(async || Client::start(&browser::assets::url("worker-voice")).await).await
    }

    /// Speech, ready to speak.
    ///
    /// # Errors
    /// When the worker or a model cannot be had.
    pub async fn speaker(self) -> Result<Rc<Client<Voice>>, Failure> {
        let voice = self.voice().await?;
        let inner = self.inner.get_value();
        let load = async || {
            let models = fetch_models(&models::SPEAKER, self.fetched).await?;
            voice.ask(&voice::Request::LoadSpeaker, models).await.map(drop)
        };
        inner.speaker.get(load).await?;
        Ok(voice)
    }

    /// Speech, ready to listen.
    ///
    /// # Errors
    /// When the worker or a model cannot be had.
    pub async fn listener(self) -> Result<Rc<Client<Voice>>, Failure> {
        // Words are compared with how the speaker would say them.
        let voice = self.speaker().await?;
        let inner = self.inner.get_value();
        let load = async || {
            let models = fetch_models(&models::LISTENER, self.fetched).await?;
            voice.ask(&voice::Request::LoadListener, models).await.map(drop)
        };
        inner.listener.get(load).await?;
        Ok(voice)
    }

    /// Drawing.
    ///
    /// # Errors
    /// When the worker cannot be had.
    pub async fn studio(self) -> Result<Rc<Client<Studio>>, Failure> {
        let inner = self.inner.get_value();
        inner.studio.empty_if(Client::dead);
        inner.studio.get(async || Client::start(&browser::assets::url("worker-studio")).await).await
    }
}
