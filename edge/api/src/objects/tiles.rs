//! Tiles and bundles of the log in R2: one object a tile, named by level, index and width.
//!
//! A tile of some width always has the same bytes, whoever writes it and however often. A wider one replaces those before
//! it: what somebody still asks for by an older checkpoint is its beginning.

use tlog::tile::{Level, Tile, fresh};
use tlog::{Bundle, WIDTH};
use worker::Bucket;

use super::ledger::{Ledger, broken};
use crate::error::Answer;

/// Folder of all widths of a tile.
fn folder(tile: Tile) -> String {
    let level = match tile.level {
        Level::Entries => "entries".to_owned(),
        Level::Hashes(level) => level.to_string(),
    };
    format!("log/{level}/{}/", tile.index)
}

fn key(tile: Tile) -> String {
    format!("{}{:03}", folder(tile), tile.width)
}

/// Writes what a log of `new` entries has and one of `old` entries has not.
///
/// # Errors
/// The bucket fails; called again, it writes the same.
pub async fn write(bucket: &Bucket, ledger: &Ledger, old: u64, new: u64) -> Answer<()> {
    let mut puts = Vec::new();
    for tile in fresh(old, new).map_err(broken)? {
        let bytes = match tile.level {
            Level::Entries => {
                let from = tile.index * u64::from(WIDTH);
                let leaves = ledger.leaves(from, u64::from(tile.width))?;
                Bundle { entries: leaves.into_iter().map(String::into_bytes).collect() }.encode().map_err(broken)?
            }
            Level::Hashes(_) => tile.hashes(ledger).map_err(broken)?,
        };
        puts.push(bucket.put(key(tile), bytes).execute());
    }
    futures_util::future::try_join_all(puts).await?;
    Ok(())
}

/// Removes partial tiles of a log of `old` entries that wider ones of `new` entries replace.
///
/// # Errors
/// The bucket fails. What is left does no harm.
pub async fn tidy(bucket: &Bucket, old: u64, new: u64) -> Answer<()> {
    let wider = fresh(old, new).map_err(broken)?;
    let narrow = |tile: &Tile| {
        let width = tlog::tile::at(tile.level, tile.index, old)?.width;
        (width < tile.width).then(|| key(Tile { width, ..*tile }))
    };
    let keys: Vec<String> = wider.iter().filter_map(narrow).collect();
    if keys.is_empty() { Ok(()) } else { Ok(bucket.delete_multiple(keys).await?) }
}

/// A tile or bundle, cut from a wider one if need be; none if the log has not grown so far.
///
/// # Errors
/// The bucket fails, or holds what is no tile.
pub async fn read(bucket: &Bucket, tile: Tile) -> Answer<Option<Vec<u8>>> {
    if let Some(bytes) = get(bucket, key(tile)).await? {
        return Ok(Some(bytes));
    }
    // The names of one tile sort by width.
    let listed = bucket.list().prefix(folder(tile)).execute().await?;
    let widest = listed.objects().iter().map(worker::Object::key).max();
    let wider = match widest {
        Some(key_of_widest) if key_of_widest > key(tile) => get(bucket, key_of_widest).await?,
        _ => None,
    };
    let Some(bytes) = wider else { return Ok(None) };
    let narrow = match tile.level {
        Level::Entries => Bundle::decode(&bytes).and_then(|bundle| bundle.narrowed(tile.width)).map_err(broken)?,
        Level::Hashes(_) => bytes.get(..usize::from(tile.width) * 32).unwrap_or_default().to_vec(),
    };
    Ok(Some(narrow))
}

async fn get(bucket: &Bucket, key: String) -> Answer<Option<Vec<u8>>> {
    let object = bucket.get(key).execute().await?;
    match object.as_ref().and_then(worker::Object::body) {
        Some(body) => Ok(Some(body.bytes().await?)),
        None => Ok(None),
    }
}
