//! A clip's frames in order, drawn here and by an assistant at the same time.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use studio::compose::Clip;
use studio::sound::EncodedAudio;
use studio::{Canvas, video};
use wire::workers::Failure;
use worker_port::{failure, now_ms};

use crate::assistant::Assistant;
use crate::breath::breathe;

/// Drawn frames that may wait for their turn: enough for both to be busy, few enough to stay small (1.4 MB each at
/// 720x1280).
const AHEAD: u32 = 4;

/// Gives frames one after another.
pub(crate) struct Frames {
    clip: Clip,
    canvas: Canvas,
    planes: Vec<u8>,
    assistant: Option<Assistant>,
    /// The first frame that nobody draws yet.
    next: u32,
    own: BTreeMap<u32, Uint8Array>,
    /// Milliseconds spent drawing here.
    pub(crate) draw_ms: f64,
    /// Frames that the assistant drew.
    pub(crate) assisted: u32,
    /// Whether the assistant was asked for the sound.
    mixed: bool,
}

impl Frames {
    pub(crate) fn new(clip: Clip, width: u32, height: u32, assistant: Option<Assistant>) -> Self {
        let canvas = Canvas::new(width as usize, height as usize);
        Self {
            clip,
            canvas,
            planes: Vec::new(),
            assistant,
            next: 0,
            own: BTreeMap::new(),
            draw_ms: 0.0,
            assisted: 0,
            mixed: false,
        }
    }

    /// Planes of a frame, I420. Frames are asked for in order, each once.
    pub(crate) async fn get(&mut self, index: u32) -> Result<Uint8Array, Failure> {
        let frames = self.clip.frames();
        loop {
            if let Some(pixels) = self.own.remove(&index) {
                return Ok(pixels);
            }
            if let Some(pixels) = self.assistant.as_ref().and_then(|a| a.take(index)) {
                self.assisted += 1;
                return Ok(pixels);
            }
            let room = self.next < frames && self.next <= index + AHEAD;
            match &self.assistant {
                // At once: mixed in the end, it would keep one processor busy and the other waiting.
                Some(a) if !self.mixed && a.free() => {
                    a.mix(frames);
                    self.mixed = true;
                }
                // It is asked first, so that it draws one while this worker draws the next.
                Some(a) if room && a.free() => {
                    a.ask(self.next);
                    self.next += 1;
                }
                Some(a) if a.owes(index) && !room => a.news().await,
                Some(a) if self.next > index && !a.owes(index) => {
                    // It fell with this frame: it is drawn here, and so is all that follows.
                    self.assistant = None;
                    self.draw(index)?;
                }
                _ => {
                    let mine = if room { self.next } else { index };
                    self.next = self.next.max(mine + 1);
                    self.draw(mine)?;
                    if self.assistant.is_some() {
                        // What the assistant has to say can only come in while this worker waits.
                        breathe().await;
                    }
                }
            }
        }
    }

    /// The clip's sound, if there is an assistant that made it.
    pub(crate) async fn sound(&self) -> Option<EncodedAudio> {
        self.assistant.as_ref()?.sound().await
    }

    fn draw(&mut self, index: u32) -> Result<(), Failure> {
        let before = now_ms();
        self.clip.draw(index, &mut self.canvas);
        video::i420(&self.canvas, &mut self.planes).map_err(|e| failure("studio", e.to_string()))?;
        self.own.insert(index, Uint8Array::from(self.planes.as_slice()));
        self.draw_ms += now_ms() - before;
        Ok(())
    }
}
