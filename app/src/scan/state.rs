//! A scan in progress: what was drawn, caught, heard and built.

use browser::Buffer;
use browser::camera::Camera;
use domain::capture::{Flaw, Glimpse, Pose, Rest};
use domain::limits::CAPTURE_TTL_MS;
use leptos::prelude::*;
use wire::likeness::{Capture, CaptureResult, PoseCaught, WordHeard};
use wire::workers::studio::PartQuality;

use super::end::{End, end_of};
use super::stop::{Stop, is_over};
use crate::api::{self, Intent};
use crate::trouble::Trouble;

/// Left of a draw, in milliseconds, for the words to be worth another try.
const WORDS_MS: f64 = 20_000.0;

/// A recording: mono samples and their rate in hertz. It never leaves the device.
pub type Recording = (Vec<f32>, u32);

/// Where a scan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// What it is about, before anything is asked for.
    Intro,
    /// The face.
    Poses,
    /// The voice.
    Words,
    /// More of the voice, if the visitor likes.
    Reading,
    /// The pack is made, or made anew with what was done again.
    Building,
    /// The visitor looks at it.
    Review,
    /// One pose again, from the review.
    Redo(Pose),
    /// This capture is over.
    Ended(End),
    /// It cannot go on like this.
    Stuck(Trouble),
}

/// How well the voice is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VoiceQuality {
    /// 0 to 1.
    pub score: f32,
    /// A reading was given and could not be used.
    pub reading_left_out: bool,
}

/// A scan, cheap to copy. Everything in it goes when the page is left.
#[derive(Clone, Copy)]
pub struct Scan {
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// What the edge asks for. None once it is of no more use.
    pub capture: RwSignal<Option<Capture>>,
    /// The face, as the edge is told of it: all that was caught.
    pub evidence: StoredValue<(Vec<PoseCaught>, Vec<Glimpse>, Vec<Rest>)>,
    /// The words that were heard.
    pub words: RwSignal<Vec<WordHeard>>,
    /// The camera, from the permission on until the last pose.
    pub camera: StoredValue<Option<Camera>, LocalStorage>,
    /// The words, once they were said.
    pub take: StoredValue<Option<Recording>, LocalStorage>,
    /// The reading, if there is one.
    pub reading: StoredValue<Option<Recording>, LocalStorage>,
    /// The pack.
    pub pack: StoredValue<Option<Buffer>, LocalStorage>,
    /// The voice pack alone, to let it speak.
    pub voice: StoredValue<Option<Buffer>, LocalStorage>,
    /// How good each part of the pack is.
    pub quality: StoredValue<(Vec<PartQuality>, Option<VoiceQuality>)>,
    /// What the review has to say besides: something that was tried from there and did not work.
    pub notice: RwSignal<Option<Trouble>>,
    /// When the frames of the capture began, by [`browser::clock::tick_ms`].
    pub began_at: StoredValue<f64>,
    /// When it was drawn, by [`browser::clock::tick_ms`]: the visitor's clock may be wrong.
    drawn_at: StoredValue<f64>,
    /// Whether the edge has accepted what the device attests.
    attested: StoredValue<bool>,
    /// Whether it is being asked just now.
    attesting: StoredValue<bool>,
    intent: Intent,
}

