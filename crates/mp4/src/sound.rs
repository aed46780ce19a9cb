//! The sample entry of a sound track.

use std::ops::Range;

use mp4_atom::{Audio, Decode, Dops, Esds};

use crate::boxes::{Found, need, walk};
use crate::report::{Rejection, Rule};

/// An elementary stream descriptor of an AAC track is some 40 bytes; a bound, since descriptors can nest.
const MAX_ESDS: usize = 512;
/// `AudioSampleEntry` of version 0 without its box header.
const ENTRY_BYTES: usize = 28;

/// What the sample entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) codec: &'static str,
    pub(crate) rate_hz: u32,
    pub(crate) channels: u16,
    /// Samples in one codec frame, at `rate_hz`.
    pub(crate) frame: u32,
    /// `AudioSpecificConfig` of an AAC track.
    pub(crate) config: Vec<u8>,
}

impl Sound {
    /// Samples that codec frames at these places of the file decode to.
    pub(crate) fn samples(&self, bytes: &[u8], frames: &[Range<usize>]) -> u64 {
        if self.codec != "opus" {
            return frames.len() as u64 * u64::from(self.frame);
        }
        frames.iter().map(|r| u64::from(opus_samples(bytes.get(r.clone()).unwrap_or_default()))).sum()
    }
}

/// Samples at 48 kHz in one Opus packet (RFC 6716, 3.1 and 3.2).
fn opus_samples(packet: &[u8]) -> u32 {
    let Some(head) = packet.first() else { return 0 };
    let frame = match head >> 3 {
        // SILK: 10, 20, 40, 60 ms. Hybrid: 10, 20 ms. CELT: 2.5, 5, 10, 20 ms.
        n @ 0..=11 => [480, 960, 1920, 2880][usize::from(n % 4)],
        n @ 12..=15 => [480, 960][usize::from(n % 2)],
        n => [120, 240, 480, 960][usize::from(n % 4)],
    };
    let count = match head & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(packet.get(1).copied().unwrap_or(0) & 0x3f),
    };
    frame * count
}

/// Reads an `mp4a` or `Opus` sample entry.
///
/// # Errors
/// [`Rule::AudioCodec`] for another codec or another AAC object type.
pub(crate) fn read(entry: &Found<'_>) -> Result<Sound, Rejection> {
    let refuse = |what: String| Rejection::new(Rule::AudioCodec, what, "AAC-LC or Opus");
    if entry.kind != *b"mp4a" && entry.kind != *b"Opus" {
        return Err(refuse(entry.name()));
    }
    let (mut head, rest) =
        entry.body.split_at_checked(ENTRY_BYTES).ok_or_else(|| refuse("a cut sample entry".to_owned()))?;
    let audio = Audio::decode(&mut head).map_err(|e| refuse(format!("an unreadable sample entry ({e})")))?;
    let boxes = walk(rest)?;
    if entry.kind == *b"Opus" {
        let dops: Dops = need(&boxes, b"dOps")?.decode()?;
        // RFC 7845: decoded at 48 kHz whatever the input was; 20 ms frames.
        return Ok(Sound {
            codec: "opus",
            rate_hz: 48_000,
            channels: u16::from(dops.output_channel_count),
            frame: 960,
            config: Vec::new(),
        });
    }
    let esds = need(&boxes, b"esds")?;
    if esds.whole.len() > MAX_ESDS {
        return Err(Rejection::malformed("an oversized esds box"));
    }
    let config = esds.decode::<Esds>()?.es_desc.dec_config;
    let specific = config.dec_specific.unwrap_or_default();
    if config.object_type_indication != 0x40 || specific.profile != 2 {
        return Err(refuse(format!("mp4a.{:02x}.{}", config.object_type_indication, specific.profile)));
    }
    // Five bits of object type, four of rate, four of channels; what follows are zeros in AAC-LC.
    let head =
        u16::from(specific.profile) << 11 | u16::from(specific.freq_index) << 7 | u16::from(specific.chan_conf) << 3;
    let config = head.to_be_bytes().to_vec();
    const RATES_HZ: [u32; 13] =
        [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
    let rate_hz = RATES_HZ
        .get(usize::from(specific.freq_index))
        .copied()
        .ok_or_else(|| refuse("AAC at an unusual sample rate".to_owned()))?;
    let channels = match u16::from(specific.chan_conf) {
        0 => audio.channel_count,
        7 => 8,
        n => n,
    };
    Ok(Sound { codec: "mp4a.40.2", rate_hz, channels, frame: domain::limits::AAC_FRAME, config })
}

#[cfg(test)]
mod tests {
    use super::opus_samples;

    #[test]
    fn opus_packets_say_how_long_they_are() {
        // 20 ms of CELT; twice 60 ms of SILK; 2.5 ms of CELT 48 times; a packet of nothing.
        assert_eq!(opus_samples(&[31 << 3]), 960);
        assert_eq!(opus_samples(&[3 << 3 | 1, 0]), 5760);
        assert_eq!(opus_samples(&[16 << 3 | 3, 48]), 5760);
        assert_eq!(opus_samples(&[]), 0);
    }
}
