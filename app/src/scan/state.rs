//! A scan in progress: what was drawn, caught, heard and built.

use browser::Buffer;
use leptos::prelude::*;
use wire::likeness::{Capture, CaptureResult, PoseCaught, WordHeard};

use crate::trouble::Trouble;

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
    /// What the edge asks for.
    pub capture: RwSignal<Option<Capture>>,
    /// Poses in the order in which they were caught.
    pub poses: RwSignal<Vec<PoseCaught>>,
    /// The words that were heard.
    pub words: RwSignal<Vec<WordHeard>>,
    /// The take of the words: mono samples and their rate in hertz. It never leaves the device.
    pub take: StoredValue<Option<(Vec<f32>, u32)>, LocalStorage>,
    /// The pack.
    pub pack: StoredValue<Option<Buffer>, LocalStorage>,
    /// The voice pack alone, to let it speak.
    pub voice: StoredValue<Option<Buffer>, LocalStorage>,
}

impl Scan {
    /// Before the start.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: RwSignal::new(Step::Intro),
            capture: RwSignal::new(None),
            poses: RwSignal::new(Vec::new()),
            words: RwSignal::new(Vec::new()),
            take: StoredValue::new_local(None),
            pack: StoredValue::new_local(None),
            voice: StoredValue::new_local(None),
        }
    }

    /// Begins with a fresh draw.
    pub fn begin(self, capture: Capture) {
        self.poses.set(Vec::new());
        self.words.set(Vec::new());
        self.take.set_value(None);
        self.pack.set_value(None);
        self.voice.set_value(None);
        self.capture.set(Some(capture));
        self.step.set(Step::Poses);
    }

    /// Stops with a reason and a way to begin again.
    pub fn stuck(self, trouble: Trouble) {
        self.step.set(Step::Stuck(trouble));
    }

    /// What the device attests.
    #[must_use]
    pub fn result(self) -> CaptureResult {
        CaptureResult {
            consent_version: domain::consent::CONSENT_VERSION,
            poses: self.poses.get_untracked(),
            words: self.words.get_untracked(),
        }
    }
}
