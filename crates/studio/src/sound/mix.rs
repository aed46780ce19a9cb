//! Speech, music and room together: exactly as long as the pictures, as loud as feeds want it.

use domain::direction::Music;
use domain::limits::{AUDIO_RATE_HZ, FPS};

use super::loudness::integrated_lufs;
use super::{duck, limiter, music, tone};
use crate::scene::Plan;

/// Loudness of a whole clip, in LUFS.
pub const TARGET_LUFS: f32 = -14.0;
/// Highest level between samples: one dB is kept for what the encoder adds to the -1 dBTP that files may have.
const CEILING_DB: f32 = -2.0;
/// Music below speech, in LU: while something is said, and between.
const UNDER_LU: f32 = 19.0;
const BETWEEN_LU: f32 = 11.0;
/// How much the room makes way, in dB.
const ROOM_DB: f32 = 5.0;
/// Fade of the room at both ends, in samples.
const FADE: usize = 12_000;
/// Furthest that speech is raised, in dB: beyond it is noise.
const MOST_DB: f32 = 40.0;
/// Furthest that a film's own sound is raised, in dB.
const MOST_FILM_DB: f32 = 24.0;

/// Mixes mono speech at 48 kHz with music and the tone of a place into a clip of `frames` frames, at [`TARGET_LUFS`].
/// Speech that is longer is cut, shorter is followed by music and room. `music` is what [`super::choose`] gives; a clip of
/// the room alone stays as quiet as the room (38 to 45 dB below full scale).
#[must_use]
pub fn mix(speech: &[f32], plan: &Plan, music: Music, seed: u64, frames: u32) -> Vec<f32> {
    let count = frames as usize * (AUDIO_RATE_HZ / FPS) as usize;
    let parts = parts(speech, plan, music, seed, count);
    let mut out = parts.under;
    out.iter_mut().zip(&parts.voice).for_each(|(o, v)| *o += v);
    if parts.loud {
        finish(&mut out, MOST_DB);
    } else {
        limiter::limit(&mut out, gain(CEILING_DB));
    }
    out
}

/// Mixes a film's own sound, mono at 48 kHz, with music into a clip of `frames` frames, at [`TARGET_LUFS`]. A film has a room
/// of its own, and often music: it is neither evened out nor raised by more than [`MOST_FILM_DB`]. `music` as for [`mix`].
#[must_use]
pub fn mix_film(sound: &[f32], music: Music, seed: u64, frames: u32) -> Vec<f32> {
    let count = frames as usize * (AUDIO_RATE_HZ / FPS) as usize;
    let mut out: Vec<f32> = sound.iter().take(count).map(|s| if s.is_finite() { *s } else { 0.0 }).collect();
    out.resize(count, 0.0);
    let way = duck::envelope(&duck::spoken(&out, count), count);
    let heard = integrated_lufs(&out);
    if let Some(lufs) = heard {
        scale(&mut out, (TARGET_LUFS - lufs).min(MOST_FILM_DB));
    }
    let bed = music::play(music, seed, count);
    if let Some((bed, lufs)) = bed.as_ref().and_then(|b| Some((b, integrated_lufs(b)?))) {
        let between = if heard.is_some() { TARGET_LUFS - BETWEEN_LU } else { TARGET_LUFS };
        for ((o, b), w) in out.iter_mut().zip(bed).zip(&way) {
            *o += b * gain(between - lufs + (BETWEEN_LU - UNDER_LU) * w);
        }
    }
    finish(&mut out, if bed.is_some() { MOST_DB } else { 6.0 });
    out
}

/// What a mix is made of, at the levels that the parts have in it.
struct Parts {
    voice: Vec<f32>,
    /// Music and room, out of the voice's way.
    under: Vec<f32>,
    /// Whether there is anything but the room.
    loud: bool,
}

