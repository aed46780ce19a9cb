//! The finishing pass: a provider's film in, a clip out, with captions, mark, sound and encoding of the studio's own clips.

use domain::direction::Music;
use domain::limits::{MAX_FILM_BYTES, MAX_FILM_PIXELS};
use domain::speech::Speech;
use js_sys::Uint8Array;
use mp4::Film;
use studio::finish::{Overlay, Pace, Shown};
use studio::scene::Plan;
use studio::{Canvas, video};
use wire::workers::Failure;
use wire::workers::studio::{Answer, Direction, FilmSound, Stage, Timings};
use worker_port::{failure, from_bytes, now_ms, post};

use crate::breath::breathe;
use crate::clip::{DRAWING, REPORT_EVERY};
use crate::decoder::Decoder;
use crate::easel::Easel;
use crate::encoder::Encoder;
use crate::file::{self, Encoded};
use crate::studio_state::{Outcome, State};

/// Longest that a picture may be missing in the middle of a film or at its end, in microseconds.
const GAP_US: i64 = 500_000;

/// What a film comes with.
pub(crate) struct Wanted {
    pub(crate) sound: FilmSound,
    /// The speech that the lips move to, and its words.
    pub(crate) speech: Speech,
    pub(crate) focus: Option<[f32; 2]>,
}

fn unusable(why: impl std::fmt::Display) -> Failure {
    failure("film", why.to_string())
}

fn failed(what: &'static str) -> impl Fn(wasm_bindgen::JsValue) -> Failure {
    move |_| failure("studio", what)
}

/// One pass over one film.
struct Pass<'a> {
    state: &'a State,
    id: u32,
    turn: u32,
    direction: &'a Direction,
    wanted: &'a Wanted,
    bytes: &'a [u8],
    film: &'a Film,
    pace: &'a Pace,
}

/// The clip of a film.
pub(crate) async fn finish(state: &State, id: u32, direction: &Direction, wanted: Wanted, bytes: Vec<u8>) -> Outcome {
    let turn = state.begin();
    let start = now_ms();
    progress(id, Stage::Prepare, 0.0, None);
    state.able().await?;
    let film = read(&bytes)?;
    let speech = &wanted.speech;
    let speech_us = if wanted.sound == FilmSound::Speech { (f64::from(speech.duration_s()) * 1e6) as i64 } else { 0 };
    let shown: Vec<Shown> =
        film.picture.frames.iter().map(|f| Shown { at_us: f.at_us, length_us: f.length_us }).collect();
    let pace = Pace::new(&shown, film.picture.end_us, speech_us).map_err(unusable)?;
    let heard = heard(&film, &bytes, &wanted)?;
    let mut timings = Timings { prepare_ms: (now_ms() - start) as f32, ..Timings::default() };

    let pass = Pass { state, id, turn, direction, wanted: &wanted, bytes: &bytes, film: &film, pace: &pace };
    let mut drawn = pass.pictures(false, &mut timings).await;
    // A codec can be taken away (another tab, a driver that starts anew): once more, without the graphics processor.
    if drawn.as_ref().is_err_and(|f| f.code == "decoder" || f.code == "encoder") {
        timings = Timings { prepare_ms: timings.prepare_ms, ..Timings::default() };
        drawn = pass.pictures(true, &mut timings).await;
    }
    let (encoded, left_out) = drawn.map_err(|f| match f.code.as_str() {
        "decoder" => unusable(format!("its pictures are damaged: {}", f.message)),
        _ => f,
    })?;
    state.still(turn)?;

    progress(id, Stage::Sound, DRAWING, None);
    let before = now_ms();
    let frames = pace.frames.len() as u32;
    let sound = file::encode(&mix(&heard, &wanted, direction, frames))?;
    timings.sound_ms = (now_ms() - before) as f32;
    progress(id, Stage::Write, 0.98, None);
    let (width, height) = (direction.width, direction.height);
    let file = file::write((width, height), &encoded, &sound, &mut timings)?;
    timings.total_ms = (now_ms() - start) as f32;
    let answer = Answer::Rendered { frames, width, height, left_out, cut_ms: pace.cut_ms, timings };
    Ok((answer, vec![from_bytes(&file)]))
}

fn progress(id: u32, stage: Stage, done: f32, left_s: Option<f32>) {
    post(id, &Answer::Progress { stage, done, left_s }, &[]);
}

/// Reads a film, within what a device can hold.
fn read(bytes: &[u8]) -> Result<Film, Failure> {
    if bytes.len() > MAX_FILM_BYTES {
        let mb = |n: usize| n / (1024 * 1024);
        return Err(unusable(format!("it has {} MB, and {} MB can be read", mb(bytes.len()), mb(MAX_FILM_BYTES))));
    }
    let film = Film::read(bytes).map_err(unusable)?;
    let (width, height) = (film.picture.width, film.picture.height);
    if width == 0 || height == 0 || width.saturating_mul(height) > MAX_FILM_PIXELS {
        return Err(unusable(format!("its picture has {width} by {height} pixels, and 4096 by 2304 can be read")));
    }
    Ok(film)
}

