//! What is asked of a generator, and what is needed to ask it.

/// A picture or a sound that a provider may fetch, once the cast has agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Signed, short-lived, supports HEAD and Range, does not redirect.
    pub url: String,
    /// Media type.
    pub mime: &'static str,
    /// The bytes, where [`crate::Needs::inline`] asks for them.
    pub data: Option<Vec<u8>>,
}

/// A film to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Our name for this attempt at the job: the provider's idempotency key where it has one. `[a-z0-9-]`, at most 64.
    pub key: String,
    /// What is to be seen, with the wishes of the cast.
    pub prompt: String,
    /// What is said, where the provider speaks itself.
    pub script: String,
    /// The one who speaks, upright, JPEG.
    pub still: Input,
    /// The speech, WAV (PCM, 16 bit, mono, 48 kHz).
    pub speech: Input,
    /// Length of the speech in seconds, above 0 and at most 10.
    pub seconds: f32,
    /// The same seed gives the same film where the provider allows that.
    pub seed: u32,
    /// Where the provider may call back: https, with a token of ours in the path. None where it could not reach us.
    pub callback: Option<String>,
}

/// A company with its doors: what a key opens and which hosts may be talked to.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// The name that owners allow in their policies and that is shown, as `fal`.
    pub name: &'static str,
    /// As people know it, as `fal.ai`.
    pub title: &'static str,
    /// The secret that holds its key, as `FAL_KEY`. Without it the provider is off.
    pub key: &'static str,
    /// Variables that move its doors elsewhere, and where they are: `("FAL_QUEUE_URL", "https://queue.fal.run")`.
    pub doors: &'static [(&'static str, &'static str)],
    /// Hosts that its films may be fetched from besides the doors; a leading dot means any name below it.
    pub media: &'static [&'static str],
    /// Whether it calls back, and how that is signed.
    pub signs: crate::signature::Scheme,
}

/// What is needed to talk to a provider now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Its key. Never in an error, never in a log.
    pub key: String,
    /// Its doors, in the order of [`Provider::doors`], without a slash at the end.
    pub doors: Vec<String>,
}

impl Access {
    /// A door by its place in [`Provider::doors`].
    #[must_use]
    pub fn door(&self, place: usize) -> &str {
        self.doors.get(place).map_or("", String::as_str)
    }
}
