//! Loading of networks.

use rten::{Model, ModelOptions};

use crate::VoiceError;

/// Loads an ONNX network. The bytes are copied: rten keeps the weights in place.
pub(crate) fn load(what: &'static str, onnx: &[u8]) -> Result<Model, VoiceError> {
    // A file that ends early can still hold a valid prefix of fields, so an empty graph is refused too.
    let model = ModelOptions::with_all_ops().load(onnx.to_vec()).map_err(|e| VoiceError::model(what, e))?;
    if model.input_ids().is_empty() || model.output_ids().is_empty() {
        return Err(VoiceError::model(what, "no inputs or outputs"));
    }
    Ok(model)
}
