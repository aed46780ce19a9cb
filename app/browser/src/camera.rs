//! The camera.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use crate::js::{get, set, window};
use crate::media_error::MediaError;

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

/// An open camera. It goes off when this is dropped.
pub struct Camera(Stream);

impl Camera {
    /// Opens the camera that faces the visitor.
    ///
    /// # Errors
    /// Why not.
    pub async fn open() -> Result<Self, MediaError> {
        // Only a facing and a height: a wanted shape would make some cameras crop.
        let video = Object::new();
        set(&video, "facingMode", &"user".into());
        let height = Object::new();
        set(&height, "ideal", &JsValue::from_f64(720.0));
        set(&video, "height", &height);
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&video);
        open_stream(&constraints).await.map(Self)
    }

    /// Shows the camera in a `<video>` that is muted and plays inline.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0.0));
        crate::video::play(video);
    }
}
