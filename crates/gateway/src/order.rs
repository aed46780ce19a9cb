//! What is asked of a generator.

use std::fmt;

/// A picture or a sound that a provider may fetch, once the cast has agreed.
#[derive(Clone, PartialEq, Eq)]
pub struct Input {
    /// Signed, short-lived, supports HEAD and Range, does not redirect.
    pub url: String,
    /// Media type.
    pub mime: &'static str,
    /// The bytes, where [`crate::Adapter::inline`] asks for them.
    pub data: Option<Vec<u8>>,
}

/// A film to be made.
#[derive(Clone, PartialEq)]
pub struct Order {
    /// Our name for this attempt at the job: the provider's idempotency key where it has one. `[a-z0-9-]`, at most 64.
    pub key: String,
    /// What is to be seen, with the wishes of the cast.
    pub prompt: String,
    /// What is said, where the provider speaks itself.
    pub script: String,
    /// The one who speaks, upright, JPEG.
    pub still: Input,
    /// What the avatar of the one who speaks is called there, where [`crate::Offer::avatar`] asks for one: then no still is given.
    pub avatar: Option<String>,
    /// The speech, WAV (PCM, 16 bit, mono, 48 kHz).
    pub speech: Input,
    /// Length of the speech in seconds, above 0 and at most 10.
    pub seconds: f32,
    /// The same seed gives the same film where the provider allows that.
    pub seed: u32,
    /// Where the provider may call back: https, with a token of ours in the path. None where it could not reach us.
    pub callback: Option<String>,
}

// Signed addresses, prompts and bytes of a face stay out of logs: what stands here says how much there is, not what.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("mime", &self.mime).field("bytes", &self.data.as_ref().map(Vec::len)).finish()
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("key", &self.key)
            .field("still", &self.still)
            .field("speech", &self.speech)
            .field("seconds", &self.seconds)
            .field("seed", &self.seed)
            .field("callback", &self.callback.is_some())
            .finish_non_exhaustive()
    }
}
