//! The files that the workers need, fetched when first asked for.

use std::cell::RefCell;
use std::rc::Rc;

use browser::Buffer;
use browser::http::{Method, send};
use browser::worker::not_loaded;
use leptos::prelude::*;
use wire::workers::Failure;

/// For alignment, in the order of [`wire::workers::face::Request::Load`], with the share of bytes of each.
pub(super) const FACE: [(&str, f32); 3] = [
    ("models/face_detection_short_range.tflite", 0.08),
    ("models/face_landmark.tflite", 0.84),
    ("models/selfie_segmentation.tflite", 0.08),
];

/// For speaking, in the order of [`wire::workers::voice::Request::LoadSpeaker`].
pub(super) const SPEAKER: [(&str, f32); 8] = [
    ("models/hibari/hibari.onnx", 0.56),
    ("models/hibari/lexicon_us_gold.json.gz", 0.06),
    ("models/hibari/lexicon_us_silver.json.gz", 0.06),
    ("models/hibari/tagger.json.gz", 0.1),
    ("models/hibari/oov.onnx", 0.2),
    ("models/hibari/oov.json", 0.01),
    ("models/hibari/vocab.json", 0.005),
    ("models/hibari/normalize.json", 0.005),
];

/// For listening, in the order of [`wire::workers::voice::Request::LoadListener`].
pub(super) const LISTENER: [(&str, f32); 1] = [("models/asr_waveform_fp16.onnx", 1.0)];

/// Fetches files one after another and tells how much of them is here.
///
/// # Errors
/// When one cannot be had.
pub(super) async fn fetch_models(
    files: &[(&'static str, f32)],
    fetched: RwSignal<Option<f32>>,
) -> Result<Vec<Buffer>, Failure> {
    let before = Rc::new(RefCell::new(0.0));
    let mut buffers = Vec::with_capacity(files.len());
    for (name, share) in files {
        let (share, done) = (*share, Rc::clone(&before));
        let report = move |part: f32| fetched.set(Some(*done.borrow() + share * part));
        let reply = send(Method::Get, &browser::assets::url(name), &[], None, Some(Box::new(report))).await;
        match reply {
            Ok(reply) if reply.status == 200 => buffers.push(reply.body),
            _ => {
                fetched.set(None);
                return Err(not_loaded());
            }
        }
        *before.borrow_mut() += share;
    }
    fetched.set(None);
    Ok(buffers)
}
