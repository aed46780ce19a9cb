//! The second step of a scene: lips that follow the speech.

use serde_json::{Value, json};

use crate::{Cause, Failure, Film, Order};

/// The scene and the speech, in the words of the model that `FAL_LIPSYNC_MODEL` names. A scene is never shorter than the
/// speech, so what is cut off is silence.
pub(super) fn input(order: &Order, before: Option<&Film>) -> Result<Value, Failure> {
    let scene = before.ok_or_else(|| Failure::of(Cause::Broken, "the second step needs what the first one made"))?;
    Ok(json!({ "video_url": scene.url, "audio_url": order.speech.url, "sync_mode": "cut_off" }))
}
