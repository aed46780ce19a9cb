//! A scan in progress: what was drawn, caught, heard and built.

use browser::Buffer;
use browser::camera::Camera;
use domain::capture::Glimpse;
use domain::limits::CAPTURE_TTL_MS;
use leptos::prelude::*;
use wire::Code;
use wire::likeness::{Capture, CaptureResult, PoseCaught, WordHeard};

use crate::api::{self, Intent};
use crate::trouble::Trouble;

/// Left of a draw, in milliseconds, for the words to be worth another try.
const WORDS_MS: f64 = 20_000.0;

/// Where a scan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// What it is about, before anything is asked for.
    Intro,
    /// The face.
    Poses,
    /// The voice.
    Words,
    /// The pack is made.
    Building,
    /// The visitor looks at it.
    Review,
    /// It cannot go on like this.
    Stuck(Trouble),
}

/// A scan, cheap to copy. Everything in it goes when the page is left.
#[derive(Clone, Copy)]
pub struct Scan {
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// What the edge asks for. None once it is of no more use.
    pub capture: RwSignal<Option<Capture>>,
    /// The face, as the edge is told of it, once every pose is caught.
    pub evidence: StoredValue<(Vec<PoseCaught>, Vec<Glimpse>)>,
    /// The words that were heard.
    pub words: RwSignal<Vec<WordHeard>>,
    /// The camera, from the permission on until the last pose.
    pub camera: StoredValue<Option<Camera>, LocalStorage>,
    /// The take of the words: mono samples and their rate in hertz. It never leaves the device.
    pub take: StoredValue<Option<(Vec<f32>, u32)>, LocalStorage>,
    /// The pack.
    pub pack: StoredValue<Option<Buffer>, LocalStorage>,
    /// The voice pack alone, to let it speak.
    pub voice: StoredValue<Option<Buffer>, LocalStorage>,
    /// When it was drawn, by [`browser::clock::tick_ms`]: the visitor's clock may be wrong.
    drawn_at: StoredValue<f64>,
    /// Whether the edge has accepted what the device attests.
    attested: StoredValue<bool>,
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
            pack: StoredValue::new_local(None),
            voice: StoredValue::new_local(None),
            drawn_at: StoredValue::new(0.0),
            attested: StoredValue::new(false),
            intent: Intent::new(),
        }
    }

    /// Begins with a fresh draw of the moment `drawn_at`. A page that was left meanwhile lets the camera go.
    pub fn begin(self, capture: Capture, drawn_at: f64, camera: Camera) {
        if self.camera.try_update_value(|c| *c = Some(camera)).is_none() {
            return;
        }
        self.evidence.set_value(Default::default());
        self.words.set(Vec::new());
        self.take.set_value(None);
        self.pack.set_value(None);
        self.voice.set_value(None);
        self.drawn_at.set_value(drawn_at);
        self.attested.set_value(false);
        self.capture.set(Some(capture));
        self.step.set(Step::Poses);
    }

    /// Stops with a reason and a way on.
    pub fn stuck(self, trouble: Trouble) {
        self.camera.try_update_value(|c| *c = None);
        self.step.try_set(Step::Stuck(trouble));
    }

    /// The step from which a scan that stopped goes on with what it has; none when it begins again.
    #[must_use]
    pub fn resume(self) -> Option<Step> {
        let asked = self.capture.get_untracked()?.poses.len();
        let left = CAPTURE_TTL_MS as f64 - (browser::clock::tick_ms() - self.drawn_at.get_value());
        match self.take.with_value(Option::is_some) {
            true if self.attested.get_value() || left > 0.0 => Some(Step::Building),
            false if self.evidence.with_value(|(poses, _)| poses.len()) == asked && left > WORDS_MS => {
                Some(Step::Words)
            }
            _ => None,
        }
    }

    /// Tells the edge what was done, as soon as it was: the draw is valid for three minutes, and once this is accepted
    /// there is time to look at the result.
    ///
    /// # Errors
    /// What the edge refused. A draw that it refused is of no more use.
    pub async fn attest(self) -> Result<(), Trouble> {
        let gone = || Trouble::new("The scan is over", "Begin again. Nothing was sent.");
        if self.attested.try_get_value().ok_or_else(gone)? {
            return Ok(());
        }
        let capture = self.capture.try_get_untracked().flatten().ok_or_else(gone)?;
        match api::send_result(&capture.id, &self.result(), self.intent).await {
            Ok(()) => {
                self.attested.try_set_value(true);
                Ok(())
            }
            Err(error) => Err(self.refused(error)),
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
    fn result(self) -> CaptureResult {
        let (poses, trace) = self.evidence.get_value();
        CaptureResult {
            consent_version: domain::consent::CONSENT_VERSION,
            poses,
            words: self.words.get_untracked(),
            trace,
            flaw: None,
        }
    }
}

/// Whether the draw cannot be used any more.
#[must_use]
pub fn is_over(error: &api::Error) -> bool {
    matches!(error, api::Error::Problem(p) if matches!(p.code, Code::CaptureRefused | Code::NotFound))
}
