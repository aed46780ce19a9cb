//! Where a film's picture is scaled, turned and cropped to the clip's.

use js_sys::{Object, Reflect, Uint8Array, Uint8ClampedArray};
use studio::Canvas;
use studio::finish::fit;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d, VideoFrame, VideoFrameCopyToOptions,
    VideoPixelFormat,
};

/// A canvas of the clip's size.
pub(crate) struct Easel {
    context: OffscreenCanvasRenderingContext2d,
    width: u32,
    height: u32,
    /// Where pictures of the film's own size are copied to.
    copied: Option<Copied>,
    /// Whether the last one needs no canvas: it has the clip's size, and is upright.
    direct: bool,
    /// This browser does not copy pictures as RGBA.
    uncopied: bool,
}

/// Pixels of a picture as decoded, and a canvas to draw them from.
struct Copied {
    size: (u32, u32),
    pixels: Uint8ClampedArray,
    data: ImageData,
    canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
}

/// A canvas that lies in ordinary memory.
fn canvas(width: u32, height: u32) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), JsValue> {
    let canvas = OffscreenCanvas::new(width, height)?;
    let options = Object::new();
    for (name, on) in [("alpha", false), ("willReadFrequently", true)] {
        Reflect::set(&options, &name.into(), &on.into())?;
    }
    let context = canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::NULL)?;
    Ok((canvas, context.unchecked_into()))
}

impl Copied {
    fn new(size: (u32, u32)) -> Result<Self, JsValue> {
        let pixels = Uint8ClampedArray::new_with_length(size.0 * size.1 * 4);
        let data = ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, size.0, size.1)?;
        let (canvas, context) = canvas(size.0, size.1)?;
        Ok(Self { size, pixels, data, canvas, context })
    }
}

impl Easel {
    pub(crate) fn new(width: u32, height: u32) -> Result<Self, JsValue> {
        let (_, context) = canvas(width, height)?;
        Ok(Self { context, width, height, copied: None, direct: false, uncopied: false })
    }

    /// Puts a picture on it, turned upright, as large as the canvas needs it.
    pub(crate) async fn put(&mut self, frame: &VideoFrame, turn: [i8; 4], focus: [f32; 2]) -> Result<(), JsValue> {
        let size = (f64::from(frame.display_width()), f64::from(frame.display_height()));
        let crop = fit(size, turn, (f64::from(self.width), f64::from(self.height)), focus);
        self.uncopied = self.uncopied || self.copy(frame).await.is_err();
        let copied = self.copied.as_ref().filter(|_| !self.uncopied);
        let same = turn == [1, 0, 0, 1] && size == (f64::from(self.width), f64::from(self.height));
        self.direct = same && copied.is_some_and(|c| c.size == (self.width, self.height));
        if self.direct {
            return Ok(());
        }
        // Only what is made much smaller needs the slow way.
        let quality = if crop.scale < 0.6 { "high" } else { "medium" };
        Reflect::set(&self.context, &"imageSmoothingQuality".into(), &quality.into())?;
        let [a, b, c, d, e, f] = crop.transform;
        self.context.set_transform(a, b, c, d, e, f)?;
        match copied {
            Some(copied) => {
                copied.context.put_image_data(&copied.data, 0, 0)?;
                let from = &copied.canvas;
                self.context.draw_image_with_offscreen_canvas_and_dw_and_dh(from, 0.0, 0.0, size.0, size.1)
            }
            None => self.context.draw_image_with_video_frame_and_dw_and_dh(frame, 0.0, 0.0, size.0, size.1),
        }
    }

    /// Copies a picture out of the decoder. Chromium keeps some hundred of the pictures that are drawn straight from it in
    /// shared memory: 450 MB at 720x1280.
    async fn copy(&mut self, frame: &VideoFrame) -> Result<(), JsValue> {
        let visible = frame.visible_rect().ok_or(JsValue::NULL)?;
        let size = (visible.width() as u32, visible.height() as u32);
        if self.copied.as_ref().is_none_or(|c| c.size != size) {
            self.copied = Some(Copied::new(size)?);
        }
        let Some(copied) = &self.copied else { return Err(JsValue::NULL) };
        let options = VideoFrameCopyToOptions::new();
        options.set_format(VideoPixelFormat::Rgba);
        let bytes = Uint8Array::new(&copied.pixels.buffer());
        JsFuture::from(frame.copy_to_with_u8_array_and_options(&bytes, &options)).await.map(drop)
    }

    /// Copies what is on it into a picture of its size. Nothing of that size is allocated but what the browser itself
    /// makes: frames come faster than it collects what they leave.
    pub(crate) fn read(&self, into: &mut Canvas) -> Result<(), JsValue> {
        let copied = self.copied.as_ref().filter(|_| self.direct).map(|c| c.pixels.clone());
        let pixels = match copied {
            Some(pixels) => pixels,
            None => {
                let data = self.context.get_image_data(0, 0, self.width as i32, self.height as i32)?;
                Reflect::get(&data, &"data".into())?.dyn_into()?
            }
        };
        if pixels.length() as usize != into.rgba.len() {
            return Err(JsValue::NULL);
        }
        pixels.copy_to(&mut into.rgba);
        Ok(())
    }
}
