//! Reading an export without loading it. Hostile bytes give a [`Damaged`], never a panic or a large allocation.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use domain::limits::{MAX_IMPORT_BYTES, MAX_IMPORT_FILES};
use rawzip::{CompressionMethod, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder, ZipLocator};

use crate::layout::is_name;

/// Bytes that are asked for at a time.
const BLOCK: u64 = 64 * 1024;
/// The directory's end stands within so many bytes before the file's: its comment has at most 65535.
const TAIL: u64 = 65_535 + 22 + 76;
/// Longest directory, in bytes: it is held while it is read. Ours have about 100 bytes a file.
const DIRECTORY: u64 = 4 * 1024 * 1024;
/// Buffer for one record of the directory, all of whose parts may be 65535 bytes long.
const RECORD: usize = 46 + 3 * 65_535;

/// Why a file is no export, for whoever chose it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// No ZIP, or its end is missing.
    #[error("this is no ZIP file, or its end is missing: download the export again")]
    NoZip,
    /// Larger than any export.
    #[error("the file is larger than any export: {bytes} bytes, at most {limit} fit")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// More files than any export has.
    #[error("the file names more than {limit} files, which no export does")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// A name that an export does not have.
    #[error("the file \"{0}\" has a name that no export has: choose the ZIP as you downloaded it")]
    Name(String),
    /// The same name twice.
    #[error("the file \"{0}\" is there twice: choose the ZIP as you downloaded it")]
    Twice(String),
    /// Compressed or encrypted.
    #[error("the file \"{0}\" was packed anew: choose the ZIP as you downloaded it")]
    Packed(String),
    /// Its sizes contradict each other, or it reaches into other files or beyond the end.
    #[error("the size of \"{0}\" is not what it says: download the export again")]
    Size(String),
    /// Another checksum than the directory says.
    #[error("the file \"{0}\" is damaged: download the export again")]
    Checksum(String),
    /// Another hash than the manifest says.
    #[error("the file \"{0}\" was changed after the export was made: choose the ZIP as you downloaded it")]
    Hash(String),
    /// No manifest of a form that is known here.
    #[error("this ZIP is no export, or a newer one than is known here")]
    Format,
    /// The file is not there.
    #[error("the file \"{0}\" is missing: download the export again")]
    Missing(String),
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wants<T> {
    /// These bytes of the file are needed: [`Reader::give`] them, then ask again.
    Bytes(Range<u64>),
    /// Done.
    Nothing(T),
}

/// A file in the export.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its size in bytes.
    pub bytes: u64,
    /// CRC-32 of its content.
    crc32: u32,
    wayfinder: ZipArchiveEntryWayfinder,
}

/// The files by name.
pub type Listing = BTreeMap<String, Entry>;

/// The parts of a file that are here.
#[derive(Debug, Default)]
struct Parts {
    size: u64,
    blocks: RefCell<BTreeMap<u64, Vec<u8>>>,
    missing: Cell<Option<u64>>,
}

