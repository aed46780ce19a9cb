//! The work of making a clip: packs and models in, speech, frames, file.

use std::cell::Cell;
use std::rc::Rc;

use browser::Buffer;
use browser::worker::{Client, Studio};
use domain::dialogue;
use domain::limits::MAX_SPEECH_S;
use domain::speech::{Delivery, Word};
use wire::renders::Render;
use wire::workers::studio::{Answer, Direction, Request};
use wire::workers::voice;

use super::stage::{Progress, Stage};
use crate::api;
use crate::context::Shared;
use crate::make::Speed;
use crate::render::Pace;
use crate::trouble::{Trouble, Way, sentence};

/// How far what is said may be from what was measured, in seconds.
const TOLERANCE_S: f32 = 0.1;

/// A finished file and its still, not yet sent.
#[derive(Clone)]
pub struct Made {
    /// MP4.
    pub file: Rc<Vec<u8>>,
    /// JPEG.
    pub poster: Rc<Vec<u8>>,
    /// Words that its captions leave out, because their letters cannot be drawn.
    pub left_out: Rc<[String]>,
}

/// Stops the work when it is dropped: the visitor left, or gave up.
#[derive(Clone, Default)]
pub struct Run {
    stopped: Rc<Cell<bool>>,
    studio: Rc<Cell<Option<Rc<Client<Studio>>>>>,
}

impl Run {
    /// Stops the work.
    pub fn stop(&self) {
        self.stopped.set(true);
        if let Some(studio) = self.studio.take() {
            studio.tell(&Request::Cancel);
        }
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stopped.get()
    }

    fn go_on(&self) -> Result<(), Trouble> {
        if self.stopped() { Err(Trouble::new("Stopped", "Nothing was sent.")) } else { Ok(()) }
    }
}

/// Makes the file of a render on this device.
///
/// # Errors
/// What went wrong; nothing was sent.
pub async fn make(
    shared: Shared,
    render: &Render,
    handle: &str,
    ticket: &str,
    run: &Run,
    report: impl Fn(Progress) + Clone + 'static,
) -> Result<Made, Trouble> {
    let began = browser::clock::tick_ms();
    report(Progress::begin(Stage::Ready));
    let cast: Vec<String> = render.cast.iter().map(|p| p.handle.to_string()).collect();
    let cast = if cast.is_empty() { vec![handle.to_owned()] } else { cast };
    // A character plays in its owner's place and is seen alone: what it says is one speech.
    let count = if render.character.is_some() { 1 } else { cast.len() };
    let (seen, heard) = cast.split_at(count.min(cast.len()));
    let lines = lines(&render.script, seen)?;
    let mut opened = Vec::with_capacity(seen.len());
    for (place, handle) in seen.iter().enumerate() {
        let named = render.character.as_ref().filter(|_| place == 0).map(domain::character::in_cast);
        opened.push(api::render_pack(&render.id, named.as_deref().unwrap_or(handle), ticket).await?);
    }
    let lent = match heard.first() {
        Some(handle) => Some(api::render_pack(&render.id, handle, ticket).await?),
        None => None,
    };
    let voice = shared.crew.speaker().await?;
    let studio = shared.crew.studio().await?;
    run.go_on()?;
    // The voice packs, and whose they are: a likeness may have none.
    let (mut voices, mut owners): (Vec<Buffer>, Vec<usize>) = (Vec::new(), Vec::new());
    for (who, pack) in opened.into_iter().enumerate() {
        let ask = if who == 0 { Request::Open } else { Request::Join };
        let (_, own) = studio.ask(&ask, vec![pack]).await?;
        if let Some(own) = own.into_iter().find(|b| !b.is_empty()) {
            voices.push(own);
            owners.push(who);
        }
    }

    // A voice that is lent to the character takes the place of its own.
    if let Some(lent) = lent {
        let pack = lent.to_bytes();
        let (_, voice) = wire::pack::split(&pack)
            .map_err(|_| Trouble::new("The voice could not be opened", "Ask for it again. Nothing was sent."))?;
        if voice.is_empty() {
            return Err(Trouble::new(
                "There is no voice to lend",
                "Their understudy was made without one. Cast another.",
            ));
        }
        (voices, owners) = (vec![Buffer::from_bytes(voice)], vec![0]);
    }

    report(Progress::begin(Stage::Speak));
    let delivery = Delivery { mood: render.choices.mood, ..Delivery::default() };
    let with_voice = |line: voice::Line| voice::Line { voice: owners.iter().position(|o| *o == line.who), ..line };
    let lines = lines.into_iter().map(with_voice).collect();
    let (spoken, sound) = voice.ask(&voice::Request::Converse { lines, speed: 1.0, delivery }, voices).await?;
    let voice::Answer::Spoken { rate_hz, phones, words, cues, .. } = spoken else {
        return Err(Trouble::new("The script could not be spoken", "Try other words.").with(Way::Rewrite));
    };
    run.go_on()?;
    let clip_s = sound.first().map_or(0.0, |s| s.len() as f32 / 4.0 / rate_hz.max(1) as f32);
    fits(clip_s, &words)?;

    let (width, height) = Speed::here().size();
    let direction = Direction {
        prompt: with_wishes(&render.prompt, &render.wishes),
        handle: handle.to_owned(),
        names: seen.iter().map(|who| format!("@{who}")).collect(),
        seed: render.seed,
        width,
        height,
        choices: render.choices,
    };
    report(Progress { stage: Stage::Draw, part: Some(0.0), left_s: Some(Pace::kept().expect_s(clip_s)) });
    run.studio.set(Some(Rc::clone(&studio)));
    let progress = move |answer: Answer| {
        if let Answer::Progress { stage, done, left_s } = answer {
            report(Progress { stage: Stage::of_studio(stage), part: Some(done), left_s });
        }
    };
    let rendered = studio.ask_with(&Request::Render { direction, rate_hz, phones, words, cues }, sound, progress).await;
    run.studio.set(None);
    let (answer, files) = rendered?;
    run.go_on()?;
    let [file, poster, ..] = files.as_slice() else {
        return Err(Trouble::new("The clip came out empty", "Try again. Nothing was sent."));
    };
    let left_out = if let Answer::Rendered { left_out, .. } = answer { left_out.into() } else { Rc::default() };
    Pace::keep(((browser::clock::tick_ms() - began) / 1000.0) as f32, clip_s);
    Ok(Made { file: Rc::new(file.to_bytes()), poster: Rc::new(poster.to_bytes()), left_out })
}

