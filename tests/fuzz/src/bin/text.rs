//! What somebody types: a prompt as a scene, bodies as the edge reads them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = studio::scene::Plan::from_prompt(&text, 1);
    drop(serde_json::from_slice::<wire::likeness::CaptureResult>(bytes));
    drop(text.parse::<domain::CaptureId>());
});
