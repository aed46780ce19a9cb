//! Playing clips.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlVideoElement};

use crate::js::window;

/// Plays. A browser that refuses (sound before a tap) leaves the video as it is.
pub fn play(video: &HtmlVideoElement) {
    if let Ok(promise) = video.play() {
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}

/// Pauses.
pub fn pause(video: &HtmlVideoElement) {
    let _ = video.pause();
}

/// Plays what is paused and pauses what plays. Answers whether it plays now.
pub fn toggle(video: &HtmlVideoElement) -> bool {
    if video.paused() {
        play(video);
        true
    } else {
        pause(video);
        false
    }
}

/// Starts from the beginning.
pub fn rewind(video: &HtmlVideoElement) {
    video.set_current_time(0.0);
}

/// How far it has played, 0 to 1.
#[must_use]
pub fn position(video: &HtmlVideoElement) -> f64 {
    let length = video.duration();
    if length.is_finite() && length > 0.0 { video.current_time() / length } else { 0.0 }
}

/// Goes to a place, 0 to 1.
pub fn seek(video: &HtmlVideoElement, place: f64) {
    let length = video.duration();
    if length.is_finite() {
        video.set_current_time(length * place.clamp(0.0, 1.0));
    }
}

/// Fills the screen with an element, or gives the screen back.
pub fn full_screen(element: &Element) {
    let Some(document) = window().document() else { return };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else {
        let _ = element.request_fullscreen();
    }
}
