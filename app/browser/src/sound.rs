//! Playing samples.

use std::cell::OnceCell;

use js_sys::Math;
use wasm_bindgen::JsCast;
use web_sys::{AudioBufferSourceNode, AudioContext};

thread_local! {
    // One context for all: browsers limit how many there may be.
    static CONTEXT: OnceCell<Option<AudioContext>> = const { OnceCell::new() };
}

/// Sound that plays until it ends or this is dropped.
pub struct Playing(AudioBufferSourceNode);

impl Drop for Playing {
    fn drop(&mut self) {
        // Stopping what has ended is an error that means nothing.
        #[expect(deprecated, reason = "the binding of the only stop() without an argument")]
        let _ = self.0.stop();
    }
}

/// Plays mono samples in [-1, 1] once. None where the browser cannot.
pub fn play(samples: &[f32], rate_hz: u32) -> Option<Playing> {
    if samples.is_empty() {
        return None;
    }
    let context = CONTEXT.with(|c| c.get_or_init(|| AudioContext::new().ok()).clone())?;
    let _ = context.resume();
    let buffer = context.create_buffer(1, u32::try_from(samples.len()).ok()?, rate_hz as f32).ok()?;
    buffer.copy_to_channel(samples, 0).ok()?;
    let source = context.create_buffer_source().ok()?;
    source.set_buffer(Some(&buffer));
    source.connect_with_audio_node(context.destination().unchecked_ref()).ok()?;
    source.start().ok()?;
    Some(Playing(source))
}

/// A short soft click, for what happens while the eyes are shut.
pub fn click() {
    const RATE_HZ: u32 = 48_000;
    let samples: Vec<f32> = (0..RATE_HZ / 10)
        .map(|i| {
            // The browser's own functions: ours would be carried along for this click alone.
            let t = f64::from(i) / f64::from(RATE_HZ);
            (0.2 * Math::exp(-t * 60.0) * Math::sin(t * 880.0 * std::f64::consts::TAU)) as f32
        })
        .collect();
    if let Some(playing) = play(&samples, RATE_HZ) {
        // Left alone until it has sounded.
        wasm_bindgen_futures::spawn_local(async move {
            crate::clock::sleep(200).await;
            drop(playing);
        });
    }
}
