//! What an export says it holds, and whether what it holds is that.

use std::collections::BTreeMap;

use domain::limits::MAX_IMPORT_JSON_BYTES;
use sha2::{Digest, Sha256};
use wire::exports::{FORMAT, Manifest, ManifestFile};

use crate::layout::{MANIFEST, is_name};
use crate::{Damaged, Entry, Listing};

/// An opened export: the files that its manifest names, and nothing else.
#[derive(Debug, Clone)]
pub struct Contents {
    /// What it says about itself.
    pub manifest: Manifest,
    files: BTreeMap<String, (Entry, String)>,
}

impl Contents {
    /// From the manifest's bytes and what the ZIP lists. Files that the manifest does not name are left alone.
    ///
    /// # Errors
    /// [`Damaged::Format`] for a manifest of another kind; [`Damaged::Missing`] and [`Damaged::Size`] where the two
    /// contradict each other.
    pub fn new(manifest: &[u8], listing: &Listing) -> Result<Self, Damaged> {
        let entry = listing.get(MANIFEST).ok_or_else(|| Damaged::Missing(MANIFEST.to_owned()))?;
        entry.check(MANIFEST, manifest)?;
        let manifest: Manifest = serde_json::from_slice(manifest).map_err(|_| Damaged::Format)?;
        if manifest.format != FORMAT {
            return Err(Damaged::Format);
        }
        let mut files = BTreeMap::new();
        for ManifestFile { path, bytes, sha256 } in &manifest.files {
            if !is_name(path) {
                return Err(Damaged::Name(path.chars().filter(|c| !c.is_control()).take(80).collect()));
            }
            let entry = listing.get(path).ok_or_else(|| Damaged::Missing(path.clone()))?;
            if entry.bytes != *bytes {
                return Err(Damaged::Size(path.clone()));
            }
            if files.insert(path.clone(), (*entry, sha256.clone())).is_some() {
                return Err(Damaged::Twice(path.clone()));
            }
        }
        Ok(Self { manifest, files })
    }

    /// A file, if it has no more than so many bytes.
    ///
    /// # Errors
    /// [`Damaged::Missing`], or [`Damaged::Size`] when it is larger.
    pub fn file(&self, path: &str, most: u64) -> Result<Entry, Damaged> {
        let (entry, _) = self.files.get(path).ok_or_else(|| Damaged::Missing(path.to_owned()))?;
        if entry.bytes > most { Err(Damaged::Size(path.to_owned())) } else { Ok(*entry) }
    }

    /// Whether a file is named.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Names below a folder with this ending, in order.
    pub fn below<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |path| path.starts_with(folder) && path.ends_with(ending))
    }

    /// The hash that the manifest names.
    #[must_use]
    pub fn sha256(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|(_, sha256)| sha256.as_str())
    }

    /// Checks the content of a file: size, checksum, and the manifest's hash.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, path: &str, content: &[u8]) -> Result<(), Damaged> {
        let (entry, sha256) = self.files.get(path).ok_or_else(|| Damaged::Missing(path.to_owned()))?;
        entry.check(path, content)?;
        let found: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        if found == *sha256 { Ok(()) } else { Err(Damaged::Hash(path.to_owned())) }
    }

    /// Most bytes that a manifest may have.
    pub const MOST: u64 = MAX_IMPORT_JSON_BYTES;
}