fn parts(speech: &[f32], plan: &Plan, music: Music, seed: u64, count: usize) -> Parts {
    let mut voice: Vec<f32> = speech.iter().take(count).map(|s| if s.is_finite() { *s } else { 0.0 }).collect();
    voice.resize(count, 0.0);
    let way = duck::envelope(&duck::spoken(&voice, count), count);
    let said = integrated_lufs(&voice);
    if let Some(lufs) = said {
        scale(&mut voice, (TARGET_LUFS - lufs).min(MOST_DB));
        level(&mut voice);
    }
    let mut under = tone::room(plan, seed, count);
    fade(&mut under, FADE.min(count / 2));
    for (o, w) in under.iter_mut().zip(&way) {
        *o *= gain(-ROOM_DB * w);
    }
    let bed = music::play(music, seed, count);
    if let Some((bed, lufs)) = bed.as_ref().and_then(|b| Some((b, integrated_lufs(b)?))) {
        let between = if said.is_some() { TARGET_LUFS - BETWEEN_LU } else { TARGET_LUFS };
        for ((o, b), w) in under.iter_mut().zip(bed).zip(&way) {
            *o += b * gain(between - lufs + (BETWEEN_LU - UNDER_LU) * w);
        }
    }
    Parts { voice, under, loud: said.is_some() || bed.is_some() }
}

/// Factor of a level in dB.
fn gain(db: f32) -> f32 {
    libm::expf(db * 0.115_129_25)
}

fn scale(samples: &mut [f32], db: f32) {
    let k = gain(db);
    samples.iter_mut().for_each(|s| *s *= k);
}

fn fade(samples: &mut [f32], over: usize) {
    let last = samples.len().saturating_sub(1);
    for i in 0..over {
        let k = i as f32 / over as f32;
        samples[i] *= k;
        samples[last - i] *= k;
    }
}

/// Evens a voice out: what is above its mean level is brought half-way back, slowly enough that no syllable is bent.
fn level(voice: &mut [f32]) {
    // -14 LUFS of speech is about this root mean square over 50 ms.
    const MEAN: f32 = 0.22;
    const RISE: f32 = 4.0e-4;
    const FALL: f32 = 6.0e-5;
    let mut power = 0.0f32;
    for s in voice.iter_mut() {
        let p = *s * *s;
        power += (if p > power { RISE } else { FALL }) * (p - power);
        let over = power / (MEAN * MEAN);
        if over > 1.0 {
            *s *= libm::powf(over, -0.28);
        }
    }
}

