//! A file that the visitor chose, read where it is needed. It is never loaded as a whole.

use std::ops::Range;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

use crate::js::get;

/// A file that was chosen.
#[derive(Clone)]
pub struct ChosenFile(pub(crate) File);

/// The file in an input. The input is emptied, so that the same file can be chosen again.
#[must_use]
pub fn chosen(input: &HtmlInputElement) -> Option<ChosenFile> {
    let file = get(&get(input, "files"), "0").dyn_into().ok().map(ChosenFile);
    input.set_value("");
    file
}

impl ChosenFile {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// Some of its bytes. None when it can no longer be read, or has changed.
    #[expect(clippy::cast_precision_loss, reason = "a file has fewer bytes than 2^53")]
    pub async fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
        let part = self.0.slice_with_f64_and_f64(range.start as f64, range.end as f64).ok()?;
        let bytes = Uint8Array::new(&JsFuture::from(part.array_buffer()).await.ok()?).to_vec();
        (bytes.len() as u64 == range.end.saturating_sub(range.start)).then_some(bytes)
    }
}
