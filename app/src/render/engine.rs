//! The work of making a clip: packs and models in, speech, frames, file.

use std::cell::Cell;
use std::rc::Rc;

use browser::Buffer;
use browser::worker::{Client, Studio};
use domain::dialogue::{self, Cue};
use domain::direction::Sound;
use domain::limits::MAX_SPEECH_S;
use domain::speech::{Phone, Word};
use wire::renders::Render;
use wire::workers::studio::{Answer, Direction, Request};
use wire::workers::voice;
use zeroize::Zeroizing;

use super::stage::{Progress, Stage};
use crate::api;
use crate::context::Shared;
use crate::make::Speed;
use crate::make::take::{self, Take, flaw};
use crate::render::Pace;
use crate::trouble::{Trouble, Way, sentence};

/// How far what is said may be from what was measured, in seconds.
const TOLERANCE_S: f32 = 0.1;

/// A finished file and its still, not yet sent.
#[derive(Clone)]
pub struct Made {
    /// MP4.
    pub file: Rc<Vec<u8>>,
    /// Words that its captions leave out, because their letters cannot be drawn.
    pub left_out: Rc<[String]>,
    /// Milliseconds of the film that it was made of, where only the first ten seconds fit.
    pub cut_ms: Option<u32>,
}

impl Made {
    /// Says what of script or film is not in the clip.
    pub fn tell(&self, shared: Shared) {
        if !self.left_out.is_empty() {
            shared.tell(&format!("The captions leave out: {}", self.left_out.join(", ")));
        }
        if let Some(ms) = self.cut_ms {
            shared.tell(&format!("The film has {:.1} s. The clip is its first 10.", ms as f32 / 1000.0));
        }
    }
}

/// What the cast says.
pub struct Spoken {
    /// Mono samples.
    pub sound: Buffer,
    /// Samples a second.
    pub rate_hz: u32,
    /// In order of time.
    pub phones: Vec<Phone>,
    /// In order of time.
    pub words: Vec<Word>,
    /// Who of a cast of two speaks when.
    pub cues: Vec<Cue>,
    /// Length in seconds.
    pub length_s: f32,
}

/// Stops the work when it is dropped: the visitor left, or gave up.
#[derive(Clone, Default)]
pub struct Run {
    stopped: Rc<Cell<bool>>,
    studio: Rc<Cell<Option<Rc<Client<Studio>>>>>,
    /// Where the packs of the cast are open.
    holds: Rc<Cell<Option<Rc<Client<Studio>>>>>,
}

impl Run {
    /// Stops the work.
    pub fn stop(&self) {
        self.stopped.set(true);
        if let Some(studio) = self.studio.take() {
            studio.tell(&Request::Cancel);
        }
        self.forget();
    }

    /// Stops the work unless it was stopped before; says whether it did.
    pub fn end(&self) -> bool {
        !self.stopped.get() && {
            self.stop();
            true
        }
    }

