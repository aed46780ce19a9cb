//! The browser's H.264 encoder (W3C WebCodecs), as a pump: frames in, samples out.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect, Uint8Array};
use mp4::Sample;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EncodedVideoChunk, EncodedVideoChunkType, LatencyMode, VideoColorPrimaries, VideoColorSpaceInit, VideoEncoder,
    VideoEncoderConfig, VideoEncoderEncodeOptions, VideoEncoderInit, VideoFrame, VideoFrameBufferInit,
    VideoMatrixCoefficients, VideoPixelFormat, VideoTransferCharacteristics,
};
use wire::workers::Failure;
use worker_port::failure;

use crate::breath::pause;

/// Frames that may wait in the encoder: enough to keep it busy, few enough to stay small.
const QUEUE: u32 = 4;
/// A key frame each second, so that players can seek.
const KEY_EVERY: u32 = domain::limits::FPS;
/// Bits a second at 720x1280; a smaller picture gets its share.
const BITRATE_720: f64 = 3_600_000.0;
/// High, Main and Baseline at level 3.1 (ITU-T H.264 table A-1: 720x1280 at 30 frames a second), best first.
const CODECS: [&str; 3] = ["avc1.64001f", "avc1.4d001f", "avc1.42001f"];

#[derive(Default)]
struct Collected {
    samples: Vec<Sample>,
    description: Vec<u8>,
    error: Option<String>,
}

/// An encoder at work.
pub(crate) struct Encoder {
    encoder: VideoEncoder,
    collected: Rc<RefCell<Collected>>,
    width: u32,
    height: u32,
    // Kept alive as long as the encoder may call them.
    _output: Closure<dyn FnMut(EncodedVideoChunk, JsValue)>,
    _error: Closure<dyn FnMut(JsValue)>,
}

fn broken(error: &JsValue) -> Failure {
    let words = Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string()).unwrap_or_default();
    failure("encoder", format!("the video encoder stopped ({words}): try again"))
}

impl Encoder {
    /// # Errors
    /// `unsupported` where the browser has no H.264 encoder.
    pub(crate) async fn new(width: u32, height: u32) -> Result<Self, Failure> {
        let config = supported(width, height).await?;
        let collected: Rc<RefCell<Collected>> = Rc::default();
        let sink = Rc::clone(&collected);
        let output = Closure::<dyn FnMut(EncodedVideoChunk, JsValue)>::new(move |chunk: EncodedVideoChunk, about| {
            let bytes = Uint8Array::new_with_length(chunk.byte_length());
            let copied = chunk.copy_to_with_u8_array(&bytes);
            let mut sink = sink.borrow_mut();
            if copied.is_err() {
                sink.error = Some("a frame could not be read".to_owned());
            }
            if let Some(description) = description(&about) {
                sink.description = description;
            }
            sink.samples.push(Sample {
                data: bytes.to_vec(),
                key: chunk.type_() == EncodedVideoChunkType::Key,
                duration: 1,
            });
        });
        let sink = Rc::clone(&collected);
        let error = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            sink.borrow_mut().error = Some(broken(&error).message);
        });
        let init = VideoEncoderInit::new(error.as_ref().unchecked_ref(), output.as_ref().unchecked_ref());
        let encoder = VideoEncoder::new(&init).map_err(|e| broken(&e))?;
        encoder.configure(&config).map_err(|e| broken(&e))?;
        Ok(Self { encoder, collected, width, height, _output: output, _error: error })
    }

    /// Takes frame `index` (planes of [`studio::video::i420`]); waits while the encoder is full.
    pub(crate) async fn encode(&self, index: u32, pixels: &Uint8Array) -> Result<(), Failure> {
        while self.encoder.encode_queue_size() >= QUEUE {
            self.dequeued().await;
            self.check()?;
        }
        let start_us = frame_us(index);
        let init = VideoFrameBufferInit::new(self.height, self.width, VideoPixelFormat::I420, start_us as i32);
        init.set_color_space(&colours());
        init.set_duration((frame_us(index + 1) - start_us) as u32);
        let frame = VideoFrame::new_with_u8_array_and_video_frame_buffer_init(pixels, &init).map_err(|e| broken(&e))?;
        let options = VideoEncoderEncodeOptions::new();
        options.set_key_frame(index.is_multiple_of(KEY_EVERY));
        let taken = self.encoder.encode_with_options(&frame, &options);
        frame.close();
        taken.map_err(|e| broken(&e))?;
        self.check()
    }

    /// Waits for the last frame; gives the samples and the decoder's configuration (`avcC`).
    pub(crate) async fn finish(self) -> Result<(Vec<Sample>, Vec<u8>), Failure> {
        JsFuture::from(self.encoder.flush()).await.map_err(|e| broken(&e))?;
        self.check()?;
        let collected = std::mem::take(&mut *self.collected.borrow_mut());
        Ok((collected.samples, collected.description))
    }

    fn check(&self) -> Result<(), Failure> {
        match &self.collected.borrow().error {
            Some(words) => Err(failure("encoder", words.clone())),
            None => Ok(()),
        }
    }

    /// Waits until the encoder has taken a frame from its queue. The wait also ends after a moment, so that a missed
    /// event cannot hang the render.
    async fn dequeued(&self) {
        let encoder = self.encoder.clone();
        let event = js_sys::Promise::new(&mut |resolve, _| encoder.set_ondequeue(Some(&resolve)));
        let pause = pause(100);
        let _ = JsFuture::from(js_sys::Promise::race(&js_sys::Array::of2(&event, &pause))).await;
        self.encoder.set_ondequeue(None);
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        if self.encoder.state() != web_sys::CodecState::Closed {
            let _ = self.encoder.close();
        }
    }
}

