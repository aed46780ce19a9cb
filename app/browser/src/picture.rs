//! Pictures and films that the visitor chose, as pixels. They stay in this page.

use js_sys::{Array, Function, Promise, Reflect, Uint8ClampedArray};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlCanvasElement, HtmlVideoElement, Url};

use crate::Buffer;
use crate::file::ChosenFile;
use crate::js::{get, method, window};

/// RGBA pixels, row by row from the top left, alpha not multiplied.
pub struct Pixels {
    /// `width * height * 4` bytes.
    pub rgba: Buffer,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The address of a picture in this page's memory, for as long as this lives.
pub struct Address(String);

impl Address {
    /// Of a JPEG file. None where the browser has no memory for it.
    #[must_use]
    pub fn of_jpeg(bytes: &[u8]) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type("image/jpeg");
        let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        Url::create_object_url_with_blob(&blob).ok().map(Self)
    }

    /// As an image takes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

impl ChosenFile {
    /// Whether it is a film.
    #[must_use]
    pub fn is_film(&self) -> bool {
        self.0.type_().starts_with("video/")
    }

    /// Decodes a picture, upright, and shrinks it until no side is longer than `side`. None for what is no picture.
    pub async fn decode(&self, side: u32) -> Option<Pixels> {
        let window = window();
        let promise: Promise = method(&window, "createImageBitmap")?.call1(&window, &self.0).ok()?.dyn_into().ok()?;
        let bitmap = JsFuture::from(promise).await.ok()?;
        let length = |name| get(&bitmap, name).as_f64().unwrap_or(0.0);
        let pixels = draw(&bitmap, length("width"), length("height"), side);
        if let Some(close) = method(&bitmap, "close") {
            let _ = close.call0(&bitmap);
        }
        pixels
    }

    /// Gives a video this film.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        if let Ok(url) = Url::create_object_url_with_blob(&self.0) {
            let before = video.src();
            video.set_src(&url);
            if before.starts_with("blob:") {
                let _ = Url::revoke_object_url(&before);
            }
        }
    }
}

/// The frame that a video shows now, no side longer than `side`. None before the first.
#[must_use]
pub fn frame(video: &HtmlVideoElement, side: u32) -> Option<Pixels> {
    draw(video, f64::from(video.video_width()), f64::from(video.video_height()), side)
}

fn draw(source: &JsValue, width: f64, height: f64, side: u32) -> Option<Pixels> {
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let scale = (f64::from(side) / width.max(height)).min(1.0);
    let size = |v: f64| ((v * scale).round() as u32).clamp(1, side);
    let (width, height) = (size(width), size(height));
    let canvas: HtmlCanvasElement = window().document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok().flatten()?;
    let call = |name: &str, arguments: &[JsValue]| {
        let function: Function = method(&context, name)?;
        Reflect::apply(&function, &context, &arguments.iter().collect::<Array>()).ok()
    };
    let (zero, w, h) = (JsValue::from(0), JsValue::from(width), JsValue::from(height));
    call("drawImage", &[source.clone(), zero.clone(), zero.clone(), w.clone(), h.clone()])?;
    let image = call("getImageData", &[zero.clone(), zero, w, h])?;
    let data: Uint8ClampedArray = get(&image, "data").dyn_into().ok()?;
    Some(Pixels { rgba: Buffer(data.buffer().into()), width, height })
}
