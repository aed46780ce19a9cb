//! Previews and whole clips.

use domain::dialogue::Cue;
use domain::limits::FPS;
use domain::speech::Speech;
use studio::Canvas;
use studio::compose::{Clip, ClipStyle, Dialogue, Lead};
use studio::scene::Plan;
use studio::sound::EncodedAudio;
use wire::workers::Failure;
use wire::workers::studio::{Answer, Direction, Stage, Timings};
use worker_port::{failure, from_bytes, now_ms, post};
use zeroize::Zeroizing;

use crate::assistant::Assistant;
use crate::breath::breathe;
use crate::encoder::Encoder;
use crate::file::{self, Encoded};
use crate::frames::Frames;
use crate::jpeg;
use crate::packs;
use crate::studio_state::{Assisted, Outcome, Player, State};

/// Frames between two reports of progress.
pub(crate) const REPORT_EVERY: u32 = 5;
/// Share of the whole that is drawing and encoding.
pub(crate) const DRAWING: f32 = 0.94;

fn failed(error: impl std::fmt::Display) -> Failure {
    failure("studio", error.to_string())
}

fn style(direction: &Direction) -> ClipStyle {
    ClipStyle {
        handle: direction.handle.clone(),
        width: direction.width as usize,
        height: direction.height as usize,
        seed: u64::from(direction.seed),
        captions: direction.choices.captions,
        mood: direction.choices.mood,
    }
}

/// What is said, and by whom when there are two.
pub(crate) struct Said {
    pub(crate) speech: Speech,
    pub(crate) cues: Vec<Cue>,
}

fn of(cast: &[Player], said: &Said, plan: &Plan, direction: &Direction) -> Result<Clip, Failure> {
    let (speech, style) = (&said.speech, style(direction));
    if let [Player::Person(left), Player::Person(right)] = cast {
        let name = |i: usize| direction.names.get(i).map_or("", String::as_str);
        let who = Dialogue { packs: [left, right], names: [name(0), name(1)], cues: &said.cues };
        return Clip::of_two(&who, speech, plan, &style).map_err(failed);
    }
    let lead = lead(cast)?;
    let set = Clip::set(plan, &style).map_err(failed)?;
    Clip::on_set(set, lead, speech, &style).map_err(failed)
}

/// Who plays alone.
fn lead(cast: &[Player]) -> Result<Lead<'_>, Failure> {
    match cast {
        [Player::Person(pack), ..] => Ok(Lead::Person(pack)),
        [Player::Character(pack), ..] => Ok(Lead::Character(pack)),
        [] => Err(failure("pack", "no understudy is open")),
    }
}

/// One frame of the clip to be: the person in the scene, at rest. There is none where no clip could be encoded. A place that
/// was not painted yet is sketched if that will do.
pub(crate) async fn preview(state: &State, direction: &Direction, sketch: bool) -> Outcome {
    let (canvas, sketched) = still(state, direction, sketch, Clip::draw).await?;
    let (width, height) = (direction.width, direction.height);
    Ok((Answer::Still { width, height, sketched }, vec![from_bytes(&canvas.rgba)]))
}

/// One frame without captions and mark, as a JPEG.
pub(crate) async fn picture(state: &State, direction: &Direction) -> Outcome {
    let (canvas, _) = still(state, direction, false, Clip::draw_bare).await?;
    let jpeg = jpeg::encode(&canvas).await.map_err(|e| failure("picture", format!("{e:?}")))?;
    Ok((Answer::Pictured, vec![from_bytes(&jpeg)]))
}

/// The picture, and whether its place is a sketch.
async fn still(
    state: &State,
    direction: &Direction,
    sketch: bool,
    draw: impl Fn(&mut Clip, u32, &mut Canvas),
) -> Result<(Canvas, bool), Failure> {
    state.able().await?;
    let plan = Plan::from_prompt(&direction.prompt, u64::from(direction.seed));
    let speech = Speech { samples: vec![0.0; 24_000], rate_hz: 48_000, ..Speech::default() };
    let (width, height) = (direction.width as usize, direction.height as usize);
    let cast = state.cast();
    let alone = cast.len() == 1;
    let mut clip = if alone {
        // Most changes leave the place as it is, and painting one takes longer than everything else.
        let style = style(direction);
        let kept = state.take_set(&plan, (width, height)).filter(|set| sketch || !set.is_sketch());
        let paint = if sketch { Clip::sketch } else { Clip::set };
        let set = kept.map_or_else(|| paint(&plan, &style), Ok).map_err(failed)?;
        Clip::on_set(set, lead(&cast)?, &speech, &style).map_err(failed)?
    } else {
        of(&cast, &Said { speech, cues: Vec::new() }, &plan, direction)?
    };
    let mut canvas = Canvas::new(width, height);
    let middle = clip.frames() / 2;
    draw(&mut clip, middle, &mut canvas);
    let set = clip.into_set();
    let sketched = set.is_sketch();
    if alone {
        state.keep_set((width, height), set);
    }
    Ok((canvas, sketched))
}

