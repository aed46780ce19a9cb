//! Pictures from workers onto a `<canvas>`.

use js_sys::{ArrayBuffer, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageData, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use crate::Buffer;

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

fn resize(canvas: &HtmlCanvasElement, width: u32, height: u32) {
    // Setting a size clears the canvas, even when it is the same.
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// Shows RGBA pixels, row by row from the top left. A buffer of another size is not shown.
pub fn draw_rgba(canvas: &HtmlCanvasElement, rgba: &Buffer, width: u32, height: u32) -> bool {
    let Some(buffer) = rgba.0.dyn_ref::<ArrayBuffer>() else { return false };
    let pixels = Uint8ClampedArray::new(buffer);
    resize(canvas, width, height);
    let Ok(image) = ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width, height) else { return false };
    // Whole numbers or not: that depends on the version of the standard that the bindings follow.
    context(canvas).is_some_and(|c| c.put_image_data(&image, Default::default(), Default::default()).is_ok())
}

/// RGBA pixels as a JPEG, by the browser's own encoder; none where it cannot.
pub async fn jpeg(rgba: &Buffer, width: u32, height: u32, quality: f64) -> Option<Vec<u8>> {
    let pixels = Uint8ClampedArray::new(rgba.0.dyn_ref::<ArrayBuffer>()?);
    let image = ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width, height).ok()?;
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d").ok().flatten()?.unchecked_into();
    context.put_image_data(&image, Default::default(), Default::default()).ok()?;
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(quality);
    let blob: Blob = JsFuture::from(canvas.convert_to_blob_with_options(&options).ok()?).await.ok()?.unchecked_into();
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.unchecked_into();
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Shows face points of `[x, y, z]` in pixels of a frame as small dots; none clears the canvas.
pub fn draw_points(canvas: &HtmlCanvasElement, points: &[f32], width: u32, height: u32, colour: &str) {
    resize(canvas, width, height);
    let Some(context) = context(canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    context.set_fill_style_str(colour);
    let size = (f64::from(height) / 360.0).max(1.0);
    for point in points.chunks_exact(3) {
        context.fill_rect(f64::from(point[0]) - size / 2.0, f64::from(point[1]) - size / 2.0, size, size);
    }
}

/// A colour token of the style sheet, for drawing.
#[must_use]
pub fn token(name: &str, otherwise: &str) -> String {
    let window = crate::js::window();
    let root = window.document().and_then(|d| d.document_element());
    let value = root
        .and_then(|r| window.get_computed_style(&r).ok().flatten())
        .and_then(|s| s.get_property_value(name).ok())
        .unwrap_or_default();
    if value.trim().is_empty() { otherwise.to_owned() } else { value.trim().to_owned() }
}
