//! H.264 in an MP4: the decoder configuration, and whether samples are made of whole NAL units.

use h264_reader::nal::sps::SeqParameterSet;
use h264_reader::rbsp::{BitReader, decode_nal};
use mp4_atom::Avcc;

use crate::colour::Colour;
use crate::report::{Rejection, Rule};

const IDR: u8 = 5;
const SPS: u8 = 7;
const PPS: u8 = 8;
/// Pictures larger than this are no clip, and the arithmetic below stays far from overflow.
const MAX_SIDE: u32 = 1920;

/// What the decoder configuration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) codec: String,
    pub(crate) profile: String,
    pub(crate) length_size: usize,
    /// Whether the bit stream says that pixels are square, or nothing.
    pub(crate) square: bool,
    pub(crate) colour: Colour,
}

impl Config {
    /// Reads the configuration and the sequence parameter set in it.
    pub(crate) fn read(avcc: &Avcc) -> Result<Self, Rejection> {
        let bad = |what: &str| Rejection::new(Rule::Codec, what, "one 8-bit 4:2:0 H.264 picture size");
        let [sps] = avcc.sequence_parameter_sets.as_slice() else {
            return Err(bad(&format!("{} sequence parameter sets", avcc.sequence_parameter_sets.len())));
        };
        if avcc.picture_parameter_sets.is_empty() {
            return Err(bad("no picture parameter set"));
        }
        if sps.first().is_none_or(|b| b & 0x1f != SPS) || sps.len() < 4 {
            return Err(bad("an unreadable sequence parameter set"));
        }
        let rbsp = decode_nal(sps).map_err(|_| bad("an unreadable sequence parameter set"))?;
        let sps = SeqParameterSet::from_bits(BitReader::new(&*rbsp))
            .map_err(|e| bad(&format!("an unreadable sequence parameter set ({e:?})")))?;
        let idc = avcc.avc_profile_indication;
        let profile = match idc {
            66 => "Baseline".to_owned(),
            77 => "Main".to_owned(),
            100 => "High".to_owned(),
            n => n.to_string(),
        };
        if u8::from(sps.profile_idc) != idc {
            return Err(bad("two different profiles"));
        }
        let chroma = &sps.chroma_info;
        if chroma.bit_depth_luma_minus8 != 0
            || chroma.bit_depth_chroma_minus8 != 0
            || !matches!(chroma.chroma_format, h264_reader::nal::sps::ChromaFormat::YUV420)
        {
            return Err(bad("another chroma format or bit depth"));
        }
        // Bound the coded size first: cropping is subtracted from it.
        if sps.pic_width_in_mbs_minus1 >= MAX_SIDE / 16 || sps.pic_height_in_map_units_minus1 >= MAX_SIDE / 16 {
            return Err(bad(&format!("a picture above {MAX_SIDE} pixels")));
        }
        let (width, height) = sps.pixel_dimensions().map_err(|_| bad("an unreadable picture size"))?;
        let codec = format!("avc1.{idc:02x}{:02x}{:02x}", avcc.profile_compatibility, avcc.avc_level_indication);
        let ratio = sps.vui_parameters.as_ref().and_then(|vui| vui.aspect_ratio_info.as_ref()).map(|r| r.get());
        let square = ratio.is_none_or(|r| r.is_none_or(|(across, down)| across == down));
        let colour = Colour::of(sps.vui_parameters.as_ref());
        Ok(Self { square, colour, width, height, codec, profile, length_size: usize::from(avcc.length_size) })
    }
}

/// Whether a sample is whole NAL units, has a picture in it, and is an IDR picture.
///
/// Parameter sets inside samples could change the picture size behind the index, so they are refused unless they are
/// equal to those in the configuration.
///
/// # Errors
/// [`Rule::Malformed`] when the NAL lengths do not add up to the sample.
pub(crate) fn is_key(sample: &[u8], index: usize, avcc: &Avcc, length_size: usize) -> Result<bool, Rejection> {
    let broken = |what: &str| Rejection::malformed(format!("frame {} with {what}", index + 1));
    let mut rest = sample;
    let (mut idr, mut slice) = (false, false);
    while !rest.is_empty() {
        let Some((length, after)) = rest.split_at_checked(length_size) else {
            return Err(broken("a cut NAL length"));
        };
        let length = length.iter().fold(0usize, |n, b| n << 8 | usize::from(*b));
        let Some((nal, after)) = after.split_at_checked(length) else {
            return Err(broken("NAL lengths that do not add up"));
        };
        let Some(head) = nal.first() else { return Err(broken("an empty NAL unit")) };
        if head & 0x80 != 0 {
            return Err(broken("an invalid NAL unit"));
        }
        match head & 0x1f {
            IDR => (idr, slice) = (true, true),
            1..=4 => slice = true,
            SPS if !avcc.sequence_parameter_sets.iter().any(|s| s == nal) => {
                return Err(broken("a parameter set of its own"));
            }
            PPS if !avcc.picture_parameter_sets.iter().any(|s| s == nal) => {
                return Err(broken("a parameter set of its own"));
            }
            _ => {}
        }
        rest = after;
    }
    if slice { Ok(idr) } else { Err(broken("no picture in it")) }
}