impl Scan {
    /// Before the start.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: RwSignal::new(Step::Intro),
            capture: RwSignal::new(None),
            evidence: StoredValue::new(Default::default()),
            words: RwSignal::new(Vec::new()),
            camera: StoredValue::new_local(None),
            take: StoredValue::new_local(None),
            reading: StoredValue::new_local(None),
            pack: StoredValue::new_local(None),
            voice: StoredValue::new_local(None),
            quality: StoredValue::new(Default::default()),
            notice: RwSignal::new(None),
            began_at: StoredValue::new(0.0),
            drawn_at: StoredValue::new(0.0),
            attested: StoredValue::new(false),
            attesting: StoredValue::new(false),
            intent: Intent::new(),
        }
    }

    /// Begins with a fresh draw of the moment `drawn_at`. A page that was left meanwhile lets the camera go.
    pub fn begin(self, capture: Capture, drawn_at: f64, camera: Camera) {
        if self.camera.try_update_value(|c| *c = Some(camera)).is_none() {
            return;
        }
        self.forget();
        self.drawn_at.set_value(drawn_at);
        self.began_at.set_value(browser::clock::tick_ms());
        self.capture.set(Some(capture));
        self.step.set(Step::Poses);
    }

    /// Forgets what was caught, heard and built.
    pub fn forget(self) {
        self.capture.set(None);
        self.evidence.set_value(Default::default());
        self.words.set(Vec::new());
        self.take.set_value(None);
        self.reading.set_value(None);
        self.pack.set_value(None);
        self.voice.set_value(None);
        self.quality.set_value(Default::default());
        self.notice.set(None);
        self.attested.set_value(false);
    }

    /// Stops: with the page of what is over, or with a trouble and a way on.
    pub fn stop(self, stop: impl Into<Stop>) {
        self.camera.try_update_value(|c| *c = None);
        let step = match stop.into() {
            Stop::Ended(end) => {
                self.capture.try_set(None);
                Step::Ended(end)
            }
            Stop::Stuck(trouble) => Step::Stuck(trouble),
        };
        self.step.try_set(step);
    }

    /// Goes back to the review as it was, with what kept something from being done again.
    pub fn back(self, why: Option<Trouble>) {
        self.camera.try_update_value(|c| *c = None);
        self.notice.try_set(why);
        self.step.try_set(Step::Review);
    }

    /// Whether there is a pack to go back to.
    #[must_use]
    pub fn built(self) -> bool {
        self.pack.try_with_value(Option::is_some).unwrap_or_default()
    }

    /// Milliseconds until the draw is too old; below zero afterwards.
    #[must_use]
    pub fn left_ms(self) -> f64 {
        let drawn_at = self.drawn_at.try_get_value().unwrap_or_default();
        CAPTURE_TTL_MS as f64 - (browser::clock::tick_ms() - drawn_at)
    }

    /// The step from which a scan that stopped goes on with what it has; none when it begins again.
    #[must_use]
    pub fn resume(self) -> Option<Step> {
        let asked = self.capture.get_untracked()?.poses.len();
        match self.take.with_value(Option::is_some) {
            true if self.attested.get_value() || self.left_ms() > 0.0 => Some(Step::Building),
            false if self.evidence.with_value(|(poses, ..)| poses.len()) == asked && self.left_ms() > WORDS_MS => {
                Some(Step::Words)
            }
            _ => None,
        }
    }

    /// Tells the edge what was done, as soon as it was: the draw is valid for three minutes, and once this is accepted
    /// there is time to read on and to look at the result.
    ///
    /// # Errors
    /// What the edge refused. A draw that it refused is of no more use.
    pub async fn attest(self) -> Result<(), Stop> {
        let gone = || Trouble::new("The scan is over", "Begin again. No pack was stored.");
        // The reading asks ahead, the building asks to be sure: once is enough.
        while self.attesting.try_get_value().ok_or_else(gone)? {
            browser::clock::sleep(50).await;
        }
        if self.attested.try_get_value().ok_or_else(gone)? {
            return Ok(());
        }
        let capture = self.capture.try_get_untracked().flatten().ok_or_else(gone)?;
        self.attesting.try_set_value(true);
        let sent = api::send_result(&capture.id, &self.result(None), self.intent).await;
        self.attesting.try_set_value(false);
        match sent {
            Ok(()) => {
                self.attested.try_set_value(true);
                Ok(())
            }
            Err(error) => match end_of(&error, browser::clock::tick_ms()) {
                Some(end) => Err(Stop::Ended(end)),
                None => Err(self.refused(error).into()),
            },
        }
    }

    /// Tells the edge what speaks against this capture, so that it counts, and says how it ends. The flaw is what the
    /// visitor hears of, whatever became of the telling, unless the edge asks for a pause.
    pub async fn report(self, flaw: Flaw) -> Stop {
        let found = Stop::Ended(End::Flaw(flaw));
        let Some(capture) = self.capture.try_get_untracked().flatten() else { return found };
        let told = api::send_result(&capture.id, &self.result(Some(flaw)), self.intent).await;
        match told.err().and_then(|error| end_of(&error, browser::clock::tick_ms())) {
            Some(pause @ End::Pause { .. }) => Stop::Ended(pause),
            _ => found,
        }
    }

    /// What an answer of the edge means for the scan.
    pub fn refused(self, error: api::Error) -> Trouble {
        if is_over(&error) {
            self.capture.try_set(None);
        }
        error.into()
    }

    /// What the device attests.
    fn result(self, flaw: Option<Flaw>) -> CaptureResult {
        let (poses, trace, rests) = self.evidence.try_get_value().unwrap_or_default();
        CaptureResult {
            consent_version: domain::consent::CONSENT_VERSION,
            poses,
            words: self.words.try_get_untracked().unwrap_or_default(),
            trace,
            rests,
            flaw,
        }
    }
}