    /// Wipes the packs that were opened for this: whose they are lent them for one clip.
    pub fn forget(&self) {
        if let Some(studio) = self.holds.take() {
            studio.tell(&Request::Forget);
        }
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Which studio is at work, to be stopped with this run.
    pub(super) fn draws_with(&self, studio: Option<Rc<Client<Studio>>>) {
        self.studio.set(studio);
    }

    pub(super) fn go_on(&self) -> Result<(), Trouble> {
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
    let spoken = speak(shared, render, handle, ticket, run, report.clone()).await?;
    let studio = shared.crew.studio().await?;
    run.go_on()?;
    let Spoken { sound, rate_hz, phones, words, cues, length_s: clip_s } = spoken;
    let cast = cast(render, handle);
    let names = seen(render, &cast).0.iter().map(|who| format!("@{who}")).collect();
    let direction = direction(render, handle, names);
    report(Progress { stage: Stage::Draw, part: Some(0.0), left_s: Some(Pace::kept().expect_s(clip_s)) });
    run.draws_with(Some(Rc::clone(&studio)));
    let progress = move |answer: Answer| {
        if let Answer::Progress { stage, done, left_s } = answer {
            report(Progress { stage: Stage::of_studio(stage), part: Some(done), left_s });
        }
    };
    let ask = Request::Render { direction, rate_hz, phones, words, cues };
    let rendered = studio.ask_with(&ask, vec![sound], progress).await;
    run.draws_with(None);
    let (answer, files) = rendered?;
    run.go_on()?;
    let made = made(answer, &files)?;
    Pace::keep(((browser::clock::tick_ms() - began) / 1000.0) as f32, clip_s);
    Ok(made)
}

/// Opens the packs of a render's cast in the studio, and says its script with their voices.
///
/// # Errors
/// What went wrong; nothing was sent.
pub async fn speak(
    shared: Shared,
    render: &Render,
    handle: &str,
    ticket: &str,
    run: &Run,
    report: impl Fn(Progress),
) -> Result<Spoken, Trouble> {
    report(Progress::begin(Stage::Ready));
    let cast = cast(render, handle);
    let (seen, heard) = seen(render, &cast);
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
    run.holds.set(Some(Rc::clone(&studio)));
    // The voice packs, and whose they are: a likeness may have none.
    let (mut voices, mut owners): (Vec<Buffer>, Vec<usize>) = (Vec::new(), Vec::new());
    for (who, pack) in opened.into_iter().enumerate() {
        run.go_on()?;
        let ask = if who == 0 { Request::Open } else { Request::Join };
        let (_, own) = studio.ask(&ask, vec![pack]).await?;
        if let Some(own) = own.into_iter().find(|b| !b.is_empty()) {
            voices.push(own);
            owners.push(who);
        }
    }

    // A voice that is lent to the character takes the place of its own.
    if let Some(lent) = lent {
        let pack = Zeroizing::new(lent.to_bytes());
        lent.wipe();
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
    if render.choices.sound == Sound::Recording || render.voice.is_some() {
        let script = lines.into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n");
        let take = match &render.voice {
            Some(_) => outside(render, ticket).await?,
            None => own(render)?,
        };
        return said(shared, take, script, run).await.map_err(|why| unsaid(render, why));
    }
    let delivery = render.choices.delivery();
    let with_voice = |line: voice::Line| voice::Line { voice: owners.iter().position(|o| *o == line.who), ..line };
    let lines = lines.into_iter().map(with_voice).collect();
    let (spoken, sound) =
        voice.ask(&voice::Request::Converse { lines, speed: render.choices.speed.share(), delivery }, voices).await?;
    let voice::Answer::Spoken { rate_hz, phones, words, cues, .. } = spoken else {
        return Err(Trouble::new("The script could not be spoken", "Try other words.").with(Way::Rewrite));
    };
    run.go_on()?;
    let sound = sound.into_iter().next().unwrap_or_else(|| Buffer::from_samples(&[]));
    let length_s = sound.len() as f32 / 4.0 / rate_hz.max(1) as f32;
    fits(length_s, &words)?;
    Ok(Spoken { sound, rate_hz, phones, words, cues, length_s })
}

/// The creator's own recording.
fn own(render: &Render) -> Result<Take, Trouble> {
    take::of_render(&render.id).ok_or_else(|| {
        let detail = "It is kept in memory only, and the page was loaded anew. Your text is still there.";
        Trouble::new("Your recording is gone", detail).with(Way::Rewrite)
    })
}

/// The script as the outside voice says it: a recording like any other.
async fn outside(render: &Render, ticket: &str) -> Result<Take, Trouble> {
    // The key need not be kept: however often it is asked, it is said, and paid, once.
    let speech = api::speech(&render.id, ticket, &browser::crypto::random_key()).await;
    let speech = speech.map_err(|error| Trouble::from(error).with(Way::Studio))?;
    let sound = match browser::sound::from_base64(&speech.audio) {
        Some(bytes) => browser::sound::decode(&bytes).await,
        None => None,
    };
    let (samples, rate_hz) = sound.ok_or_else(|| {
        Trouble::new("What the outside voice said cannot be opened", "Use the studio voice.").with(Way::Studio)
    })?;
    Ok(Take { samples: Rc::new(samples), rate_hz })
}

/// A recording of a script, followed: only what says the script becomes a clip.
async fn said(shared: Shared, take: Take, script: String, run: &Run) -> Result<Spoken, Trouble> {
    let voice = shared.crew.listener().await?;
    let ask = voice::Request::Follow { script, rate_hz: take.rate_hz };
    let (followed, sound) = voice.ask(&ask, vec![Buffer::from_samples(&take.samples)]).await?;
    run.go_on()?;
    match (followed, sound.into_iter().next()) {
        (voice::Answer::Followed { rate_hz, phones, words, .. }, Some(sound)) => {
            let length_s = sound.len() as f32 / 4.0 / rate_hz.max(1) as f32;
            Ok(Spoken { sound, rate_hz, phones, words, cues: Vec::new(), length_s })
        }
        (voice::Answer::Flawed { flaw: found }, _) => {
            Err(Trouble::new("The recording does not fit the script", flaw(&found)).with(Way::Rewrite))
        }
        _ => Err(Trouble::new("The recording could not be used", "Record it once more.").with(Way::Rewrite)),
    }
}

/// What is wrong with a recording, in the words for an outside voice where one spoke.
fn unsaid(render: &Render, why: Trouble) -> Trouble {
    match &render.voice {
        Some(voice) if why.way == Way::Rewrite => {
            let detail = format!(
                "What {} said does not follow your script closely enough for lips and captions, or is too long. Use the studio voice, or write less.",
                voice.title
            );
            Trouble::new("The outside voice does not fit the script", detail).with(Way::Studio)
        }
        _ => why,
    }
}

/// Handles of who plays: the creator where nobody is named.
fn cast(render: &Render, handle: &str) -> Vec<String> {
    let cast: Vec<String> = render.cast.iter().map(|p| p.handle.to_string()).collect();
    if cast.is_empty() { vec![handle.to_owned()] } else { cast }
}

/// Who of a cast is seen, and who is only heard: a character plays in its owner's place and is seen alone, so what it says is
/// one speech.
fn seen<'a>(render: &Render, cast: &'a [String]) -> (&'a [String], &'a [String]) {
    let count = if render.character.is_some() { 1 } else { cast.len() };
    cast.split_at(count.min(cast.len()))
}

/// What a clip needs besides packs and sound. `names` stand above the words of a cast of two.
pub(super) fn direction(render: &Render, handle: &str, names: Vec<String>) -> Direction {
    let (width, height) = Speed::here().size();
    Direction {
        prompt: with_wishes(&render.prompt, &render.wishes),
        handle: handle.to_owned(),
        names,
        seed: render.seed,
        width,
        height,
        choices: render.choices,
    }
}

/// The file out of a studio's answer.
pub(super) fn made(answer: Answer, files: &[Buffer]) -> Result<Made, Trouble> {
    let ([file, ..], Answer::Rendered { left_out, cut_ms, .. }) = (files, answer) else {
        return Err(Trouble::new("The clip came out empty", "Try again. Nothing was sent."));
    };
    Ok(Made { file: Rc::new(file.to_bytes()), left_out: left_out.into(), cut_ms })
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
