//! Addresses of hashed files, as the boot script tells them.

use crate::js::{get, window};

/// The address of an asset by its plain name, for example `worker-face` or `models/face_landmark.tflite`. A name that
/// the boot script does not know is its own address.
#[must_use]
pub fn url(name: &str) -> String {
    get(&get(&get(&window(), "understudy"), "assets"), name).as_string().unwrap_or_else(|| format!("/{name}"))
}
