//! Handing things to the rest of the device.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, ShareData, Url};

use crate::js::{error_name, get, method, window};

/// How long a file that is being saved stays at its address, in milliseconds.
const KEPT_MS: i32 = 120_000;

/// What became of sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The device's own sheet took it, or was closed.
    Sheet,
    /// The link lies in the clipboard.
    Copied,
    /// Neither is possible here.
    Failed,
}

/// Opens the device's share sheet where it has one and is touched, else copies the link.
pub async fn link(title: &str, url: &str) -> Shared {
    let navigator = window().navigator();
    let touched = window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|m| m.matches());
    if touched && method(&navigator, "share").is_some() {
        let data = ShareData::new();
        data.set_title(title);
        data.set_url(url);
        match JsFuture::from(navigator.share_with_data(&data)).await {
            Ok(_) => return Shared::Sheet,
            Err(e) if error_name(&e) == "AbortError" => return Shared::Sheet,
            Err(_) => {}
        }
    }
    if copy(url).await { Shared::Copied } else { Shared::Failed }
}

/// Puts text into the clipboard.
pub async fn copy(text: &str) -> bool {
    let clipboard = get(&window().navigator(), "clipboard");
    let Some(write) = method(&clipboard, "writeText") else { return false };
    match write.call1(&clipboard, &JsValue::from_str(text)) {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await.is_ok(),
        Err(_) => false,
    }
}

/// Saves what is at an address of this site as a file of the visitor's.
pub fn save_from(address: &str, name: &str) {
    let link = window().document().and_then(|d| d.create_element("a").ok());
    if let Some(link) = link.and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}

/// Saves text as a file of the visitor's.
pub fn save_text(name: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain");
    let parts = Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return false };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return false };
    save_from(&url, name);
    // Some browsers read the file only after the click has ended, or after asking where to put it.
    wasm_bindgen_futures::spawn_local(async move {
        crate::clock::sleep(KEPT_MS).await;
        let _ = Url::revoke_object_url(&url);
    });
    true
}
