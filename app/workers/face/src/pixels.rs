//! From a `VideoFrame` to RGBA.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d, VideoFrame, VideoFrameCopyToOptions};
use wire::workers::Failure;
use worker_port::failure;

/// RGBA, row-major from the top left.
pub(crate) struct Picture {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// Copies a frame's pixels and closes it, whatever happens.
pub(crate) async fn read(frame: Option<&JsValue>) -> Result<Picture, Failure> {
    let frame: &VideoFrame =
        frame.and_then(JsCast::dyn_ref).ok_or_else(|| failure("bad_input", "there is no frame in the message"))?;
    let (width, height) = (frame.display_width() as usize, frame.display_height() as usize);
    let copied = match copy(frame, width * height * 4).await {
        Some(rgba) => Ok(rgba),
        // Not every browser converts to RGBA while copying.
        None => draw(frame, width, height).map_err(|_| failure("unsupported", "it gives no pixels of the camera")),
    };
    frame.close();
    Ok(Picture { rgba: copied?, width, height })
}

async fn copy(frame: &VideoFrame, length: usize) -> Option<Vec<u8>> {
    let options = VideoFrameCopyToOptions::new();
    Reflect::set(&options, &"format".into(), &"RGBA".into()).ok()?;
    let whole = frame.visible_rect()?;
    // A frame that is scaled for display needs drawing.
    if whole.width() as u32 != frame.display_width() || whole.height() as u32 != frame.display_height() {
        return None;
    }
    let target = Uint8Array::new_with_length(u32::try_from(length).ok()?);
    JsFuture::from(frame.copy_to_with_u8_array_and_options(&target, &options)).await.ok()?;
    Some(target.to_vec())
}

fn draw(frame: &VideoFrame, width: usize, height: usize) -> Result<Vec<u8>, JsValue> {
    let canvas = OffscreenCanvas::new(width as u32, height as u32)?;
    let options = Object::new();
    Reflect::set(&options, &"willReadFrequently".into(), &true.into())?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::NULL)?.unchecked_into();
    context.draw_image_with_video_frame(frame, 0.0, 0.0)?;
    Ok(context.get_image_data(0, 0, width as i32, height as i32)?.data().0)
}
