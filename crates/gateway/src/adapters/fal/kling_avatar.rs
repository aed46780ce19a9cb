//! Kling's avatar at fal: the still speaks. Its shape follows the still, which is upright.

use serde_json::{Value, json};

use super::Model;
use crate::adapters::read::short;
use crate::{Offer, Order};

const OFFER: Offer = Offer {
    real_faces: true,
    own_voice: true,
    scene: false,
    avatar: false,
    people: 1,
    seconds: [0.0, 10.0],
    seeded: false,
};

/// Kling AI Avatar v2, standard.
pub static STANDARD: Model = Model {
    id: "fal-kling-avatar-v2",
    title: "Kling AI Avatar v2",
    path: "fal-ai/kling-video/ai-avatar/v2/standard",
    offer: OFFER,
    input,
    lips: false,
};

/// Kling AI Avatar v2, pro.
pub static PRO: Model = Model {
    id: "fal-kling-avatar-v2-pro",
    title: "Kling AI Avatar v2 Pro",
    path: "fal-ai/kling-video/ai-avatar/v2/pro",
    offer: OFFER,
    input,
    lips: false,
};

fn input(order: &Order) -> Value {
    let prompt = if order.prompt.trim().is_empty() { "." } else { &order.prompt };
    json!({ "image_url": order.still.url, "audio_url": order.speech.url, "prompt": short(prompt, 2_500) })
}