impl ReaderAt for &Parts {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if offset >= self.size || buffer.is_empty() {
            return Ok(0);
        }
        let start = offset / BLOCK * BLOCK;
        let blocks = self.blocks.borrow();
        let Some(block) = blocks.get(&start) else {
            self.missing.set(Some(start));
            return Err(io::ErrorKind::WouldBlock.into());
        };
        let rest = block.get(usize::try_from(offset - start).unwrap_or(usize::MAX)..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

/// An export of which only some bytes are here.
#[derive(Debug)]
pub struct Reader {
    parts: Parts,
}

impl Reader {
    /// Of a file with so many bytes.
    ///
    /// # Errors
    /// [`Damaged::TooLarge`], [`Damaged::NoZip`] for an empty one.
    pub fn new(size: u64) -> Result<Self, Damaged> {
        if size > MAX_IMPORT_BYTES {
            return Err(Damaged::TooLarge { bytes: size, limit: MAX_IMPORT_BYTES });
        }
        if size < 22 {
            return Err(Damaged::NoZip);
        }
        Ok(Self { parts: Parts { size, ..Parts::default() } })
    }

    /// Takes bytes that were asked for, from `start` on.
    pub fn give(&mut self, start: u64, bytes: Vec<u8>) {
        let blocks = self.parts.blocks.get_mut();
        // The directory is small; the content of files never comes here.
        if blocks.len() > 256 {
            blocks.clear();
        }
        blocks.insert(start, bytes);
    }

    fn missing(&self) -> Option<Range<u64>> {
        let start = self.parts.missing.take()?;
        Some(start..(start + BLOCK).min(self.parts.size))
    }

    /// Opens the archive as far as it is here; what cannot be read yet is in `missing`.
    fn archive(&self) -> Result<ZipArchive<&Parts>, ()> {
        let mut buffer = vec![0; 8192];
        let locator = ZipLocator::new().max_search_space(TAIL);
        locator.locate_in_reader(&self.parts, &mut buffer, self.parts.size).map_err(drop)
    }

    /// The files, checked: names, sizes and places. None is compressed, none lies in another.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn list(&self) -> Result<Wants<Listing>, Damaged> {
        self.parts.missing.set(None);
        let listed = self.archive().map_err(|()| Damaged::NoZip).and_then(|archive| self.entries(&archive));
        // Whatever came of it, it came of bytes that are not here.
        match self.missing() {
            Some(range) => Ok(Wants::Bytes(range)),
            None => listed.map(Wants::Nothing),
        }
    }

    fn entries(&self, archive: &ZipArchive<&Parts>) -> Result<Listing, Damaged> {
        if archive.entries_hint() > MAX_IMPORT_FILES as u64 {
            return Err(Damaged::TooMany { limit: MAX_IMPORT_FILES });
        }
        if archive.eocd_offset().saturating_sub(archive.directory_offset()) > DIRECTORY {
            return Err(Damaged::NoZip);
        }
        let mut listing = Listing::new();
        let mut places: Vec<(u64, u64, String)> = Vec::new();
        let mut buffer = vec![0; RECORD];
        let mut entries = archive.entries(&mut buffer);
        while let Some(record) = entries.next_entry().map_err(|_| Damaged::NoZip)? {
            if listing.len() >= MAX_IMPORT_FILES {
                return Err(Damaged::TooMany { limit: MAX_IMPORT_FILES });
            }
            let raw = record.file_path();
            let name = String::from_utf8_lossy(raw.as_bytes()).into_owned();
            if !is_name(&name) {
                return Err(Damaged::Name(name.chars().filter(|c| !c.is_control()).take(80).collect()));
            }
            let (bytes, stored) = (record.uncompressed_size_hint(), record.compressed_size_hint());
            if record.compression_method() != CompressionMethod::STORE || record.flags().is_encrypted() {
                return Err(Damaged::Packed(name));
            }
            if bytes != stored || bytes > self.parts.size {
                return Err(Damaged::Size(name));
            }
            let start = record.local_header_offset();
            places.push((start, start.saturating_add(30 + name.len() as u64).saturating_add(bytes), name.clone()));
            let entry = Entry { bytes, crc32: record.crc32(), wayfinder: record.wayfinder() };
            if listing.insert(name.clone(), entry).is_some() {
                return Err(Damaged::Twice(name));
            }
        }
        // One stretch of bytes is one file: what is shared could stand for any amount.
        places.sort_unstable();
        let ends = places.iter().skip(1).map(|(start, ..)| *start).chain([archive.directory_offset()]);
        for ((_, end, name), next) in places.iter().zip(ends) {
            if *end > next {
                return Err(Damaged::Size(name.clone()));
            }
        }
        if listing.len() as u64 == archive.entries_hint() { Ok(listing) } else { Err(Damaged::NoZip) }
    }

    /// Where the content of a file lies.
    ///
    /// # Errors
    /// [`Damaged::Size`] when it is not where the directory says.
    pub fn place(&self, name: &str, entry: &Entry) -> Result<Wants<Range<u64>>, Damaged> {
        self.parts.missing.set(None);
        let found = self.archive().and_then(|archive| {
            let found = archive.get_entry(entry.wayfinder).map_err(drop)?;
            let (start, end) = found.compressed_data_range();
            if end <= archive.directory_offset() { Ok(start..end) } else { Err(()) }
        });
        match self.missing() {
            Some(range) => Ok(Wants::Bytes(range)),
            None => found.map(Wants::Nothing).map_err(|()| Damaged::Size(name.to_owned())),
        }
    }
}

impl Entry {
    /// Checks the content of a file against the directory.
    ///
    /// # Errors
    /// [`Damaged::Size`] or [`Damaged::Checksum`].
    pub fn check(&self, name: &str, content: &[u8]) -> Result<(), Damaged> {
        if content.len() as u64 != self.bytes {
            return Err(Damaged::Size(name.to_owned()));
        }
        if rawzip::crc32(content) == self.crc32 { Ok(()) } else { Err(Damaged::Checksum(name.to_owned())) }
    }
}