/// The prompt with what the cast wish of every generator.
fn with_wishes(prompt: &str, wishes: &[String]) -> String {
    let mut whole = prompt.trim_end().to_owned();
    for wish in wishes {
        if !whole.ends_with(['.', '!', '?']) {
            whole.push('.');
        }
        whole.push(' ');
        whole.push_str(wish);
    }
    whole
}

/// Who says what.
///
/// # Errors
/// When the script has a line for somebody who does not play.
fn lines(script: &str, cast: &[String]) -> Result<Vec<voice::Line>, Trouble> {
    let cast: Vec<&str> = cast.iter().map(String::as_str).collect();
    let turns = dialogue::parse(script, &cast)
        .map_err(|e| Trouble::new("The script does not fit the cast", sentence(&e.to_string())).with(Way::Rewrite))?;
    Ok(turns.into_iter().map(|t| voice::Line { who: t.who, text: t.text, voice: None }).collect())
}

/// # Errors
/// When the speech is longer than a clip: it would be cut off.
fn fits(speech_s: f32, words: &[Word]) -> Result<(), Trouble> {
    if speech_s <= MAX_SPEECH_S + TOLERANCE_S {
        return Ok(());
    }
    let fit = words.iter().filter(|word| word.end_s <= MAX_SPEECH_S).count();
    let detail = format!("It takes {speech_s:.1} s to say, and {MAX_SPEECH_S} s fit: the first {fit} words.");
    Err(Trouble::new("The script is too long for a clip", detail).with(Way::Rewrite))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_that_would_be_cut_off_is_refused_with_what_fits() {
        let words: Vec<Word> = (0..30u8)
            .map(|i| Word { text: "so".into(), start_s: 0.4 * f32::from(i), end_s: 0.4 * f32::from(i) + 0.3 })
            .collect();
        assert_eq!(fits(9.65, &words), Ok(()));
        let refused = fits(11.9, &words).err();
        assert_eq!(refused.as_ref().map(|t| t.way), Some(Way::Rewrite));
        let detail = refused.map(|t| t.detail);
        assert_eq!(detail.as_deref(), Some("It takes 11.9 s to say, and 9.6 s fit: the first 24 words."));
    }
}
