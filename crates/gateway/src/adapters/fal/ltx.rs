//! LTX at fal: a film out of the speech, which begins with the still.

use serde_json::json;

use super::Model;
use crate::Offer;

/// LTX 2.3, audio to video.
pub static LTX: Model = Model {
    id: "fal-ltx-2.3",
    title: "LTX 2.3",
    path: "fal-ai/ltx-2.3/audio-to-video",
    offer: Offer {
        real_faces: true,
        own_voice: true,
        scene: false,
        avatar: false,
        people: 1,
        seconds: [2.0, 10.0],
        seeded: false,
    },
    input: |order| {
        let mut input = json!({
            "audio_url": order.speech.url,
            "image_url": order.still.url,
            "aspect_ratio": "9:16",
        });
        if !order.prompt.trim().is_empty() {
            input["prompt"] = order.prompt.as_str().into();
        }
        input
    },
    lips: false,
};
