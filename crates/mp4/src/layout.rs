//! Where the chunks of a clip lie: half a second of video, then its sound, and so on.

use domain::limits::FPS;
use mp4_atom::{Stco, Stsc, StscEntry};

use crate::write::{Audio, Video};

/// Frames in one chunk of video.
const CHUNK: usize = FPS as usize / 2;

/// Chunks of the two tracks in the order in which they lie in the file.
pub(crate) struct Layout {
    pub(crate) runs: Vec<Run>,
}

pub(crate) struct Run {
    pub(crate) video: bool,
    pub(crate) range: std::ops::Range<usize>,
    pub(crate) bytes: usize,
}

impl Layout {
    pub(crate) fn plan(video: &Video<'_>, audio: Option<&Audio<'_>>) -> Self {
        let mut runs = Vec::new();
        let mut heard = 0usize;
        for start in (0..video.samples.len()).step_by(CHUNK) {
            let end = (start + CHUNK).min(video.samples.len());
            let bytes = video.samples[start..end].iter().map(|s| s.data.len()).sum();
            runs.push(Run { video: true, range: start..end, bytes });
            if let Some(a) = audio {
                // Sound up to the end of these frames; the last chunk takes what is left.
                let upto = if end == video.samples.len() {
                    a.frames.len()
                } else {
                    let samples = u64::from(a.priming) + end as u64 * u64::from(a.rate_hz) / u64::from(FPS);
                    usize::try_from(samples.div_ceil(1024)).unwrap_or(usize::MAX).min(a.frames.len())
                };
                if upto > heard {
                    let bytes = a.frames[heard..upto].iter().map(Vec::len).sum();
                    runs.push(Run { video: false, range: heard..upto, bytes });
                    heard = upto;
                }
            }
        }
        Self { runs }
    }

    /// Chunk offsets and chunk lengths of one track.
    pub(crate) fn chunks(&self, video: bool, base: u32) -> (Stco, Stsc) {
        let mut at = base;
        let (mut offsets, mut lengths) = (Vec::new(), Vec::<StscEntry>::new());
        for run in &self.runs {
            if run.video == video {
                offsets.push(at);
                let samples_per_chunk = run.range.len() as u32;
                if lengths.last().is_none_or(|e| e.samples_per_chunk != samples_per_chunk) {
                    let first_chunk = offsets.len() as u32;
                    lengths.push(StscEntry { first_chunk, samples_per_chunk, sample_description_index: 1 });
                }
            }
            at = at.saturating_add(run.bytes as u32);
        }
        (Stco { entries: offsets }, Stsc { entries: lengths })
    }
}
