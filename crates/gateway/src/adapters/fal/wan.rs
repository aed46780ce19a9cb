//! Wan at fal: a scene with the one of the still in it; then lips.

use serde_json::json;

use super::Model;
use crate::Offer;
use crate::adapters::read::{seconds, short};

/// Wan 2.7, reference to video.
pub static WAN: Model = Model {
    id: "fal-wan-2.7",
    title: "Wan 2.7",
    path: "fal-ai/wan/v2.7/reference-to-video",
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
            "prompt": short(&format!("The person speaks to the camera. {}", order.prompt), 5_000),
            "reference_image_urls": [order.still.url],
            "aspect_ratio": "9:16",
            "resolution": "720p",
            "duration": seconds(order, 2, 10).to_string(),
            "multi_shots": false,
            "enable_safety_checker": true,
            "seed": order.seed & 0x7fff_ffff,
        })
    },
    lips: true,
};
