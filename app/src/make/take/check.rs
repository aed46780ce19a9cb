//! Whether a recording says what is written: looked at whenever one of them changes, and once more when the clip is made.

use browser::Buffer;
use domain::direction::Sound;
use domain::take::TakeFlaw;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::workers::voice::{Answer, Request};

use super::super::draft::Draft;
use super::super::turns::texts;
use super::held::{self, Take};
use crate::context::Shared;
use crate::trouble::Trouble;

/// Milliseconds without a key before a script is compared.
const REST_MS: i32 = 450;

/// What is known about a recording.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// There is none, or nothing is written to compare it with.
    Nothing,
    /// It is compared with the script.
    Comparing,
    /// It says the script.
    Fits {
        /// From the first sound to the last, in seconds.
        seconds: f32,
        /// Words of the script.
        words: usize,
    },
    /// It does not.
    Flawed(TakeFlaw),
    /// It could not be compared.
    Stuck(Trouble),
}

/// The visitor's own recording on the page on which a clip is written.
#[derive(Clone, Copy)]
pub struct Own {
    draft: Draft,
    alone: Signal<bool>,
    chosen: Memo<bool>,
    /// The recording.
    pub(super) take: RwSignal<Option<Take>, LocalStorage>,
    /// What is known about it.
    pub checked: RwSignal<Checked>,
    /// There was one before the page was loaded anew.
    pub(super) lost: RwSignal<bool>,
}

impl Own {
    /// Follows recording and script of a draft. `alone` says whether the creator plays alone, as themselves; `me` is their
    /// handle.
    pub fn follow(shared: Shared, draft: Draft, alone: Signal<bool>, me: &str) -> Self {
        let kept = held::of_draft();
        let wanted = move || draft.choices.with(|c| c.sound == Sound::Recording);
        let chosen = Memo::new(move |_| alone.get() && wanted());
        let this = Self {
            draft,
            alone,
            chosen,
            lost: RwSignal::new(untrack(wanted) && kept.is_none()),
            take: RwSignal::new_local(kept),
            checked: RwSignal::new(Checked::Nothing),
        };
        let cast = StoredValue::new(vec![me.to_owned()]);
        let quiet = StoredValue::new_local(browser::clock::Debounce::default());
        Effect::new(move || {
            let (take, script) = (this.take.get(), draft.script.get());
            let (Some(take), true) = (take.filter(|_| this.chosen()), !script.trim().is_empty()) else {
                this.checked.set(Checked::Nothing);
                return;
            };
            this.checked.set(Checked::Comparing);
            let said = cast.with_value(|cast| texts(&script, cast)).join("\n");
            quiet.with_value(|q| {
                q.call(REST_MS, move || {
                    spawn_local(async move {
                        let found = check(shared, &take, said).await;
                        // What was found out about something else says nothing.
                        let same = this.draft.script.try_get_untracked().as_ref() == Some(&script)
                            && this.take.try_get_untracked().flatten().as_ref() == Some(&take);
                        if same {
                            this.checked.try_set(found);
                        }
                    });
                });
            });
        });
        this
    }

    /// Whether it may be chosen. Tracked.
    pub(super) fn offered(self) -> bool {
        self.alone.get()
    }

    /// Whether the clip is said by a recording. Tracked.
    #[must_use]
    pub fn chosen(self) -> bool {
        self.chosen.get()
    }

    /// Chooses it, or the studio's speech.
    pub(super) fn choose(self, sound: Sound) {
        self.draft.choices.update(|c| c.sound = sound);
    }

    /// Takes another recording, or none.
    pub(super) fn put(self, take: Option<Take>) {
        held::keep(take.clone());
        self.lost.try_set(false);
        self.take.try_set(take);
    }

    /// Its length in seconds, if it fits. Tracked.
    #[must_use]
    pub fn seconds(self) -> Option<f32> {
        self.checked.with(|c| if let Checked::Fits { seconds, .. } = c { Some(*seconds) } else { None })
    }
}

async fn check(shared: Shared, take: &Take, script: String) -> Checked {
    let asked = async {
        let voice = shared.crew.listener().await?;
        let ask = Request::Follow { script, rate_hz: take.rate_hz };
        voice.ask(&ask, vec![Buffer::from_samples(&take.samples)]).await
    };
    match asked.await {
        Ok((Answer::Followed { rate_hz, words, .. }, sound)) => {
            let samples = sound.first().map_or(0, Buffer::len) / 4;
            Checked::Fits { seconds: samples as f32 / rate_hz.max(1) as f32, words: words.len() }
        }
        Ok((Answer::Flawed { flaw }, _)) => Checked::Flawed(flaw),
        Ok(_) => Checked::Stuck(Trouble::new("The recording could not be compared", "Record it once more.")),
        Err(failure) => Checked::Stuck(failure.into()),
    }
}
