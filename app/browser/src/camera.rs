//! The camera, and the one question for camera and microphone.

use js_sys::{Array, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use crate::js::{get, method, set, window};
use crate::listen::Listener;
use crate::media_error::{Device, MediaError};

/// A stream whose tracks stop when it is dropped.
pub(crate) struct Stream(pub(crate) MediaStream);

impl Drop for Stream {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

pub(crate) async fn open_stream(constraints: &MediaStreamConstraints) -> Result<Stream, MediaError> {
    let navigator = window().navigator();
    // Without https or localhost there is no mediaDevices at all, whatever the type says.
    if get(&navigator, "mediaDevices").is_undefined() {
        return Err(MediaError::Unsupported);
    }
    let devices = navigator.media_devices().map_err(|e| MediaError::from_js(&e))?;
    let promise = devices.get_user_media_with_constraints(constraints).map_err(|e| MediaError::from_js(&e))?;
    let stream = JsFuture::from(promise).await.map_err(|e| MediaError::from_js(&e))?;
    Ok(Stream(stream.unchecked_into()))
}

/// What the camera is asked for.
fn wanted() -> MediaStreamConstraints {
    // Only a facing and a height: a wanted shape would make some cameras crop.
    let video = Object::new();
    set(&video, "facingMode", &"user".into());
    let height = Object::new();
    set(&height, "ideal", &JsValue::from_f64(720.0));
    set(&video, "height", &height);
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&video);
    constraints
}

/// An open camera. It goes off when this is dropped.
pub struct Camera(Stream);

impl Camera {
    /// Opens the camera that faces the visitor.
    ///
    /// # Errors
    /// Why not.
    pub async fn open() -> Result<Self, MediaError> {
        open_stream(&wanted()).await.map(Self)
    }

    /// Opens the camera that faces the visitor, and makes sure in the same question that the microphone may be opened
    /// later. The microphone is off again when this returns.
    ///
    /// # Errors
    /// Which of the two cannot be had, and why.
    pub async fn open_and_ask_for_microphone() -> Result<Self, (Device, MediaError)> {
        let constraints = wanted();
        constraints.set_audio(&JsValue::TRUE);
        match open_stream(&constraints).await {
            Ok(stream) => {
                for track in stream.0.get_audio_tracks().iter() {
                    let track = track.unchecked_into::<MediaStreamTrack>();
                    track.stop();
                    stream.0.remove_track(&track);
                }
                Ok(Self(stream))
            }
            Err(error) => Err((culprit(error).await, error)),
        }
    }

    /// Shows the camera in a `<video>` that is muted and plays inline.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0.0));
        crate::video::play(video);
    }

    /// Calls `run` when the camera goes away by itself: unplugged, or taken back by the visitor.
    #[must_use]
    pub fn ended(&self, run: impl FnMut() + Clone + 'static) -> Vec<Listener> {
        let tracks = self.0.0.get_video_tracks();
        let listen = |track: JsValue| {
            let mut run = run.clone();
            Listener::new(&track.unchecked_into::<MediaStreamTrack>(), "ended", move |_| run())
        };
        tracks.iter().map(listen).collect()
    }
}

/// Which device an error of the question for both is about; the browser does not say.
async fn culprit(error: MediaError) -> Device {
    let to_blame = match error {
        MediaError::Missing => has("videoinput").await && !has("audioinput").await,
        MediaError::Denied => denied("microphone").await && !denied("camera").await,
        // Whoever may not open both may open the camera alone: then it is not the camera that is in use.
        MediaError::Busy => open_stream(&wanted()).await.is_ok(),
        MediaError::Unsupported => false,
    };
    if to_blame { Device::Microphone } else { Device::Camera }
}

/// Whether there is a device of this kind.
async fn has(kind: &str) -> bool {
    let Ok(devices) = window().navigator().media_devices() else { return false };
    let Ok(list) = devices.enumerate_devices() else { return false };
    let Ok(list) = JsFuture::from(list).await else { return false };
    Array::from(&list).iter().any(|device| get(&device, "kind").as_string().as_deref() == Some(kind))
}

/// Whether the visitor said no to this for good. False where the browser keeps it to itself.
async fn denied(name: &str) -> bool {
    let permissions = get(&window().navigator(), "permissions");
    let Some(query) = method(&permissions, "query") else { return false };
    let ask = Object::new();
    set(&ask, "name", &name.into());
    let Ok(promise) = query.call1(&permissions, &ask) else { return false };
    let Ok(status) = JsFuture::from(promise.unchecked_into::<Promise>()).await else { return false };
    get(&status, "state").as_string().as_deref() == Some("denied")
}
