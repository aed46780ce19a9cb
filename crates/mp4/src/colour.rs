//! What the numbers in a picture mean: ITU-T H.264, annex E.2.1.

use h264_reader::nal::sps::VuiParameters;

/// `matrix_coefficients` of ITU-R BT.470 and BT.601 (table E-5).
const BT601: [u8; 2] = [5, 6];

/// How brightness and colour differences stand for red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colour {
    /// ITU-R BT.601 instead of BT.709. What says nothing is taken for BT.709, as players take it.
    pub bt601: bool,
    /// 0 to 255 instead of 16 to 235 (differences: 16 to 240).
    pub full_range: bool,
}

impl Colour {
    /// What a sequence parameter set says of it.
    pub(crate) fn of(vui: Option<&VuiParameters>) -> Self {
        let Some(signal) = vui.and_then(|vui| vui.video_signal_type.as_ref()) else { return Self::default() };
        let bt601 = signal.colour_description.as_ref().is_some_and(|d| BT601.contains(&d.matrix_coefficients));
        Self { bt601, full_range: signal.video_full_range_flag }
    }
}
