//! How providers sign their callbacks. Checked over the raw bytes, before they are parsed.

/// A provider's way of signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// It never calls back.
    None,
    /// It calls back without a signature: the token in the path is all there is.
    Token,
    /// Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. The secret is in this variable.
    Standard(&'static str),
    /// fal: Ed25519 over request, user, time and the body's hash, with keys that it publishes below a door: which, and where.
    Fal(usize, &'static str),
    /// HeyGen: HMAC-SHA256 over the body; the time is a header of its own. The secret is in this variable.
    HeyGen(&'static str),
}
