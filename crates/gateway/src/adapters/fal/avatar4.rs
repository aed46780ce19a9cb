//! HeyGen's photo avatar at fal: the still speaks, where it is.

use serde_json::json;

use super::Model;
use crate::Offer;

/// HeyGen Avatar IV.
pub static AVATAR4: Model = Model {
    id: "fal-heygen-avatar4",
    title: "HeyGen Avatar IV",
    path: "fal-ai/heygen/avatar4/image-to-video",
    offer: Offer {
        real_faces: true,
        own_voice: true,
        scene: false,
        avatar: false,
        people: 1,
        seconds: [0.0, 10.0],
        seeded: false,
    },
    input: |order| {
        json!({
            "image_url": order.still.url,
            "audio_url": order.speech.url,
            "aspect_ratio": "9:16",
            "resolution": "720p",
            "talking_style": "expressive",
        })
    },
    lips: false,
};
