//! Tiles and entry bundles by their C2SP paths: `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`.

use tlog_tiles::HashReader;

use crate::tree::Broken;
use crate::{HEIGHT, MAX_SIZE, WIDTH};

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The entries themselves: a bundle.
    Entries,
    /// Hashes of this level, 0 to 63; level 0 has those of the entries.
    Hashes(u8),
}

/// One tile or bundle, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// What it holds.
    pub level: Level,
    /// Which of its level, from 0.
    pub index: u64,
    /// How many it holds, 1 to 256. Fewer than 256 is a partial tile: a prefix of the later, wider ones.
    pub width: u16,
}

impl Tile {
    /// The path below the log's prefix, such as `tile/0/x001/234.p/56`.
    #[must_use]
    pub fn path(&self) -> String {
        let (label, level) = match self.level {
            Level::Entries => ("entries".to_owned(), 0),
            Level::Hashes(level) => (level.to_string(), level),
        };
        let inner = tlog_tiles::Tile::new(HEIGHT, level, self.index, u32::from(self.width), false).path();
        // The library writes the height, too, as the checksum database of Go does; C2SP fixes it.
        let place = inner.splitn(4, '/').nth(3).unwrap_or_default();
        format!("tile/{label}/{place}")
    }

    /// The tile of a path, or none: there is one path for each.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (label, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = if label == "entries" { Level::Entries } else { Level::Hashes(label.parse().ok()?) };
        // The library takes neither a width of 0 nor a level above 63 calmly.
        if place.rsplit_once(".p/").is_some_and(|(_, width)| !width.starts_with(|c: char| ('1'..='9').contains(&c))) {
            return None;
        }
        let inner = match level {
            Level::Hashes(level) if level > 63 => return None,
            Level::Hashes(level) => format!("tile/{HEIGHT}/{level}/{place}"),
            Level::Entries => format!("tile/{HEIGHT}/0/{place}"),
        };
        let inner = tlog_tiles::Tile::from_path(&inner).ok()?;
        let tile = Self { level, index: inner.level_index(), width: u16::try_from(inner.width()).ok()? };
        (tile.path() == path).then_some(tile)
    }

    /// Whether it can get no wider.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.width == WIDTH
    }

    /// Bytes of a tile of hashes, from stored hashes.
    ///
    /// # Errors
    /// It is a bundle, or the hashes cannot be read.
    pub fn hashes(&self, stored: &impl HashReader) -> Result<Vec<u8>, Broken> {
        let Level::Hashes(level) = self.level else { return Err(Broken::NoTile) };
        Ok(tlog_tiles::Tile::new(HEIGHT, level, self.index, u32::from(self.width), false).read_data(stored)?)
    }
}

/// Every tile and bundle that a log of `new` entries has and one of `old` entries has not, bundles first.
///
/// # Errors
/// [`Broken::TooLarge`] beyond [`MAX_SIZE`].
pub fn fresh(old: u64, new: u64) -> Result<Vec<Tile>, Broken> {
    if new > MAX_SIZE {
        return Err(Broken::TooLarge);
    }
    let tiles: Vec<Tile> = tlog_tiles::Tile::new_tiles(HEIGHT, old, new)
        .into_iter()
        .map(|tile| Tile {
            level: Level::Hashes(tile.level()),
            index: tile.level_index(),
            width: u16::try_from(tile.width()).unwrap_or(WIDTH),
        })
        .collect();
    let bundles = tiles.iter().filter(|tile| tile.level == Level::Hashes(0));
    let mut all: Vec<Tile> = bundles.map(|tile| Tile { level: Level::Entries, ..*tile }).collect();
    all.extend(tiles);
    Ok(all)
}

/// The tile or bundle of a log of `size` entries at this place, or none beyond its end.
#[must_use]
pub fn at(level: Level, index: u64, size: u64) -> Option<Tile> {
    let shift = match level {
        Level::Entries => 0,
        Level::Hashes(level) => u32::from(level) * u32::from(HEIGHT),
    };
    let all = size.checked_shr(shift)?;
    let before = index.checked_mul(u64::from(WIDTH))?;
    let width = all.checked_sub(before)?.min(u64::from(WIDTH));
    (width > 0).then(|| Tile { level, index, width: u16::try_from(width).unwrap_or(WIDTH) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let tile = |level, index, width| Tile { level, index, width };
        for (tile, path) in [
            (tile(Level::Hashes(0), 0, 256), "tile/0/000"),
            (tile(Level::Hashes(0), 273, 112), "tile/0/273.p/112"),
            (tile(Level::Hashes(2), 1_234_067, 256), "tile/2/x001/x234/067"),
            (tile(Level::Entries, 1_234_067, 1), "tile/entries/x001/x234/067.p/1"),
            (tile(Level::Hashes(63), 5, 255), "tile/63/005.p/255"),
        ] {
            assert_eq!(tile.path(), path);
            assert_eq!(Tile::parse(path), Some(tile));
        }
    }

    #[test]
    fn what_is_no_path_is_none() {
        for path in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/256/000",
            "tile/-1/000",
            "tile/+0/000",
            "tile/0/000.p/0",
            "tile/0/000.p/00",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/000/",
            "tile/0/x000/000",
            "tile/0/x001/x234",
            "tile/0/001/234",
            "tile/data/000",
            "tile/entries/000.p/0",
            "/tile/0/000",
            "tile/0/000?",
            "tile/8/0/000.p/1/2",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/é",
            "tile/0/000.p/é",
        ] {
            assert_eq!(Tile::parse(path), None, "{path}");
        }
    }

    #[test]
    fn a_log_has_what_its_size_says() {
        for new in (0..1200).chain([65_535, 65_536, 65_537, 70_000]) {
            let all = fresh(0, new).unwrap();
            for tile in &all {
                assert_eq!(at(tile.level, tile.index, new), Some(*tile), "{new}");
            }
            let leaves: u64 = all.iter().filter(|t| t.level == Level::Entries).map(|t| u64::from(t.width)).sum();
            assert_eq!(leaves, new);
        }
        assert!(fresh(0, MAX_SIZE + 1).is_err());
        assert_eq!(at(Level::Hashes(63), 0, 5), None);
        assert_eq!(at(Level::Hashes(0), u64::MAX, 5), None);
    }
}
