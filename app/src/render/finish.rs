//! The finishing pass over a provider's film: captions, mark, sound and encoding, as for what the studio draws itself.

use std::rc::Rc;

use browser::Buffer;
use browser::worker::Client;
use wire::renders::Render;
use wire::workers::studio::{Answer, FilmSound, Request};

use super::engine::{Made, Run, Spoken, direction, made};
use super::stage::{Progress, Stage};
use crate::context::Shared;
use crate::trouble::Trouble;

/// A film that a provider made.
pub struct Film {
    /// Its file, MP4; given away to the worker.
    pub bytes: Buffer,
    /// Whether the speech of this device is heard (the provider moved lips to it), or the film's own sound.
    pub sound: FilmSound,
    /// What should be near the middle where not all of the picture fits, as fractions of it: a face, as far as known.
    pub focus: Option<[f32; 2]>,
}

/// Makes the clip of a provider's film on this device: what it gives is uploaded as a drawn clip is. `spoken` is what
/// [`super::engine::speak`] said of the same render: its words become the captions. `handle` is the creator's, for the mark.
///
/// # Errors
/// What went wrong; nothing was sent, and the film can be finished again.
pub async fn finish(
    shared: Shared,
    render: &Render,
    handle: &str,
    film: Film,
    spoken: Spoken,
    run: &Run,
    report: impl Fn(Progress) + Clone + 'static,
) -> Result<Made, Trouble> {
    report(Progress::begin(Stage::Ready));
    let studio: Rc<Client<_>> = shared.crew.studio().await?;
    run.go_on()?;
    let Spoken { rate_hz, words, sound, .. } = spoken;
    let ask = Request::Finish {
        direction: direction(render, handle, Vec::new()),
        sound: film.sound,
        rate_hz,
        words,
        focus: film.focus,
    };
    report(Progress { stage: Stage::Draw, part: Some(0.0), left_s: None });
    run.draws_with(Some(Rc::clone(&studio)));
    let progress = move |answer: Answer| {
        if let Answer::Progress { stage, done, left_s } = answer {
            report(Progress { stage: Stage::of_studio(stage), part: Some(done), left_s });
        }
    };
    let finished = studio.ask_with(&ask, vec![film.bytes, sound], progress).await;
    run.draws_with(None);
    let (answer, files) = finished?;
    run.go_on()?;
    made(answer, &files)
}
