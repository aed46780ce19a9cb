//! Sample entries of films: which decoder they need, and with what.

use mp4_atom::{Audio, Av1c, Decode, Esds, Hvcc, Visual, VpcC};

use crate::boxes::{Found, need, one, walk};
use crate::report::Rejection;

/// `VisualSampleEntry` without its box header.
const VISUAL_BYTES: usize = 78;
/// Descriptors can nest: a bound on the work.
const MAX_ESDS: usize = 4096;

pub(super) struct Look {
    pub(super) codec: String,
    pub(super) description: Option<Vec<u8>>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixel: (u32, u32),
}

pub(super) fn picture(entry: &Found<'_>) -> Result<Look, Rejection> {
    let cut = || Rejection::malformed("a cut sample entry");
    let (mut head, rest) = entry.body.split_at_checked(VISUAL_BYTES).ok_or_else(cut)?;
    let visual = Visual::decode(&mut head).map_err(|e| Rejection::malformed(format!("an unreadable entry ({e})")))?;
    let boxes = walk(rest)?;
    let mut pixel = (1, 1);
    if let Some(pasp) = one(&boxes, b"pasp")? {
        let pasp: mp4_atom::Pasp = pasp.decode()?;
        if pasp.h_spacing > 0 && pasp.v_spacing > 0 {
            pixel = (pasp.h_spacing, pasp.v_spacing);
        }
    }
    let name = entry.name();
    let (codec, description) = match &entry.kind {
        b"avc1" | b"avc3" => {
            let body = need(&boxes, b"avcC")?.body;
            let [profile, flags, level] = body.get(1..4).and_then(|b| b.try_into().ok()).ok_or_else(cut)?;
            let (profile, flags, level): (u8, u8, u8) = (profile, flags, level);
            (format!("{name}.{profile:02x}{flags:02x}{level:02x}"), Some(body.to_vec()))
        }
        b"hvc1" | b"hev1" => {
            let config = need(&boxes, b"hvcC")?;
            (hevc(&name, &config.decode()?), Some(config.body.to_vec()))
        }
        b"vp09" => {
            let c: VpcC = need(&boxes, b"vpcC")?.decode()?;
            (format!("vp09.{:02}.{:02}.{:02}", c.profile, c.level, c.bit_depth), None)
        }
        b"av01" => {
            let c: Av1c = need(&boxes, b"av1C")?.decode()?;
            let tier = if c.seq_tier_0 { 'H' } else { 'M' };
            let depth = [8, 10, 12][usize::from(c.high_bitdepth) + usize::from(c.high_bitdepth && c.twelve_bit)];
            (format!("av01.{}.{:02}{tier}.{depth:02}", c.seq_profile, c.seq_level_idx_0), None)
        }
        _ => (name, None),
    };
    Ok(Look { codec, description, width: u32::from(visual.width), height: u32::from(visual.height), pixel })
}

/// ISO/IEC 14496-15, annex E.3.
fn hevc(name: &str, c: &Hvcc) -> String {
    let space = ["", "A", "B", "C"].get(usize::from(c.general_profile_space)).unwrap_or(&"");
    let flags = u32::from_be_bytes(c.general_profile_compatibility_flags).reverse_bits();
    let tier = if c.general_tier_flag { 'H' } else { 'L' };
    let mut codec = format!("{name}.{space}{}.{flags:X}.{tier}{}", c.general_profile_idc, c.general_level_idc);
    let last = c.general_constraint_indicator_flags.iter().rposition(|b| *b != 0).map_or(0, |n| n + 1);
    for byte in c.general_constraint_indicator_flags.iter().take(last) {
        codec.push_str(&format!(".{byte:X}"));
    }
    codec
}

/// The configuration of AAC, or the name of what is no AAC or cannot be read.
pub(super) fn sound(entry: &Found<'_>) -> Result<Vec<u8>, String> {
    let name = || entry.name();
    if entry.kind != *b"mp4a" {
        return Err(name());
    }
    let mut rest = entry.body;
    Audio::decode(&mut rest).map_err(|_| name())?;
    let mut boxes = walk(rest).map_err(|_| name())?;
    // QuickTime puts it one level deeper.
    if let Ok(Some(wave)) = one(&boxes, b"wave") {
        boxes = walk(wave.body).map_err(|_| name())?;
    }
    let esds = need(&boxes, b"esds").map_err(|_| name())?;
    if esds.whole.len() > MAX_ESDS {
        return Err(name());
    }
    let config = esds.decode::<Esds>().map_err(|_| name())?.es_desc.dec_config;
    let code = config.object_type_indication;
    // MPEG-4 audio, and the AAC profiles of MPEG-2.
    if !matches!(code, 0x40 | 0x66..=0x68) {
        return Err(format!("{}.{code:02x}", name()));
    }
    config.dec_specific.map(|s| s.raw).filter(|raw| raw.len() >= 2).ok_or_else(name)
}
