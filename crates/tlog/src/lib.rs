//! The transparency log of uses: an append-only Merkle tree that anyone can read and check, and the receipts for it.
//!
//! Formats are those of the field: [C2SP tlog-tiles](https://c2sp.org/tlog-tiles) (RFC 6962 hashes, tiles of height 8,
//! partial tiles, entry bundles), [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint) in a
//! [signed note](https://c2sp.org/signed-note) with Ed25519, and JWS compact (RFC 7515) with a JWK set (RFC 7517).
//!
//! Three ideas: the tree ([`tile`], [`bundle`], [`tree`], [`checkpoint`]), what its leaves say ([`entry`]), and what the
//! person whose use it was holds of it ([`receipt`]). [`verify`] puts them together for somebody who trusts none of it.
//! No clock, no randomness, no input or output: times, salts and stored bytes are arguments.

pub mod bundle;
pub mod checkpoint;
pub mod encoding;
pub mod entry;
pub mod receipt;
pub mod tile;
pub mod tree;
pub mod verify;

pub use bundle::Bundle;
pub use checkpoint::{Checkpoint, Key};
pub use entry::Entry;
pub use receipt::{Issuer, Keys, Receipt};
pub use tile::Tile;
pub use tlog_tiles::{Error as TreeError, Hash, HashReader};

/// Height of every tile: 256 hashes wide.
pub const HEIGHT: u8 = 8;
/// Hashes in a whole tile, entries in a whole bundle.
pub const WIDTH: u16 = 256;
/// Most entries of a log that is read here: beyond it, places would no longer fit the doubles of a page.
pub const MAX_SIZE: u64 = 1 << 48;
