//! The product's rules for a clip file.

use domain::limits::{FPS, MAX_CLIP_BYTES, MAX_CLIP_MS, MAX_FRAMES};

use crate::inspect::{AudioFacts, Facts, facts};
use crate::report::{Rejection, Report, Rule};

/// Most frames from one key frame to the next: the edge looks at key frames, so two seconds may not hide between them.
pub const MAX_KEY_GAP: u32 = 2 * FPS;
/// Sound beyond what the edit list shows: encoder delay and the last codec frame, never hidden material.
const MAX_HIDDEN_MS: u32 = 200;

/// Reads a file and applies every rule of a clip.
///
/// # Errors
/// The first [`Rejection`] found, from the cheapest rule to the dearest.
pub fn check(bytes: &[u8]) -> Result<Report, Rejection> {
    if bytes.len() > MAX_CLIP_BYTES {
        return Err(Rejection::new(
            Rule::Size,
            format!("{} bytes", bytes.len()),
            format!("at most {MAX_CLIP_BYTES} bytes"),
        ));
    }
    let facts = facts(bytes)?;
    let report = &facts.report;
    if !matches!(report.profile.as_str(), "Baseline" | "Main" | "High") {
        return Err(Rejection::new(Rule::Codec, format!("H.264 profile {}", report.profile), "Baseline, Main or High"));
    }
    if !report.moov_first {
        return Err(Rejection::new(Rule::MoovLast, "media first", "the index first"));
    }
    if report.frames == 0 || report.frames > MAX_FRAMES {
        return Err(Rejection::new(
            Rule::Frames,
            format!("{} frames", report.frames),
            format!("1 to {MAX_FRAMES} frames"),
        ));
    }
    shape(&facts)?;
    video_length(&facts)?;
    if let Some(audio) = facts.audio {
        audio_length(audio)?;
    }
    key_frames(report)?;
    Ok(facts.report)
}

fn shape(facts: &Facts) -> Result<(), Rejection> {
    let Report { width, height, .. } = facts.report;
    let wrong = |measured: String| Err(Rejection::new(Rule::Aspect, measured, "9:16, upright, square pixels"));
    if u64::from(width) * 16 != u64::from(height) * 9 || width == 0 {
        return wrong(format!("{width}x{height}"));
    }
    if !facts.upright {
        return wrong("a turned or mirrored picture".to_owned());
    }
    if !facts.square {
        return wrong("stretched pixels".to_owned());
    }
    Ok(())
}

/// Whether `ticks / timescale` is above `limit_ms` and, in samples, `extra / rate`.
fn longer(ticks: u128, timescale: u32, limit_ms: u32, extra: u32, rate_hz: u32) -> bool {
    // ticks/timescale > limit/1000 + extra/rate, without rounding. All factors are below 2^65 and 2^32: no overflow.
    let rate = u128::from(rate_hz.max(1));
    let limit = u128::from(limit_ms) * rate + 1000 * u128::from(extra);
    ticks.saturating_mul(1000 * rate) > limit * u128::from(timescale)
}

fn seconds(ticks: u128, timescale: u32) -> String {
    format!("{:.3} s", ticks as f64 / f64::from(timescale.max(1)))
}

fn video_length(facts: &Facts) -> Result<(), Rejection> {
    let media = (u128::from(facts.video_ticks.0), facts.video_ticks.1);
    for (ticks, timescale) in [media, facts.video_shown] {
        if longer(ticks, timescale, MAX_CLIP_MS, 0, 1) || ticks == 0 {
            let limit = format!("more than 0 and at most {}.{:03} s", MAX_CLIP_MS / 1000, MAX_CLIP_MS % 1000);
            return Err(Rejection::new(Rule::Duration, seconds(ticks, timescale), limit));
        }
    }
    Ok(())
}

fn audio_length(audio: AudioFacts) -> Result<(), Rejection> {
    let limit = || format!("at most {}.{:03} s and one codec frame", MAX_CLIP_MS / 1000, MAX_CLIP_MS % 1000);
    let (ticks, timescale) = audio.shown;
    if longer(ticks, timescale, MAX_CLIP_MS, audio.frame, audio.rate_hz) {
        return Err(Rejection::new(Rule::AudioDuration, seconds(ticks, timescale), limit()));
    }
    if longer(u128::from(audio.samples), audio.rate_hz, MAX_CLIP_MS + MAX_HIDDEN_MS, 0, 1) {
        let measured = format!("{} of sound in the file", seconds(u128::from(audio.samples), audio.rate_hz));
        return Err(Rejection::new(Rule::AudioDuration, measured, limit()));
    }
    let (ticks, timescale) = audio.media;
    if longer(u128::from(ticks), timescale, MAX_CLIP_MS + MAX_HIDDEN_MS, 0, 1) {
        let measured = format!("{} before the edit list", seconds(u128::from(ticks), timescale));
        return Err(Rejection::new(Rule::AudioDuration, measured, limit()));
    }
    Ok(())
}

fn key_frames(report: &Report) -> Result<(), Rejection> {
    let limit = format!("the first frame, then one in {MAX_KEY_GAP} at least");
    if report.key_frames.first() != Some(&0) {
        return Err(Rejection::new(Rule::KeyFrames, "a first frame that is none", limit));
    }
    let ends = report.key_frames.iter().copied().skip(1).chain([report.frames]);
    let gap = report.key_frames.iter().zip(ends).map(|(a, b)| b.saturating_sub(*a)).max().unwrap_or(0);
    if gap > MAX_KEY_GAP {
        return Err(Rejection::new(Rule::KeyFrames, format!("{gap} frames without one"), limit));
    }
    Ok(())
}
