//! Playing clips.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlVideoElement};

use crate::js::{error_name, get, method, window};

/// `MediaError.MEDIA_ERR_NETWORK`.
const NETWORK: f64 = 2.0;

/// Plays. A browser that refuses leaves the video as it is.
pub fn play(video: &HtmlVideoElement) {
    if let Ok(promise) = video.play() {
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}

/// Plays; where the browser refuses sound before a tap, without sound, which `muted` is told.
pub fn play_or_mute(video: &HtmlVideoElement, muted: impl FnOnce() + 'static) {
    let Ok(promise) = video.play() else { return };
    let video = video.clone();
    spawn_local(async move {
        if let Err(error) = JsFuture::from(promise).await
            && error_name(&error) == "NotAllowedError"
            && !video.muted()
        {
            video.set_muted(true);
            muted();
            play(&video);
        }
    });
}

/// Fetches the file anew, after an error.
pub fn reload(video: &HtmlVideoElement) {
    video.load();
}

/// Whether the network is why the video has an error.
#[must_use]
pub fn cut_off(video: &HtmlVideoElement) -> bool {
    get(&get(video, "error"), "code").as_f64() == Some(NETWORK)
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

/// Takes away whatever was loaded, the frame on the screen and the still included.
pub fn clear(video: &HtmlVideoElement) {
    pause(video);
    for name in ["src", "poster"] {
        let _ = video.remove_attribute(name);
    }
    video.load();
}

/// Whether so many seconds of it have played, or all but the end of a shorter one. What played twice counts once.
#[must_use]
pub fn seen(video: &HtmlVideoElement, seconds: f64) -> bool {
    let (played, length) = (get(video, "played"), video.duration());
    let at = |name: &str, i: u32| method(&played, name)?.call1(&played, &i.into()).ok()?.as_f64();
    let count = get(&played, "length").as_f64().unwrap_or(0.0) as u32;
    let parts = (0..count).filter_map(|i| Some(at("end", i)? - at("start", i)?));
    parts.sum::<f64>() >= if length.is_finite() { seconds.min(0.9 * length) } else { seconds }
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
