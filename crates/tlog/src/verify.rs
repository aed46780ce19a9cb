//! Checking a receipt against a log that is only read: from a folder, from another machine, from anywhere.

use tlog_tiles::{Hash, TileHashReader, TileReader};

use crate::entry::Entry;
use crate::tile::{self, Level, Tile};
use crate::tree::{self, Broken};
use crate::{Bundle, Checkpoint, HEIGHT, Receipt, WIDTH};

/// Where the files of a log are read, by their paths below its prefix: `checkpoint`, `tile/0/000`, ….
pub trait Source {
    /// The bytes at a path.
    ///
    /// # Errors
    /// They cannot be read; the text says which and why.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

impl<F: Fn(&str) -> Result<Vec<u8>, String>> Source for F {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self(path)
    }
}

/// A log whose checkpoint has been checked. Whatever is read through it is proven to be in the tree.
pub struct Log<'a, S> {
    source: &'a S,
    /// What was signed.
    pub checkpoint: Checkpoint,
}

/// What a log says of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Entries of the log when it was looked at.
    pub size: u64,
    /// Hashes from the entry to the root, in base64.
    pub proof: Vec<String>,
    /// The entry that withdraws the use.
    pub withdrawn: Option<u64>,
}

impl<'a, S: Source> Log<'a, S> {
    /// Reads the newest checkpoint and checks its signature.
    ///
    /// # Errors
    /// [`Broken::NoCheckpoint`], or it cannot be read.
    pub fn open(source: &'a S, vkey: &str) -> Result<Self, Broken> {
        let checkpoint = Checkpoint::open(&source.read("checkpoint").map_err(Broken::Unread)?, vkey)?;
        Ok(Self { source, checkpoint })
    }

    /// A tile or bundle of the checkpoint's tree. A partial one that is gone is cut from the whole one.
    fn fetch(&self, tile: Tile) -> Result<Vec<u8>, Broken> {
        let whole = Tile { width: WIDTH, ..tile };
        let narrow = |bytes: Vec<u8>| match tile.level {
            Level::Entries => Bundle::decode(&bytes)?.narrowed(tile.width),
            Level::Hashes(_) => bytes.get(..usize::from(tile.width) * 32).map(<[u8]>::to_vec).ok_or(Broken::NoTile),
        };
        let found = self.source.read(&tile.path()).or_else(|error| match tile.is_whole() {
            true => Err(error),
            false => self.source.read(&whole.path()).map_err(|_| error),
        });
        narrow(found.map_err(Broken::Unread)?)
    }

    /// Proven hashes of the tree.
    fn hashes(&self) -> TileHashReader<'_> {
        TileHashReader::new(self.checkpoint.size, self.checkpoint.root, self)
    }

    /// The entries of one bundle, each proven by its hash.
    ///
    /// # Errors
    /// [`Broken`] when one is not what the tree has.
    pub fn entries(&self, bundle: u64) -> Result<Vec<Vec<u8>>, Broken> {
        let tile = tile::at(Level::Entries, bundle, self.checkpoint.size).ok_or(Broken::NoTile)?;
        let entries = Bundle::decode(&self.fetch(tile)?)?.entries;
        let hashes = Tile { level: Level::Hashes(0), ..tile }.hashes(&self.hashes())?;
        let found: Vec<u8> = entries.iter().flat_map(|entry| tree::leaf(entry).0).collect();
        if found == hashes { Ok(entries) } else { Err(Broken::NoProof) }
    }

    /// Whether a receipt stands in the log at the place that it names, and whether it was withdrawn since. Every later
    /// entry is looked at for that.
    ///
    /// # Errors
    /// [`Broken::NoProof`] when it does not stand there; or the log cannot be read.
    pub fn standing(&self, receipt: &Receipt) -> Result<Standing, Broken> {
        let Checkpoint { origin, size, root } = &self.checkpoint;
        let entry = receipt.entry().ok_or(Broken::NoEntry)?.encode()?;
        if receipt.log != *origin || receipt.index >= *size {
            return Err(Broken::NoProof);
        }
        let proof = tree::prove_inclusion(*size, receipt.index, &self.hashes())?;
        tree::check_inclusion(&proof, *size, *root, receipt.index, tree::leaf(&entry))?;
        let width = u64::from(WIDTH);
        let mut withdrawn = None;
        for bundle in receipt.index / width..size.div_ceil(width) {
            for (at, entry) in (bundle * width..).zip(self.entries(bundle)?) {
                let withdraws =
                    matches!(Entry::decode(&entry), Ok(Entry::Withdrawal { of, .. }) if of == receipt.index);
                if at > receipt.index && withdraws {
                    withdrawn.get_or_insert(at);
                }
            }
        }
        Ok(Standing { size: *size, proof: proof.iter().map(Hash::to_string).collect(), withdrawn })
    }
}

impl<S: Source> TileReader for Log<'_, S> {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let read = |tile: &tlog_tiles::Tile| {
            let width = u16::try_from(tile.width()).unwrap_or(WIDTH);
            self.fetch(Tile { level: Level::Hashes(tile.level()), index: tile.level_index(), width })
                .map_err(|broken| tlog_tiles::Error::InvalidInput(broken.to_string()))
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}
