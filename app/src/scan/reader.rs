//! A reading from the microphone: opened, followed until it is whole, stopped, or left.

use std::rc::Rc;

use browser::microphone::Microphone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::trouble::{self, Trouble};

/// Between two looks at its length, in milliseconds.
const LOOK_MS: i32 = 250;
/// Looks at a reading that does not grow before it is given up: a muted or suspended microphone may give nothing at all,
/// for ever.
const PATIENCE: u32 = 24;

/// What the browser does to the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Nothing: it is measured.
    AsItIs,
    /// It takes noise out where it can: it is heard.
    ToBeHeard,
}

/// A reading.
#[derive(Clone, Copy)]
pub struct Reader {
    /// While it is read.
    pub microphone: StoredValue<Option<Rc<Microphone>>, LocalStorage>,
    /// How long it is, while it is read.
    pub seconds: RwSignal<Option<f32>>,
    /// Whether the microphone is being opened.
    pub opening: RwSignal<bool>,
    /// Why it ended by itself.
    pub trouble: RwSignal<Option<Trouble>>,
}

/// How a reading came to its end.
enum Followed {
    Whole,
    Silent,
    /// The visitor stopped, skipped or left.
    Left,
}

impl Reader {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        let (seconds, opening, trouble) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(None));
        Self { microphone: StoredValue::new_local(None), seconds, opening, trouble }
    }

    /// Opens the microphone and reads; `whole` is called when it has lasted so many seconds. `silent` says what to do where
    /// nothing is heard.
    pub fn begin(self, opens: Opens, whole_s: f32, silent: &'static str, whole: impl FnOnce() + 'static) {
        self.opening.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let opened = match opens {
                Opens::AsItIs => Microphone::open().await,
                Opens::ToBeHeard => Microphone::open_to_be_heard().await,
            };
            self.opening.try_set(false);
            let opened = match opened {
                Ok(opened) => Rc::new(opened),
                Err(error) => return self.give_up(trouble::microphone(error)),
            };
            if self.microphone.try_update_value(|m| *m = Some(Rc::clone(&opened))).is_none() {
                return;
            }
            self.seconds.try_set(Some(0.0));
            match self.follow(&opened, whole_s).await {
                Followed::Whole => whole(),
                Followed::Silent => self.give_up(Trouble::new("Nothing was heard", silent)),
                Followed::Left => {}
            }
        });
    }

    /// Follows a reading until it is whole, or not read any more.
    async fn follow(self, mic: &Rc<Microphone>, whole_s: f32) -> Followed {
        let mut still = 0;
        loop {
            browser::clock::sleep(LOOK_MS).await;
            let own = |m: &Option<Rc<Microphone>>| m.as_ref().is_some_and(|m| Rc::ptr_eq(m, mic));
            if !self.microphone.try_with_value(own).unwrap_or_default() {
                return Followed::Left;
            }
            let now = mic.seconds();
            let grew = self.seconds.try_get_untracked().flatten().is_some_and(|before| now > before);
            still = if grew { 0 } else { still + 1 };
            if still > PATIENCE {
                return Followed::Silent;
            }
            self.seconds.try_set(Some(now));
            if now >= whole_s {
                return Followed::Whole;
            }
        }
    }

    /// Stops, and gives what was read: mono samples, and how many of them a second.
    pub fn take(self) -> Option<(Vec<f32>, u32)> {
        let read = self.microphone.try_update_value(Option::take).flatten().map(|m| (m.samples(), m.rate_hz()));
        self.seconds.try_set(None);
        read
    }

    /// Stops, and keeps nothing.
    pub fn leave(self) {
        self.microphone.try_update_value(|m| *m = None);
        self.seconds.try_set(None);
    }

    fn give_up(self, why: Trouble) {
        self.leave();
        self.trouble.try_set(Some(why));
    }
}
