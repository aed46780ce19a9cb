//! The tree: what is stored with each entry, the root, proofs and their checks (RFC 6962 §2.1). A thin layer over the
//! kept library, which is safe to call with what a stranger sends.

use tlog_tiles::{Hash, HashReader};

/// Something of a log that is not as the specification has it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It is larger than any log that is read here.
    #[error("the log is larger than can be read here")]
    TooLarge,
    /// No tile of hashes is at this path.
    #[error("there is no such tile")]
    NoTile,
    /// The bytes are no bundle of entries.
    #[error("this is no bundle of entries")]
    NoBundle,
    /// The bytes are no entry of ours.
    #[error("this is no entry")]
    NoEntry,
    /// The checkpoint is malformed, of another log, or not signed by its key.
    #[error("the checkpoint is not signed by this log's key")]
    NoCheckpoint,
    /// The hashes do not lead to the root.
    #[error("the proof does not hold")]
    NoProof,
    /// What had to be read could not be read.
    #[error("{0} could not be read")]
    Unread(String),
}

impl From<tlog_tiles::Error> for Broken {
    fn from(error: tlog_tiles::Error) -> Self {
        use tlog_tiles::Error as E;
        match error {
            E::InvalidTile | E::InconsistentTile => Self::NoTile,
            E::InvalidInput(what) => Self::Unread(what),
            _ => Self::NoProof,
        }
    }
}

/// Hash of an entry as a leaf.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    tlog_tiles::record_hash(entry)
}

/// What is to be stored for the entry number `index`: its place among the stored hashes, and the hashes from there on.
///
/// # Errors
/// An earlier hash cannot be read.
pub fn append(index: u64, entry: &[u8], stored: &impl HashReader) -> Result<(u64, Vec<Hash>), Broken> {
    Ok((tlog_tiles::stored_hash_index(0, index), tlog_tiles::stored_hashes(index, entry, stored)?))
}

/// The root of the first `size` entries.
///
/// # Errors
/// A hash cannot be read.
pub fn root(size: u64, stored: &impl HashReader) -> Result<Hash, Broken> {
    Ok(tlog_tiles::tree_hash(size, stored)?)
}

/// The proof that entry `index` is in the tree of `size` entries.
///
/// # Errors
/// It is not, or a hash cannot be read.
pub fn prove_inclusion(size: u64, index: u64, stored: &impl HashReader) -> Result<Vec<Hash>, Broken> {
    if index >= size {
        return Err(Broken::NoProof);
    }
    Ok(tlog_tiles::prove_record(size, index, stored)?)
}

/// Checks a proof that `leaf` is entry `index` of the tree with this root.
///
/// # Errors
/// [`Broken::NoProof`].
pub fn check_inclusion(proof: &[Hash], size: u64, root: Hash, index: u64, leaf: Hash) -> Result<(), Broken> {
    // No proof is longer than the tree is high: a longer one is not even run.
    if size > crate::MAX_SIZE || proof.len() > 64 {
        return Err(Broken::NoProof);
    }
    tlog_tiles::check_record(&proof.to_vec(), size, root, index, leaf).map_err(|_| Broken::NoProof)
}

/// The proof that the tree of `old` entries is the beginning of the one of `size` entries.
///
/// # Errors
/// It cannot be (`old` is 0 or larger than `size`), or a hash cannot be read.
pub fn prove_consistency(size: u64, old: u64, stored: &impl HashReader) -> Result<Vec<Hash>, Broken> {
    if old == 0 || old > size {
        return Err(Broken::NoProof);
    }
    Ok(tlog_tiles::prove_tree(size, old, stored)?)
}

/// Checks a proof that one tree is the beginning of another.
///
/// # Errors
/// [`Broken::NoProof`].
pub fn check_consistency(proof: &[Hash], size: u64, root: Hash, old: u64, old_root: Hash) -> Result<(), Broken> {
    if size > crate::MAX_SIZE || old == 0 || old > size || proof.len() > 128 {
        return Err(Broken::NoProof);
    }
    tlog_tiles::check_tree(&proof.to_vec(), size, root, old, old_root).map_err(|_| Broken::NoProof)
}

/// A whole tree in memory, for tools and tests.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The entries, in order.
    pub entries: Vec<Vec<u8>>,
    hashes: Vec<Hash>,
}

impl Memory {
    /// Adds an entry.
    ///
    /// # Errors
    /// Never: all earlier hashes are here.
    pub fn push(&mut self, entry: Vec<u8>) -> Result<(), Broken> {
        let (_, hashes) = append(self.entries.len() as u64, &entry, self)?;
        self.hashes.extend(hashes);
        self.entries.push(entry);
        Ok(())
    }

    /// How many entries it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }
}

impl HashReader for Memory {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let at = |index: &u64| usize::try_from(*index).ok().and_then(|index| self.hashes.get(index)).copied();
        indexes.iter().map(at).collect::<Option<_>>().ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}
