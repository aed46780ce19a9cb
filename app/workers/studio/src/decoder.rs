//! The browser's video decoder (W3C WebCodecs), as a pump: a film's coded pictures in, pictures out in the order in which
//! they are shown, a few at a time.

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use mp4::{Coded, Picture};
use studio::finish::Pace;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CodecState, EncodedVideoChunk, EncodedVideoChunkInit, EncodedVideoChunkType, HardwareAcceleration, VideoDecoder,
    VideoDecoderConfig, VideoDecoderInit, VideoFrame,
};
use wire::workers::Failure;
use worker_port::failure;

use crate::breath::pause;

/// Coded pictures that may wait in the decoder, and decoded ones that may wait outside of it: decoders of graphics
/// processors have few pictures to give.
const AHEAD: usize = 4;
/// Milliseconds of silence after which the decoder counts as stuck: a hundred times what it takes here for the largest.
const SILENT_MS: f64 = 15_000.0;

#[derive(Default)]
struct Desk {
    shown: VecDeque<VideoFrame>,
    /// Stamps of pictures that some frame of the clip shows: the others are closed as they come.
    wanted: HashSet<i64>,
    error: Option<String>,
    flushed: bool,
    /// When something last happened.
    heard_ms: f64,
    waiting: Option<Function>,
}

/// A decoder at work on one film.
pub(crate) struct Decoder<'a> {
    decoder: VideoDecoder,
    desk: Rc<RefCell<Desk>>,
    bytes: &'a [u8],
    frames: &'a [Coded],
    stamps: &'a [i64],
    /// The first key picture; the first of all where the index names none.
    first: usize,
    fed: usize,
    flushing: bool,
    // Kept alive as long as the decoder may call them.
    _output: Closure<dyn FnMut(VideoFrame)>,
    _error: Closure<dyn FnMut(JsValue)>,
    _dequeue: Closure<dyn FnMut()>,
}

fn broken(error: &JsValue) -> Failure {
    let words = Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string()).unwrap_or_default();
    failure("decoder", format!("the video decoder stopped ({words})"))
}

impl<'a> Decoder<'a> {
    /// `careful` avoids the graphics processor.
    ///
    /// # Errors
    /// `undecodable` where this browser cannot decode the film.
    pub(crate) async fn new(
        bytes: &'a [u8],
        film: &'a Picture,
        pace: &'a Pace,
        careful: bool,
    ) -> Result<Self, Failure> {
        let config = supported(film, careful).await?;
        let desk = Rc::new(RefCell::new(Desk {
            wanted: pace.frames.iter().copied().collect(),
            heard_ms: worker_port::now_ms(),
            ..Desk::default()
        }));
        let to = Rc::clone(&desk);
        let output = Closure::<dyn FnMut(VideoFrame)>::new(move |frame: VideoFrame| {
            let wanted = to.borrow().wanted.contains(&(frame.timestamp() as i64));
            if wanted {
                to.borrow_mut().shown.push_back(frame);
            } else {
                frame.close();
            }
            wake(&to);
        });
        let to = Rc::clone(&desk);
        let error = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            to.borrow_mut().error = Some(broken(&error).message);
            wake(&to);
        });
        let to = Rc::clone(&desk);
        let dequeue = Closure::<dyn FnMut()>::new(move || wake(&to));
        let init = VideoDecoderInit::new(error.as_ref().unchecked_ref(), output.as_ref().unchecked_ref());
        let decoder = VideoDecoder::new(&init).map_err(|e| broken(&e))?;
        decoder.set_ondequeue(Some(dequeue.as_ref().unchecked_ref()));
        decoder.configure(&config).map_err(|e| broken(&e))?;
        let frames = film.frames.get(..pace.needed).unwrap_or(&film.frames);
        Ok(Self {
            decoder,
            desk,
            bytes,
            frames,
            stamps: &pace.stamps,
            first: frames.iter().position(|f| f.key).unwrap_or(0),
            fed: 0,
            flushing: false,
            _output: output,
            _error: error,
            _dequeue: dequeue,
        })
    }

    /// The next picture that the clip shows, to be closed by the caller; none after the last.
    ///
    /// # Errors
    /// `decoder` when it stops, or says nothing for long.
    pub(crate) async fn next(&mut self) -> Result<Option<VideoFrame>, Failure> {
        loop {
            if let Some(words) = &self.desk.borrow().error {
                return Err(failure("decoder", words.clone()));
            }
            self.feed()?;
            let (shown, flushed) = {
                let mut desk = self.desk.borrow_mut();
                (desk.shown.pop_front(), desk.flushed)
            };
            if shown.is_some() || flushed {
                return Ok(shown);
            }
            self.news().await?;
        }
    }

    /// Gives the decoder what it has room for.
    fn feed(&mut self) -> Result<(), Failure> {
        while self.desk.borrow().shown.len() < AHEAD && (self.decoder.decode_queue_size() as usize) < AHEAD {
            let (Some(coded), Some(stamp)) = (self.frames.get(self.fed), self.stamps.get(self.fed)) else {
                if !self.flushing {
                    self.flushing = true;
                    let (flush, to) = (self.decoder.flush(), Rc::clone(&self.desk));
                    spawn_local(async move {
                        if let Err(error) = JsFuture::from(flush).await {
                            to.borrow_mut().error.get_or_insert(broken(&error).message);
                        }
                        to.borrow_mut().flushed = true;
                        wake(&to);
                    });
                }
                return Ok(());
            };
            let index = self.fed;
            self.fed += 1;
            // A decoder begins with a key picture. Some films begin with a few that belong to what was cut off.
            if index >= self.first {
                self.decode(coded, *stamp, coded.key || index == self.first)?;
            }
        }
        Ok(())
    }

    fn decode(&self, coded: &Coded, stamp: i64, key: bool) -> Result<(), Failure> {
        let data = Uint8Array::from(self.bytes.get(coded.range.clone()).unwrap_or_default());
        let kind = if key { EncodedVideoChunkType::Key } else { EncodedVideoChunkType::Delta };
        let init = EncodedVideoChunkInit::new_with_u8_array(&data, 0, kind);
        init.set_timestamp_f64(stamp as f64);
        let chunk = EncodedVideoChunk::new(&init).map_err(|e| broken(&e))?;
        self.decoder.decode(&chunk).map_err(|e| broken(&e))
    }

    /// Waits until something happened.
    async fn news(&self) -> Result<(), Failure> {
        let desk = Rc::clone(&self.desk);
        let event = Promise::new(&mut |resolve, _| desk.borrow_mut().waiting = Some(resolve));
        // The wait also ends after a moment, so that a missed event cannot hang the pass.
        let _ = JsFuture::from(Promise::race(&Array::of2(&event, &pause(200)))).await;
        if worker_port::now_ms() - self.desk.borrow().heard_ms > SILENT_MS {
            return Err(failure("decoder", "the video decoder does not answer"));
        }
        Ok(())
    }
}

