//! Where a film's picture is scaled, turned and cropped to the clip's.

use js_sys::{Object, Reflect};
use studio::Canvas;
use studio::finish::fit;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d, VideoFrame};

/// A canvas of the clip's size.
pub(crate) struct Easel {
    context: OffscreenCanvasRenderingContext2d,
    width: u32,
    height: u32,
}

impl Easel {
    pub(crate) fn new(width: u32, height: u32) -> Result<Self, JsValue> {
        let canvas = OffscreenCanvas::new(width, height)?;
        let options = Object::new();
        for (name, on) in [("alpha", false), ("willReadFrequently", true), ("desynchronized", false)] {
            Reflect::set(&options, &name.into(), &on.into())?;
        }
        let context = canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::NULL)?;
        Ok(Self { context: context.unchecked_into(), width, height })
    }

    /// Puts a picture on it, turned upright, as large as the canvas needs it.
    pub(crate) fn put(&self, frame: &VideoFrame, turn: [i8; 4], focus: [f32; 2]) -> Result<(), JsValue> {
        let size = (f64::from(frame.display_width()), f64::from(frame.display_height()));
        let crop = fit(size, turn, (f64::from(self.width), f64::from(self.height)), focus);
        // Only what is made much smaller needs the slow way.
        let quality = if crop.scale < 0.6 { "high" } else { "medium" };
        Reflect::set(&self.context, &"imageSmoothingQuality".into(), &quality.into())?;
        let [a, b, c, d, e, f] = crop.transform;
        self.context.set_transform(a, b, c, d, e, f)?;
        self.context.draw_image_with_video_frame_and_dw_and_dh(frame, 0.0, 0.0, size.0, size.1)
    }

    /// What is on it.
    pub(crate) fn picture(&self) -> Result<Canvas, JsValue> {
        let data = self.context.get_image_data(0, 0, self.width as i32, self.height as i32)?;
        Ok(Canvas { rgba: data.data().0, width: self.width as usize, height: self.height as usize })
    }
}
