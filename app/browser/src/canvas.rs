//! Pictures from workers onto a `<canvas>`.

use js_sys::{ArrayBuffer, Uint8ClampedArray};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

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