fn wake(desk: &Rc<RefCell<Desk>>) {
    let waiting = {
        let mut desk = desk.borrow_mut();
        desk.heard_ms = worker_port::now_ms();
        desk.waiting.take()
    };
    if let Some(waiting) = waiting {
        let _ = waiting.call0(&JsValue::NULL);
    }
}

impl Drop for Decoder<'_> {
    fn drop(&mut self) {
        // Its events may be on their way; what they would call is gone after this.
        self.decoder.set_ondequeue(None);
        if self.decoder.state() != CodecState::Closed {
            let _ = self.decoder.close();
        }
        for frame in self.desk.borrow_mut().shown.drain(..) {
            frame.close();
        }
    }
}

/// The configuration for a film's codec.
///
/// # Errors
/// `undecodable` where this browser has no decoder for it.
async fn supported(film: &Picture, careful: bool) -> Result<VideoDecoderConfig, Failure> {
    let kind = film.codec.get(..4).unwrap_or_default();
    let name = match kind {
        "avc1" | "avc3" => "H.264",
        "hvc1" | "hev1" => "HEVC",
        "vp09" => "VP9",
        "av01" => "AV1",
        "encv" => "encrypted",
        other => other,
    };
    let none = || failure("undecodable", format!("its video is {name}, which this browser cannot decode"));
    if Reflect::get(&js_sys::global(), &"VideoDecoder".into()).is_ok_and(|v| v.is_undefined()) {
        return Err(none());
    }
    let config = VideoDecoderConfig::new(&film.codec);
    config.set_coded_width(film.width);
    config.set_coded_height(film.height);
    if let Some(description) = &film.description {
        config.set_description_u8_array(&Uint8Array::from(description.as_slice()));
    }
    let (across, down) = film.pixel;
    if across != down {
        config.set_display_aspect_width(film.width.saturating_mul(across));
        config.set_display_aspect_height(film.height.saturating_mul(down));
    }
    if careful {
        config.set_hardware_acceleration(HardwareAcceleration::PreferSoftware);
    }
    let answer = JsFuture::from(VideoDecoder::is_config_supported(&config)).await.map_err(|_| none())?;
    if Reflect::get(&answer, &"supported".into()).is_ok_and(|s| s.is_truthy()) { Ok(config) } else { Err(none()) }
}
