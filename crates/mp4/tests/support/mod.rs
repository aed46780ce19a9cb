//! A real bit stream to write files from.
//!
//! `fixtures/ramp.h264` is 15 frames of a moving grey ramp, 72x128, High profile, Annex B, made with
//! `ffmpeg -f lavfi -i "color=black:s=72x128:r=30:d=0.5,geq=lum='clip(16+X+N*8,16,235)':cb=128:cr=128" -c:v libx264
//! -profile:v high -g 15 -bf 0 -pix_fmt yuv420p -f h264 ramp.h264`.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a helper of tests")]

use mp4::{Audio, Sample, Video};

const RAMP: &[u8] = include_bytes!("../fixtures/ramp.h264");

pub(crate) struct Stream {
    pub(crate) avcc: Vec<u8>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) sound: Vec<Vec<u8>>,
}

/// Splits Annex B at its start codes.
fn nals(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    for i in 0..bytes.len().saturating_sub(2) {
        if bytes[i..i + 3] == [0, 0, 1] {
            starts.push(i);
        }
    }
    let mut out = Vec::new();
    for (k, s) in starts.iter().enumerate() {
        let end = starts.get(k + 1).copied().unwrap_or(bytes.len());
        let mut nal = &bytes[s + 3..end];
        while nal.last() == Some(&0) {
            nal = &nal[..nal.len() - 1];
        }
        out.push(nal);
    }
    out
}

/// `frames` frames: the ramp over and over, a key frame every half second. Sound: empty AAC frames.
pub(crate) fn stream(frames: usize, sound_frames: usize) -> Stream {
    let nals = nals(RAMP);
    let find = |kind: u8| *nals.iter().find(|n| n[0] & 0x1f == kind).unwrap();
    let (sps, pps) = (find(7), find(8));
    let mut avcc = vec![1, sps[1], sps[2], sps[3], 0xff, 0xe1];
    avcc.extend_from_slice(&(sps.len() as u16).to_be_bytes());
    avcc.extend_from_slice(sps);
    avcc.push(1);
    avcc.extend_from_slice(&(pps.len() as u16).to_be_bytes());
    avcc.extend_from_slice(pps);
    avcc.extend_from_slice(&[0xfd, 0xf8, 0xf8, 0]);
    let pictures: Vec<&[u8]> = nals.iter().copied().filter(|n| matches!(n[0] & 0x1f, 1 | 5)).collect();
    assert_eq!(pictures.len(), 15);
    let samples = (0..frames)
        .map(|i| {
            let nal = pictures[i % 15];
            let mut data = (nal.len() as u32).to_be_bytes().to_vec();
            data.extend_from_slice(nal);
            Sample { data, key: nal[0] & 0x1f == 5, duration: 1 }
        })
        .collect();
    // A single channel element of silence: see ISO/IEC 14496-3, table 4.4 on.
    Stream { avcc, samples, sound: vec![vec![0x00, 0xc8, 0x00, 0x80, 0x23, 0x80]; sound_frames] }
}

impl Stream {
    pub(crate) fn video(&self) -> Video<'_> {
        Video { width: 72, height: 128, avcc: &self.avcc, samples: &self.samples }
    }

    pub(crate) fn audio(&self, samples: u64) -> Audio<'_> {
        Audio { rate_hz: 48_000, channels: 1, frames: &self.sound, asc: &[0x11, 0x88], priming: 1024, samples }
    }

    pub(crate) fn file(&self, samples: Option<u64>) -> Vec<u8> {
        mp4::write(&self.video(), samples.map(|s| self.audio(s)).as_ref()).unwrap()
    }
}

/// Ten seconds with sound.
pub(crate) fn clip() -> Vec<u8> {
    stream(300, 470).file(Some(480_000))
}

/// SplitMix64.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
