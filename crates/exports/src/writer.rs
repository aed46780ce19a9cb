//! Writing an export, piece by piece.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rawzip::time::UtcDateTime;
use rawzip::{ZipArchiveWriter, ZipDataWriter, ZipEntryWriter};
use sha2::{Digest, Sha256};
use wire::exports::ManifestFile;

/// What was written and not taken yet. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    /// Bytes that wait to be taken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether none wait.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes what waits.
    #[must_use]
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An export that is being written. Sizes and checksums stand behind each file (data descriptors, APPNOTE 4.3.9), so
/// that nothing has to be known before it is sent.
pub struct Writer {
    zip: ZipArchiveWriter<Sink>,
    files: Vec<ManifestFile>,
}

/// One file that is being written.
pub struct File<'a> {
    data: ZipDataWriter<ZipEntryWriter<'a, Sink>>,
    hash: Sha256,
    bytes: u64,
    path: String,
    files: &'a mut Vec<ManifestFile>,
}

fn other(error: rawzip::Error) -> io::Error {
    io::Error::other(error)
}

impl Writer {
    /// Into this sink.
    #[must_use]
    pub fn new(sink: Sink) -> Self {
        Self { zip: ZipArchiveWriter::new(sink), files: Vec::new() }
    }

    /// What was written so far.
    #[must_use]
    pub fn files(&self) -> &[ManifestFile] {
        &self.files
    }

    /// Begins a file. `at_ms` is its time, in milliseconds since 1970.
    ///
    /// # Errors
    /// Never, for a name of [`crate::layout`].
    pub fn begin(&mut self, path: &str, at_ms: u64) -> io::Result<File<'_>> {
        let seconds = i64::try_from(at_ms / 1000).unwrap_or(0);
        let (entry, config) =
            self.zip.new_file(path).last_modified(UtcDateTime::from_unix(seconds)).start().map_err(other)?;
        let (hash, path) = (Sha256::new(), path.to_owned());
        Ok(File { data: config.wrap(entry), hash, bytes: 0, path, files: &mut self.files })
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// As [`Writer::begin`].
    pub fn put(&mut self, path: &str, at_ms: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.begin(path, at_ms)?;
        file.write(bytes)?;
        file.end()
    }

    /// Writes the directory at the end.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub fn end(self) -> io::Result<()> {
        self.zip.finish().map(drop).map_err(other)
    }
}

impl File<'_> {
    /// Writes the next bytes.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.data.write_all(bytes)
    }

    /// Ends the file, which is in the manifest from here on.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub fn end(self) -> io::Result<()> {
        let (entry, descriptor) = self.data.finish().map_err(other)?;
        entry.finish(descriptor).map_err(other)?;
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.files.push(ManifestFile { path: self.path, bytes: self.bytes, sha256 });
        Ok(())
    }
}
