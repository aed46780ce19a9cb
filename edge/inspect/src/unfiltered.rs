//! Key frames without the deblocking filter, which takes a third of the time that decoding takes.
//!
//! ITU-T H.264, 8.7: the filter runs over a decoded picture, and what is predicted within that picture is predicted from
//! samples before it. A key frame decoded without is the same picture but for the steps at the edges of its blocks, which
//! means over areas hardly show.

use h264_reader::Context;
use h264_reader::nal::pps::PicParameterSet;
use h264_reader::nal::sps::{FrameMbsFlags, PicOrderCntType, SeqParameterSet};
use h264_reader::rbsp::{BitReader, decode_nal};
use mp4::KeyFrame;

const IDR: u8 = 5;
const SPS: u8 = 7;
const PPS: u8 = 8;
/// The kind of a slice that is predicted within its picture, and that of one in a picture of nothing else less five.
const INTRA: u32 = 2;
/// Bytes of a slice that are looked at, at most: its header is shorter.
const HEADER: usize = 64;
/// Zeros before the first one of a number's code, at most; none in a header that is meant is longer.
const MAX_ZEROS: u32 = 16;

/// The frame with the filter switched off in each slice whose header says that it is on, with the usual strength: only
/// there does that take as many bits. All others are as they were.
#[must_use]
pub fn unfiltered(frame: &KeyFrame) -> KeyFrame {
    let mut annex_b = frame.annex_b.clone();
    let mut context = Context::new();
    let starts: Vec<usize> = starts(&annex_b).collect();
    for (i, from) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(annex_b.len(), |next| next - 3);
        let Some(nal) = annex_b.get_mut(*from..end) else { continue };
        match nal.first().map(|head| head & 0x1f) {
            Some(SPS) => {
                let set = decode_nal(nal).ok().and_then(|set| SeqParameterSet::from_bits(BitReader::new(&*set)).ok());
                set.into_iter().for_each(|set| context.put_seq_param_set(set));
            }
            Some(PPS) => {
                let set = decode_nal(nal).ok();
                let set = set.and_then(|set| PicParameterSet::from_bits(&context, BitReader::new(&*set)).ok());
                set.into_iter().for_each(|set| context.put_pic_param_set(set));
            }
            Some(IDR) => switch_off(nal, &context).unwrap_or_default(),
            _ => {}
        }
    }
    KeyFrame { index: frame.index, annex_b }
}

/// Where NAL units begin: after each start code.
fn starts(annex_b: &[u8]) -> impl Iterator<Item = usize> {
    annex_b.windows(3).enumerate().filter(|(_, w)| *w == [0, 0, 1]).map(|(at, _)| at + 3)
}

/// Switches the filter off in a slice's header. None, and nothing is done, where that cannot be.
fn switch_off(nal: &mut [u8], context: &Context) -> Option<()> {
    let at = filter_bits(nal, context)?;
    // Three codes of one bit: on (0), and two strengths of 0. The one code of three bits is that of off (1).
    let kept = nal.get(at / 8..(at + 2) / 8 + 1)?.to_vec();
    (at..at + 3).zip([false, true, false]).for_each(|(at, one)| {
        if let Some(byte) = nal.get_mut(at / 8) {
            *byte = *byte & !(0x80 >> (at % 8)) | if one { 0x80 >> (at % 8) } else { 0 };
        }
    });
    // What must not be in a NAL unit, or must be read otherwise, is not to come about (7.4.1).
    let around = (at / 8).saturating_sub(2)..(at / 8 + 4).min(nal.len());
    if nal.get(around)?.windows(3).any(|w| w[0] == 0 && w[1] == 0 && w[2] <= 3) {
        nal.get_mut(at / 8..at / 8 + kept.len())?.copy_from_slice(&kept);
        return None;
    }
    Some(())
}

/// The bit of the slice at which it says that the filter is on with the usual strength. None where it says otherwise, or is
/// no slice of a progressive key frame (7.3.3).
fn filter_bits(nal: &[u8], context: &Context) -> Option<usize> {
    let mut header = Header { nal: nal.get(..nal.len().min(HEADER))?, at: 8 };
    let _first_macroblock = header.code()?;
    let kind = header.code()?;
    let set = header.code()?;
    let pps = context.pps().find(|pps| u32::from(pps.pic_parameter_set_id.id()) == set)?;
    let sps = context.sps_by_id(pps.seq_parameter_set_id)?;
    let progressive = matches!(sps.frame_mbs_flags, FrameMbsFlags::Frames);
    if kind % 5 != INTRA || !progressive || !pps.deblocking_filter_control_present_flag {
        return None;
    }
    let _frame_number = header.bits(u32::from(sps.log2_max_frame_num()))?;
    let _picture = header.code()?;
    let field = pps.bottom_field_pic_order_in_frame_present_flag;
    match sps.pic_order_cnt {
        PicOrderCntType::TypeZero { log2_max_pic_order_cnt_lsb_minus4: bits } => {
            header.bits(u32::from(bits) + 4)?;
            if field {
                header.code()?;
            }
        }
        PicOrderCntType::TypeOne { delta_pic_order_always_zero_flag: false, .. } => {
            (0..=u32::from(field)).try_for_each(|_| header.code().map(drop))?;
        }
        PicOrderCntType::TypeOne { .. } | PicOrderCntType::TypeTwo => {}
    }
    if pps.redundant_pic_cnt_present_flag {
        header.code()?;
    }
    // Two flags about the pictures before, and by how much the slice is coded coarser.
    header.bits(2)?;
    header.code()?;
    let at = header.at;
    (header.bits(3)? == 0b111).then_some(at)
}

/// Reads the header of a slice in which no byte is escaped.
struct Header<'a> {
    nal: &'a [u8],
    /// The next bit.
    at: usize,
}

impl Header<'_> {
    fn bits(&mut self, count: u32) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.at / 8;
            if byte >= 2 && self.nal.get(byte - 2..=byte)? == [0, 0, 3] {
                return None;
            }
            value = value << 1 | u32::from(self.nal.get(byte)? >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// An Exp-Golomb code's number (9.1); of a signed one, its place in their order.
    fn code(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.bits(1)? == 0 {
            zeros += 1;
            if zeros > MAX_ZEROS {
                return None;
            }
        }
        Some((1 << zeros) - 1 + self.bits(zeros)?)
    }
}
