//! The acoustic network: phonemes to vocoder parameters.

use std::collections::HashMap;

use rten::{Model, NodeId, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::VoiceError;
use crate::speak::Sentence;

/// Frequency bins of a frame: 0 to 12 kHz in steps of 20 Hz.
pub(crate) const BINS: usize = 601;
/// Width of a bin in hertz.
pub(crate) const BIN_HZ: f32 = 20.0;
/// Unit of the symbols' durations in seconds: two frames.
pub(crate) const UNIT_S: f32 = 0.025;
/// The network's name for the durations; not one of its outputs, but any tensor can be asked for.
const DURATIONS: &str = "/Clip_output_0";
const FILE: &str = "hibari.onnx";

/// What the network says about one sentence. Spectra are stored frame after frame, [`BINS`] values each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Frames {
    /// Log magnitude of the harmonic part.
    pub(crate) harmonic: Vec<f32>,
    /// Phase of the harmonic part before tanh, which is then multiplied by pi.
    pub(crate) theta: Vec<f32>,
    /// Log magnitude of the noise.
    pub(crate) noise: Vec<f32>,
    /// Log magnitude of the part with a phase of its own: bursts and transients.
    pub(crate) free: Vec<f32>,
    /// Phase of that part in radians.
    pub(crate) phi: Vec<f32>,
    /// Fundamental frequency in hertz, one a frame; below 40 is unvoiced.
    pub(crate) f0_hz: Vec<f32>,
    /// Duration of each symbol, with a silent one before and after, in units of [`UNIT_S`].
    pub(crate) durations: Vec<f32>,
}

impl Frames {
    /// Number of frames.
    pub(crate) fn len(&self) -> usize {
        self.f0_hz.len()
    }
}

/// The network and its alphabet.
pub(crate) struct Acoustic {
    model: Model,
    symbols: HashMap<char, i32>,
    ids: NodeId,
    speed: NodeId,
    outputs: [NodeId; 7],
}

impl Acoustic {
    pub(crate) fn new(onnx: &[u8], vocab_json: &[u8]) -> Result<Self, VoiceError> {
        let symbols = serde_json::from_slice(vocab_json).map_err(|e| VoiceError::model("vocab.json", e))?;
        let model = crate::network::load(FILE, onnx)?;
        let node = |name: &str| model.node_id(name).map_err(|e| VoiceError::model(FILE, e));
        let outputs =
            [node("lh")?, node("theta")?, node("ln")?, node("lr")?, node("phi")?, node("f0")?, node(DURATIONS)?];
        let (ids, speed) = (node("ids")?, node("speed")?);
        Ok(Self { model, symbols, ids, speed, outputs })
    }

    /// Everything that is needed to make sound.
    pub(crate) fn run(&self, sentence: &Sentence, speed: f32) -> Result<Frames, VoiceError> {
        let out = self.infer(sentence, speed, &self.outputs)?;
        let mut values = out.into_iter();
        let mut next = || values.next().ok_or_else(|| VoiceError::network(FILE, "an output is missing"));
        let (harmonic, theta, noise) = (by_frame(next()?)?, by_frame(next()?)?, by_frame(next()?)?);
        let (free, phi) = (by_frame(next()?)?, by_frame(next()?)?);
        let f0_hz = flat(next()?)?;
        let durations = flat(next()?)?;
        let frames = Frames { harmonic, theta, noise, free, phi, f0_hz, durations };
        let spectra = [&frames.harmonic, &frames.theta, &frames.noise, &frames.free, &frames.phi];
        if spectra.iter().any(|s| s.len() != frames.len() * BINS)
            || frames.durations.len() != sentence.symbols.len() + 2
        {
            return Err(VoiceError::network(FILE, "outputs of different lengths"));
        }
        Ok(frames)
    }

    /// Durations only: the first part of the network.
    pub(crate) fn durations(&self, sentence: &Sentence, speed: f32) -> Result<Vec<f32>, VoiceError> {
        let out = self.infer(sentence, speed, &self.outputs[6..])?;
        flat(out.into_iter().next().ok_or_else(|| VoiceError::network(FILE, "an output is missing"))?)
    }

    fn infer(&self, sentence: &Sentence, speed: f32, outputs: &[NodeId]) -> Result<Vec<Value>, VoiceError> {
        // A symbol that the network does not know becomes a space, so that durations keep their places.
        let space = self.symbols.get(&' ').copied().unwrap_or(0);
        let mut ids = Vec::with_capacity(sentence.symbols.len() + 2);
        ids.push(0);
        ids.extend(sentence.symbols.iter().map(|(c, _)| self.symbols.get(c).copied().unwrap_or(space)));
        ids.push(0);
        let ids = NdTensor::from_data([1, ids.len()], ids);
        let speed = NdTensor::from_data([1], vec![speed]);
        self.model
            .run(vec![(self.ids, ids.view().into()), (self.speed, speed.view().into())], outputs, None)
            .map_err(|e| VoiceError::network(FILE, e))
    }
}

/// [1, bins, frames] as frame after frame.
fn by_frame(value: Value) -> Result<Vec<f32>, VoiceError> {
    let t: NdTensor<f32, 3> = value.try_into().map_err(|e: rten::TryFromValueError| VoiceError::network(FILE, e))?;
    if t.size(0) != 1 || t.size(1) != BINS {
        return Err(VoiceError::network(FILE, "an output has an unexpected shape"));
    }
    Ok(t.permuted([0, 2, 1]).to_vec())
}

fn flat(value: Value) -> Result<Vec<f32>, VoiceError> {
    let t: rten_tensor::Tensor<f32> =
        value.try_into().map_err(|e: rten::TryFromValueError| VoiceError::network(FILE, e))?;
    Ok(t.to_vec())
}