/// Prepares a clip that another worker makes, to draw some of its frames.
pub(crate) fn assist(
    state: &State,
    packs: impl Iterator<Item = Zeroizing<Vec<u8>>>,
    direction: &Direction,
    said: Said,
) -> Outcome {
    for (i, pack) in packs.enumerate() {
        if i == 0 {
            packs::open(state, pack)?
        } else {
            packs::join(state, pack)?
        };
    }
    let plan = Plan::from_prompt(&direction.prompt, u64::from(direction.seed));
    let clip = of(&state.cast(), &said, &plan, direction)?;
    let canvas = Canvas::new(direction.width as usize, direction.height as usize);
    state.assist(Assisted { clip, canvas, direction: direction.clone(), speech: said.speech.samples });
    Ok((Answer::Assisting, Vec::new()))
}

/// The sound of the clip that this worker assists with.
pub(crate) fn heard(state: &State, frames: u32) -> Outcome {
    let EncodedAudio { frames: units, asc, priming, samples } =
        state.assisted(|with| sound(&with.speech, &with.direction, frames))??;
    let lengths = units.iter().map(|unit| unit.len() as u32).collect();
    Ok((Answer::Sound { lengths, asc, priming, samples }, vec![from_bytes(&units.concat())]))
}

/// The whole sound of a clip of so many frames: speech, music and room, encoded.
fn sound(speech: &[f32], direction: &Direction, frames: u32) -> Result<EncodedAudio, Failure> {
    let (choices, seed) = (direction.choices, u64::from(direction.seed));
    let plan = Plan::from_prompt(&direction.prompt, seed);
    let music = studio::sound::choose(choices.music, &direction.prompt, choices.mood, &plan);
    file::encode(&studio::sound::mix(speech, &plan, music, seed, frames))
}

/// One frame of the clip that this worker assists with, ready to be encoded.
pub(crate) fn frame(state: &State, index: u32) -> Outcome {
    let mut planes = Vec::new();
    state
        .assisted(|with| {
            with.clip.draw(index, &mut with.canvas);
            studio::video::i420(&with.canvas, &mut planes)
        })?
        .map_err(failed)?;
    Ok((Answer::Frame { index }, vec![from_bytes(&planes)]))
}

/// The whole clip: draws and encodes frame by frame, then the sound, then the file.
pub(crate) async fn render(state: &State, id: u32, direction: &Direction, said: Said) -> Outcome {
    let turn = state.begin();
    let start = now_ms();
    let report = |stage, done: f32, left_s| post(id, &Answer::Progress { stage, done, left_s }, &[]);
    report(Stage::Prepare, 0.0, None);

    // It prepares itself while this worker does.
    let assistant = Assistant::hire(&state.whole(), direction, &said);
    let plan = Plan::from_prompt(&direction.prompt, u64::from(direction.seed));
    let clip = of(&state.cast(), &said, &plan, direction)?;
    let encoder = Encoder::new(direction.width, direction.height).await?;
    let frames = clip.frames();
    let left_out = clip.left_out().to_vec();
    let mut timings = Timings { prepare_ms: (now_ms() - start) as f32, ..Timings::default() };
    let drawing = now_ms();

    let mut drawn = Frames::new(clip, direction.width, direction.height, assistant);
    for index in 0..frames {
        let pixels = drawn.get(index).await?;
        let before = now_ms();
        encoder.encode(index, &pixels).await?;
        timings.encode_ms += (now_ms() - before) as f32;
        if index % REPORT_EVERY == 0 {
            let done = (index + 1) as f32 / frames as f32;
            let left_s = (now_ms() - drawing) as f32 / 1000.0 * (1.0 - done) / done;
            report(Stage::Draw, done * DRAWING, Some(left_s + 0.5));
            // A cancel can only come in while this worker waits.
            breathe().await;
            state.still(turn)?;
        }
    }
    timings.draw_ms = drawn.draw_ms as f32;
    timings.assisted = drawn.assisted;
    let heard = drawn.sound().await;
    drop(drawn);
    let before = now_ms();
    let (samples, avcc) = encoder.finish().await?;
    timings.encode_ms += (now_ms() - before) as f32;
    state.still(turn)?;

    report(Stage::Sound, DRAWING, None);
    let before = now_ms();
    let sound = heard.map_or_else(|| sound(&said.speech.samples, direction, frames), Ok)?;
    timings.sound_ms = (now_ms() - before) as f32;

    report(Stage::Write, 0.98, None);
    let (width, height) = (direction.width, direction.height);
    debug_assert_eq!(samples.len() as u32, frames, "{frames} frames at {FPS} a second");
    let file = file::write((width, height), &Encoded { samples, avcc }, &sound, &mut timings)?;
    timings.total_ms = (now_ms() - start) as f32;
    let answer = Answer::Rendered { frames, width, height, left_out, cut_ms: None, timings };
    Ok((answer, vec![from_bytes(&file)]))
}
