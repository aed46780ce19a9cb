//! Recording: from the microphone, up to ten seconds, or out of a file.

use std::rc::Rc;

use browser::file::ChosenFile;
use browser::microphone::Microphone;
use domain::limits::{MAX_TAKE_BYTES, MAX_TAKE_S};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::check::Own;
use super::held::Take;
use crate::trouble::{self, Trouble};

/// Between two looks at its length, in milliseconds.
const LOOK_MS: i32 = 100;
/// Looks at a recording that does not grow before it is given up: a muted or suspended microphone may give nothing at all.
const PATIENCE: u32 = 50;

/// What the recorder does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Doing {
    /// It waits.
    Nothing,
    /// The microphone or a file is being opened.
    Opening,
    /// It records, for so many seconds so far.
    Recording(f32),
}

/// The recorder of one page.
#[derive(Clone, Copy)]
pub(super) struct Recorder {
    own: Own,
    pub(super) doing: RwSignal<Doing>,
    pub(super) trouble: RwSignal<Option<Trouble>>,
    pub(super) microphone: StoredValue<Option<Rc<Microphone>>, LocalStorage>,
}

impl Recorder {
    pub(super) fn new(own: Own) -> Self {
        let (doing, trouble) = (RwSignal::new(Doing::Nothing), RwSignal::new(None));
        Self { own, doing, trouble, microphone: StoredValue::new_local(None) }
    }

    /// Opens the microphone and records until it is stopped or full.
    pub(super) fn record(self) {
        self.own.put(None);
        self.trouble.set(None);
        self.doing.set(Doing::Opening);
        spawn_local(async move {
            let opened = match Microphone::open_to_be_heard().await {
                Ok(opened) => Rc::new(opened),
                Err(error) => return self.give_up(trouble::microphone(error)),
            };
            if self.microphone.try_update_value(|m| *m = Some(Rc::clone(&opened))).is_none() {
                return;
            }
            opened.restart();
            self.doing.try_set(Doing::Recording(0.0));
            self.follow(&opened).await;
        });
    }

    async fn follow(self, mic: &Rc<Microphone>) {
        let (mut still, mut before_s) = (0, 0.0);
        loop {
            browser::clock::sleep(LOOK_MS).await;
            let own = |m: &Option<Rc<Microphone>>| m.as_ref().is_some_and(|m| Rc::ptr_eq(m, mic));
            // It was stopped, or the page was left.
            if !self.microphone.try_with_value(own).unwrap_or_default() {
                return;
            }
            let now_s = mic.seconds();
            still = if now_s > before_s { 0 } else { still + 1 };
            before_s = now_s;
            if still > PATIENCE {
                let next = "Check that the microphone is not muted, then try again.";
                return self.give_up(Trouble::new("Nothing was heard", next));
            }
            if now_s >= MAX_TAKE_S {
                return self.stop();
            }
            self.doing.try_set(Doing::Recording(now_s));
        }
    }

    /// Stops, and keeps what was recorded.
    pub(super) fn stop(self) {
        let Some(mic) = self.microphone.try_update_value(Option::take).flatten() else { return };
        let (mut samples, rate_hz) = (mic.samples(), mic.rate_hz());
        samples.truncate((MAX_TAKE_S * rate_hz as f32) as usize);
        self.doing.try_set(Doing::Nothing);
        self.own.put(Some(Take { samples: Rc::new(samples), rate_hz }));
    }

    /// Takes the sound of a file.
    pub(super) fn open(self, file: ChosenFile) {
        self.own.put(None);
        self.trouble.set(None);
        self.doing.set(Doing::Opening);
        spawn_local(async move {
            match read(&file).await {
                Ok(take) => {
                    self.doing.try_set(Doing::Nothing);
                    self.own.put(Some(take));
                }
                Err(why) => self.give_up(why),
            }
        });
    }

    fn give_up(self, why: Trouble) {
        self.microphone.try_update_value(|m| *m = None);
        self.doing.try_set(Doing::Nothing);
        self.trouble.try_set(Some(why));
    }
}

async fn read(file: &ChosenFile) -> Result<Take, Trouble> {
    if file.size() > MAX_TAKE_BYTES {
        let detail = format!("It has {} MB, at most {} can be opened.", file.size() >> 20, MAX_TAKE_BYTES >> 20);
        return Err(Trouble::new("This file is too large", detail));
    }
    let bytes = file.read(0..file.size()).await;
    let bytes = bytes.ok_or_else(|| Trouble::new("The file could not be read", "Choose it again."))?;
    let (samples, rate_hz) = browser::sound::decode(&bytes)
        .await
        .ok_or_else(|| Trouble::new("This is no sound that the browser can open", "Choose a WAV, MP3 or M4A file."))?;
    Ok(Take { samples: Rc::new(samples), rate_hz })
}
