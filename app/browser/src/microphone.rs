//! The microphone: samples kept in memory, nothing else.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Float32Array, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AudioContext, AudioNode, AudioWorkletNode, MediaStreamAudioSourceNode, MediaStreamConstraints, MessageEvent,
};

use crate::camera::{Stream, open_stream};
use crate::js::set;
use crate::listen::Listener;
use crate::media_error::MediaError;

/// Path of the audio worklet that hands samples out.
const RECORDER: &str = "/recorder.js";

/// An open microphone that records. It goes off when this is dropped.
pub struct Microphone {
    _stream: Stream,
    context: AudioContext,
    _source: MediaStreamAudioSourceNode,
    _node: AudioWorkletNode,
    _listener: Listener,
    samples: Rc<RefCell<Vec<f32>>>,
    level: Rc<Cell<f32>>,
}

impl Microphone {
    /// Opens the microphone and begins to record what is to be measured: nothing is taken out of it.
    ///
    /// # Errors
    /// Why not.
    pub async fn open() -> Result<Self, MediaError> {
        Self::with(false).await
    }

    /// Opens the microphone and begins to record what is to be heard: the browser takes noise out where it can.
    ///
    /// # Errors
    /// Why not.
    pub async fn open_to_be_heard() -> Result<Self, MediaError> {
        Self::with(true).await
    }

    async fn with(noise_suppression: bool) -> Result<Self, MediaError> {
        // Nobody is on the telephone: without an echo, taking it out only changes the voice.
        let audio = Object::new();
        set(&audio, "echoCancellation", &false.into());
        set(&audio, "noiseSuppression", &noise_suppression.into());
        let constraints = MediaStreamConstraints::new();
        constraints.set_audio(&audio);
        let stream = open_stream(&constraints).await?;

        let failed = |e: wasm_bindgen::JsValue| MediaError::from_js(&e);
        let context = AudioContext::new().map_err(failed)?;
        if let Ok(resumed) = context.resume() {
            let _ = JsFuture::from(resumed).await;
        }
        let added = context.audio_worklet().and_then(|w| w.add_module(RECORDER)).map_err(failed)?;
        JsFuture::from(added).await.map_err(|_| MediaError::Unsupported)?;
        let node = AudioWorkletNode::new(&context, "recorder").map_err(failed)?;
        let source = context.create_media_stream_source(&stream.0).map_err(failed)?;
        let sink: &AudioNode = node.as_ref();
        source.connect_with_audio_node(sink).map_err(failed)?;
        // A graph without an end is not pulled in every browser. The worklet writes silence.
        sink.connect_with_audio_node(&context.destination()).map_err(failed)?;

        let samples = Rc::new(RefCell::new(Vec::new()));
        let level = Rc::new(Cell::new(0.0));
        let port = node.port().map_err(failed)?;
        let (store, meter) = (Rc::clone(&samples), Rc::clone(&level));
        let listener = Listener::new(&port, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let Ok(chunk) = event.data().dyn_into::<Float32Array>() else { return };
            let chunk = chunk.to_vec();
            let power = chunk.iter().map(|s| s * s).sum::<f32>() / chunk.len().max(1) as f32;
            meter.set(power.sqrt());
            store.borrow_mut().extend_from_slice(&chunk);
        });
        port.start();
        Ok(Self { _stream: stream, context, _source: source, _node: node, _listener: listener, samples, level })
    }

    /// Samples a second.
    #[must_use]
    pub fn rate_hz(&self) -> u32 {
        self.context.sample_rate() as u32
    }

    /// What was recorded so far: mono, in [-1, 1].
    #[must_use]
    pub fn samples(&self) -> Vec<f32> {
        self.samples.borrow().clone()
    }

    /// Seconds recorded so far.
    #[must_use]
    pub fn seconds(&self) -> f32 {
        self.samples.borrow().len() as f32 / (self.rate_hz().max(1)) as f32
    }

    /// Forgets what was recorded and goes on.
    pub fn restart(&self) {
        self.samples.borrow_mut().clear();
    }

    /// Root mean square of the last moment, 0 to 1.
    #[must_use]
    pub fn level(&self) -> f32 {
        self.level.get()
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        let _ = self.context.close();
    }
}
