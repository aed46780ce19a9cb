//! What every handler has at hand: bindings, configuration, time, keys and randomness.

use std::sync::Arc;

use hkdf::Hkdf;
use sha2::Sha256;
use worker::{Bucket, D1Database, Date, Env};

use crate::error::{Answer, Failure};

/// The Worker's environment. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    env: Env,
    origin: String,
    rp_id: String,
    name: String,
    secret: [u8; 32],
}

impl App {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A binding is missing, or INSTANCE_SECRET is not 64 hexadecimal digits.
    pub fn new(env: Env) -> Answer<Self> {
        let var = |name: &str| env.var(name).map(|value| value.to_string());
        let secret = crate::crypto::unhex(&env.secret("INSTANCE_SECRET")?.to_string())
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or_else(|| Failure::Internal("INSTANCE_SECRET must be 64 hexadecimal digits".into()))?;
        let (origin, rp_id) = (var("PUBLIC_ORIGIN")?, var("RP_ID")?);
        let name = var("INSTANCE_NAME").unwrap_or_else(|_| "Understudy".into());
        Ok(Self(Arc::new(Inner { env, origin, rp_id, name, secret })))
    }

    /// Every binding, by name.
    #[must_use]
    pub fn env(&self) -> &Env {
        &self.0.env
    }

    /// The relational database.
    ///
    /// # Errors
    /// The binding is missing.
    pub fn db(&self) -> Answer<D1Database> {
        Ok(self.0.env.d1("DB")?)
    }

    /// Clips and posters.
    ///
    /// # Errors
    /// The binding is missing.
    pub fn media(&self) -> Answer<Bucket> {
        Ok(self.0.env.bucket("MEDIA")?)
    }

    /// Encrypted packs and the shares of their keys that can be destroyed for good.
    ///
    /// # Errors
    /// The binding is missing.
    pub fn packs(&self) -> Answer<Bucket> {
        Ok(self.0.env.bucket("PACKS")?)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        Date::now().as_millis()
    }

    /// The public origin, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// The passkeys' relying-party id: the origin's host or a domain above it.
    #[must_use]
    pub fn rp_id(&self) -> &str {
        &self.0.rp_id
    }

    /// What the instance calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// A limit that a deployment may set as a variable.
    #[must_use]
    pub fn limit(&self, variable: &str, default: u32) -> u32 {
        self.0.env.var(variable).ok().and_then(|value| value.to_string().parse().ok()).unwrap_or(default)
    }

    /// A key for one purpose, derived from the instance's secret (HKDF-SHA256, RFC 5869).
    #[must_use]
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // 32 bytes are far below the limit of 255 blocks, the only way to fail.
        let expanded = Hkdf::<Sha256>::new(Some(b"understudy/v1"), &self.0.secret).expand(purpose.as_bytes(), &mut key);
        debug_assert!(expanded.is_ok());
        key
    }

    /// HMAC-SHA256 under [`App::key`] of `purpose`, as 64 hexadecimal digits. A value can be found by it again, but
    /// not read from it.
    #[must_use]
    pub fn blind(&self, purpose: &str, value: &str) -> String {
        crate::crypto::hex(&crate::crypto::hmac(&self.key(purpose), value.as_bytes()))
    }

    /// Unpredictable bytes.
    ///
    /// # Errors
    /// The platform has none.
    pub fn random<const N: usize>(&self) -> Answer<[u8; N]> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|e| Failure::Internal(e.to_string()))?;
        Ok(bytes)
    }
}
