//! One frame as a JPEG.

use js_sys::{ArrayBuffer, Uint8Array};
use studio::Canvas;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageData, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// Encodes a picture by the browser's own encoder.
pub(crate) async fn encode(picture: &Canvas) -> Result<Vec<u8>, JsValue> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let canvas = OffscreenCanvas::new(width, height)?;
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), width, height)?;
    context.put_image_data(&data, 0, 0)?;
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(0.85);
    let blob: Blob = JsFuture::from(canvas.convert_to_blob_with_options(&options)?).await?.unchecked_into();
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}
