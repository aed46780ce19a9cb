//! Kling O3 at fal: a scene with the one of the still in it; then lips.

use serde_json::json;

use super::Model;
use crate::Offer;
use crate::adapters::read::{seconds, short};

/// Kling O3, reference to video, standard. Without sound: the speech comes with the lips.
pub static O3: Model = Model {
    id: "fal-kling-o3",
    title: "Kling O3",
    path: "fal-ai/kling-video/o3/standard/reference-to-video",
    offer: Offer {
        real_faces: true,
        own_voice: true,
        scene: true,
        avatar: false,
        people: 1,
        seconds: [0.0, 10.0],
        seeded: false,
    },
    input: |order| {
        json!({
            "prompt": short(&format!("@Element1 speaks to the camera. {}", order.prompt), 2_500),
            "elements": [{ "frontal_image_url": order.still.url, "reference_image_urls": [order.still.url] }],
            "duration": seconds(order, 3, 15).to_string(),
            "aspect_ratio": "9:16",
            "generate_audio": false,
        })
    },
    lips: true,
};
