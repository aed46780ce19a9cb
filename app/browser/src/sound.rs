//! Playing samples.

use std::cell::OnceCell;

use js_sys::{Math, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, AudioBufferSourceNode, AudioContext};

thread_local! {
    // One context for all: browsers limit how many there may be.
    static CONTEXT: OnceCell<Option<AudioContext>> = const { OnceCell::new() };
}

/// Decodes a file of sound: mono samples in [-1, 1] and their rate in hertz. None for what is no sound that this browser
/// knows.
pub async fn decode(file: &[u8]) -> Option<(Vec<f32>, u32)> {
    let context = shared()?;
    let bytes = Uint8Array::from(file).buffer();
    let decoded = JsFuture::from(context.decode_audio_data(&bytes).ok()?).await.ok()?;
    let buffer: AudioBuffer = decoded.dyn_into().ok()?;
    let channels = buffer.number_of_channels();
    let mut mono = buffer.get_channel_data(0).ok()?;
    for channel in 1..channels {
        let other = buffer.get_channel_data(channel).ok()?;
        mono.iter_mut().zip(other).for_each(|(m, o)| *m += o);
    }
    mono.iter_mut().for_each(|m| *m /= channels.max(1) as f32);
    Some((mono, buffer.sample_rate() as u32))
}

/// The bytes of base64 (RFC 4648, section 4), or none.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    // A string of one character for each byte.
    let bytes = web_sys::window()?.atob(text).ok()?;
    Some(bytes.chars().map(|c| c as u8).collect())
}

fn shared() -> Option<AudioContext> {
    CONTEXT.with(|c| c.get_or_init(|| AudioContext::new().ok()).clone())
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
    let context = shared()?;
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