/// Sets the loudness, under the limiter: what it takes away is given back until both hold.
fn finish(out: &mut Vec<f32>, most_db: f32) {
    let raw = out.clone();
    let mut db = integrated_lufs(&raw).map_or(0.0, |lufs| TARGET_LUFS - lufs).min(most_db);
    for _ in 0..6 {
        out.clone_from(&raw);
        scale(out, db);
        limiter::limit(out, gain(CEILING_DB));
        let off = integrated_lufs(out).map_or(0.0, |lufs| TARGET_LUFS - lufs);
        if off.abs() < 0.1 {
            break;
        }
        db = (db + 1.6 * off).min(most_db);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Rng, SceneKind};
    use crate::sound::true_peak_db;

    fn db(samples: &[f32]) -> f32 {
        10.0 * (samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32).log10()
    }

    /// Something with the rhythm and the spectrum of speech: buzzes of half a second with pauses, `level` at its peaks.
    fn babble(seconds: f32, level: f32) -> Vec<f32> {
        let mut rng = Rng::new(3);
        let mut phase = 0.0f32;
        (0..(seconds * 48_000.0) as usize)
            .map(|i| {
                let t = i as f32 / 48_000.0;
                phase += (170.0 + 40.0 * (2.0 * t).sin()) / 48_000.0;
                let buzz: f32 = (1..12).map(|k| (k as f32 * phase * std::f32::consts::TAU).sin() / k as f32).sum();
                let syllable = (0.5 - 0.5 * (t * 4.3 * std::f32::consts::TAU).cos()).powi(2);
                let pause = if t % 2.5 > 1.9 { 0.0 } else { 1.0 };
                level * pause * syllable * (0.5 * buzz + 0.1 * (rng.unit() - 0.5))
            })
            .collect()
    }

    #[test]
    fn the_length_is_exact_and_the_peak_kept() {
        for frames in [1, 7, 60, 300] {
            let loud = vec![1.4f32; 700_000];
            let out = mix(&loud, &Plan::of(SceneKind::Beach, 1), Music::Upbeat, 1, frames);
            assert_eq!(out.len(), frames as usize * 1600);
            assert!(out.iter().all(|s| s.abs() <= gain(CEILING_DB) + 0.01));
        }
        assert!(mix(&[], &Plan::of(SceneKind::Beach, 1), Music::None, 1, 0).is_empty());
    }

    #[test]
    fn a_film_is_as_loud_as_a_clip_and_a_silent_one_stays_silent() {
        for (level, music) in [(0.05, Music::None), (0.9, Music::None), (0.3, Music::Calm), (0.6, Music::News)] {
            let out = mix_film(&babble(7.0, level), music, 4, 240);
            let (lufs, peak) = (integrated_lufs(&out).unwrap(), true_peak_db(&out).unwrap());
            assert_eq!(out.len(), 240 * 1600);
            assert!((lufs - TARGET_LUFS).abs() < 0.5 && peak <= -1.8, "{level} {music:?}: {lufs} LUFS, {peak} dBTP");
        }
        assert!(mix_film(&[], Music::None, 4, 60).iter().all(|s| *s == 0.0));
        // What is as good as silent does not become a roar.
        let hiss: Vec<f32> = babble(6.0, 1.0).iter().map(|s| s * 0.005).collect();
        let raised = integrated_lufs(&mix_film(&hiss, Music::None, 4, 180));
        assert!(raised.is_none_or(|lufs| lufs < -25.0), "{raised:?}");
        let music = integrated_lufs(&mix_film(&[], Music::Calm, 4, 240)).unwrap();
        assert!((music - TARGET_LUFS).abs() < 0.5, "{music}");
    }

    #[test]
    fn every_room_is_quiet_but_there_and_its_own() {
        let room = |kind| mix(&[], &Plan::of(kind, 3), Music::None, 3, 150);
        let rooms: Vec<Vec<f32>> = SceneKind::ALL.iter().map(|k| room(*k)).collect();
        for (kind, room) in SceneKind::ALL.iter().zip(&rooms) {
            let level = db(&room[FADE..room.len() - FADE]);
            assert!((-46.5..=-36.5).contains(&level), "{kind:?}: {level} dB");
        }
        for (i, a) in rooms.iter().enumerate() {
            assert!(rooms[i + 1..].iter().all(|b| a != b));
        }
        assert_eq!(rooms[1], room(SceneKind::Beach));
    }

    #[test]
    fn a_clip_is_as_loud_as_it_should_be_whatever_it_is_made_of() {
        for (music, level, frames) in
            [(Music::None, 0.02, 240), (Music::Calm, 0.3, 300), (Music::Upbeat, 0.9, 45), (Music::News, 0.1, 150)]
        {
            for speech in [babble(frames as f32 / 30.0 - 0.4, level), Vec::new()] {
                if speech.is_empty() && music == Music::None {
                    continue;
                }
                let out = mix(&speech, &Plan::of(SceneKind::City, 2), music, 2, frames);
                let (lufs, peak) = (integrated_lufs(&out).unwrap(), true_peak_db(&out).unwrap());
                assert!((lufs - TARGET_LUFS).abs() < 0.5, "{music:?} {level}: {lufs} LUFS");
                assert!(peak <= -1.8, "{music:?} {level}: {peak} dBTP");
            }
        }
    }

    #[test]
    fn speech_stands_clear_of_every_bed() {
        let speech = babble(7.0, 0.3);
        let plan = Plan::of(SceneKind::Studio, 5);
        let spoken = duck::spoken(&speech, 240 * 1600);
        for music in Music::ALL.into_iter().skip(2) {
            let p = parts(&speech, &plan, music, 5, 240 * 1600);
            let ratio = |blocks: std::ops::Range<usize>| {
                let (mut said, mut bed) = (0.0f32, 0.0f32);
                for b in blocks.filter(|b| spoken.get(*b).copied().unwrap_or(false)) {
                    let part = b * duck::BLOCK..(b + 1) * duck::BLOCK;
                    said += p.voice[part.clone()].iter().map(|s| s * s).sum::<f32>();
                    bed += p.under[part].iter().map(|s| s * s).sum::<f32>();
                }
                10.0 * (said / bed.max(1e-9)).log10()
            };
            // In every second, too: a sting does not cover the first words.
            for second in 0..6 {
                let ratio = ratio(second * 100..(second + 1) * 100);
                assert!(ratio > 9.0, "{music:?}: speech is {ratio} dB above the bed in second {second}");
            }
            let ratio = ratio(0..800);
            println!("{music:?}: speech {ratio:.1} dB above the bed");
            assert!(ratio > 12.0, "{music:?}: speech is {ratio} dB above the bed");
            assert!(ratio < 32.0, "{music:?}: the bed is hardly there: {ratio} dB");
            let again = parts(&speech, &plan, music, 5, 240 * 1600);
            assert!(again.under == p.under && again.voice == p.voice, "the same seed gives the same sound");
        }
    }
}
