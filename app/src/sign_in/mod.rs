//! Signing in with a passkey, or with a recovery code that makes a new one.

mod ceremony;
mod page;
mod recovery;

pub use ceremony::make_passkey;
pub use page::SignInPage;