/// Limited-range BT.709. Said of the frame, so that the encoder converts nothing and writes it into the stream: what it is
/// given as red, green and blue Chromium stores in full range, with the transfer function of sRGB.
fn colours() -> VideoColorSpaceInit {
    let colours = VideoColorSpaceInit::new();
    colours.set_full_range(Some(false));
    colours.set_matrix(Some(VideoMatrixCoefficients::Bt709));
    colours.set_primaries(Some(VideoColorPrimaries::Bt709));
    colours.set_transfer(Some(VideoTransferCharacteristics::Bt709));
    colours
}

/// When a frame starts, in microseconds.
fn frame_us(index: u32) -> u64 {
    u64::from(index) * 1_000_000 / u64::from(domain::limits::FPS)
}

/// Whether this browser encodes clips of the full size.
///
/// # Errors
/// `unsupported` where it does not.
pub(crate) async fn check() -> Result<(), Failure> {
    supported(720, 1280).await.map(drop)
}

/// The best H.264 configuration that this browser encodes.
async fn supported(width: u32, height: u32) -> Result<VideoEncoderConfig, Failure> {
    let none = || failure("unsupported", "it has no encoder for H.264 video");
    if Reflect::get(&js_sys::global(), &"VideoEncoder".into()).is_ok_and(|v| v.is_undefined()) {
        return Err(none());
    }
    for codec in CODECS {
        let config = VideoEncoderConfig::new(codec, height, width);
        config.set_bitrate_f64(BITRATE_720 * f64::from(width * height) / (720.0 * 1280.0));
        config.set_framerate(f64::from(domain::limits::FPS));
        config.set_latency_mode(LatencyMode::Quality);
        let avc = Object::new();
        let set = Reflect::set(&avc, &"format".into(), &"avc".into()).and(Reflect::set(&config, &"avc".into(), &avc));
        if set.is_err() {
            continue;
        }
        if let Ok(answer) = JsFuture::from(VideoEncoder::is_config_supported(&config)).await
            && Reflect::get(&answer, &"supported".into()).is_ok_and(|s| s.is_truthy())
        {
            return Ok(config);
        }
    }
    Err(none())
}

/// The `avcC` record, which comes with the first key frame.
fn description(about: &JsValue) -> Option<Vec<u8>> {
    let config = Reflect::get(about, &"decoderConfig".into()).ok().filter(|c| c.is_object())?;
    let record = Reflect::get(&config, &"description".into()).ok().filter(|d| d.is_object())?;
    let bytes = match record.dyn_ref::<js_sys::ArrayBuffer>() {
        Some(buffer) => Uint8Array::new(buffer),
        None => {
            let view: &js_sys::DataView = record.unchecked_ref();
            Uint8Array::new_with_byte_offset_and_length(
                &view.buffer(),
                view.byte_offset() as u32,
                view.byte_length() as u32,
            )
        }
    };
    Some(bytes.to_vec())
}