/// The voice of the clip, mono at its rate: the speech, or the film's own sound.
fn heard(film: &Film, bytes: &[u8], wanted: &Wanted) -> Result<Vec<f32>, Failure> {
    if wanted.sound == FilmSound::Speech {
        let speech = &wanted.speech;
        return studio::sound::at_clip_rate(speech.samples.clone(), speech.rate_hz).map_err(unusable);
    }
    let Some(sound) = &film.sound else { return Ok(Vec::new()) };
    let asc =
        sound.codec.as_ref().map_err(|name| unusable(format!("its sound is {name}, and only AAC can be read")))?;
    let units = sound.frames.iter().map(|f| (f.at_us, bytes.get(f.range.clone()).unwrap_or_default()));
    studio::sound::decode_aac(asc, units, sound.end_us).map_err(unusable)
}

fn mix(heard: &[f32], wanted: &Wanted, direction: &Direction, frames: u32) -> Vec<f32> {
    let (choices, seed) = (direction.choices, u64::from(direction.seed));
    if wanted.sound == FilmSound::Own {
        // A film has its own atmosphere: music only for who asked for some.
        let music = if choices.music == Music::Auto { Music::None } else { choices.music };
        return studio::sound::mix_film(heard, music, seed, frames);
    }
    let plan = Plan::from_prompt(&direction.prompt, seed);
    let music = studio::sound::choose(choices.music, &direction.prompt, choices.mood, &plan);
    studio::sound::mix(heard, &plan, music, seed, frames)
}

impl Pass<'_> {
    /// Every frame, decoded, drawn over and encoded; what the captions leave out.
    async fn pictures(&self, careful: bool, timings: &mut Timings) -> Result<(Encoded, Vec<String>), Failure> {
        let Direction { width, height, .. } = *self.direction;
        let size = (width as usize, height as usize);
        let (style, seed) = (self.direction.choices.captions, u64::from(self.direction.seed));
        let mut overlay = Overlay::new(&self.wanted.speech.words, style, &self.direction.handle, size, seed, None);
        let mut easel = Easel::new(width, height).map_err(failed("there is no canvas to draw on"))?;
        let mut decoder = Decoder::new(self.bytes, &self.film.picture, self.pace, careful).await?;
        let encoder = Encoder::new(width, height).await?;
        let focus = self.wanted.focus.unwrap_or([0.5, 0.5]);
        let (frames, began) = (self.pace.frames.len(), now_ms());
        let mut canvas = Canvas::new(size.0, size.1);
        let mut planes = Vec::new();
        // The encoder's frames are copies of it.
        let pixels = Uint8Array::new_with_length(width * height * 3 / 2);
        let mut on = i64::MIN;
        for (index, stamp) in self.pace.frames.iter().enumerate() {
            let before = now_ms();
            while on < *stamp {
                let Some(frame) = decoder.next().await? else { break };
                on = frame.timestamp() as i64;
                let put = easel.put(&frame, self.film.picture.turn, focus).await;
                frame.close();
                put.map_err(failed("a picture of the film could not be drawn"))?;
            }
            if on == i64::MIN || *stamp - on > GAP_US {
                return Err(failure("decoder", "some of them do not come"));
            }
            timings.decode_ms += (now_ms() - before) as f32;
            let before = now_ms();
            easel.read(&mut canvas).map_err(failed("a picture of the film could not be read"))?;
            overlay.draw(index as u32, &mut canvas);
            video::i420(&canvas, &mut planes).map_err(|e| failure("studio", e.to_string()))?;
            pixels.copy_from(&planes);
            timings.draw_ms += (now_ms() - before) as f32;
            let before = now_ms();
            encoder.encode(index as u32, &pixels).await?;
            timings.encode_ms += (now_ms() - before) as f32;
            if index.is_multiple_of(REPORT_EVERY as usize) {
                let done = (index + 1) as f32 / frames as f32;
                let left_s = (now_ms() - began) as f32 / 1000.0 * (1.0 - done) / done;
                progress(self.id, Stage::Draw, done * DRAWING, Some(left_s + 0.5));
                // A cancel can only come in while this worker waits.
                breathe().await;
                self.state.still(self.turn)?;
            }
        }
        let before = now_ms();
        let (samples, avcc) = encoder.finish().await?;
        timings.encode_ms += (now_ms() - before) as f32;
        Ok((Encoded { samples, avcc }, overlay.left_out().to_vec()))
    }
}
