//! A receipt against a log of files: what holds, what was withdrawn, and what somebody changed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::collections::HashMap;

use tlog::entry::{self, Entry};
use tlog::tree::{self, Broken, Memory};
use tlog::verify::{Log, Source};
use tlog::{Bundle, Key, Receipt, tile};

/// Files by their paths, and which of them were read.
#[derive(Default)]
struct Files {
    files: HashMap<String, Vec<u8>>,
    read: RefCell<Vec<String>>,
}

impl Source for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.read.borrow_mut().push(path.to_owned());
        self.files.get(path).cloned().ok_or_else(|| path.to_owned())
    }
}

fn blinded(n: u64) -> ([u8; 32], [u8; 32]) {
    let salt: [u8; 32] = std::array::from_fn(|i| (n as usize * 31 + i) as u8);
    (entry::subject(&salt, "account", "likeness"), entry::clip(&salt, "clip", &[7; 32]))
}

fn used(n: u64) -> Entry {
    let (subject, clip) = blinded(n);
    Entry::Use { subject, clip, policy: 2, time: 3600 * n }
}

fn receipt(index: u64) -> Receipt {
    let (subject, clip) = blinded(index);
    Receipt {
        iss: "https://example.org".to_owned(),
        clip: "clip".to_owned(),
        sha256: "07".repeat(32),
        likeness: tlog::encoding::hex(&subject),
        commitment: tlog::encoding::hex(&clip),
        policy: 2,
        log: "example.org/log".to_owned(),
        index,
        time: 3600 * index,
    }
}

fn key() -> Key {
    Key::new("example.org/log", &[8; 32]).unwrap()
}

/// A log of `size` entries: uses, but each number in `withdrawn` withdraws the use that it maps to.
fn log(size: u64, withdrawn: &[(u64, u64)]) -> Files {
    let mut memory = Memory::default();
    for n in 0..size {
        let of = withdrawn.iter().find(|(at, _)| *at == n).map(|(_, of)| *of);
        let entry = of.map_or(used(n), |of| Entry::Withdrawal { of, time: 3600 * n });
        memory.push(entry.encode().unwrap()).unwrap();
    }
    let mut files = Files::default();
    for tile in tile::fresh(0, size).unwrap() {
        let from = tile.index as usize * 256;
        let bytes = match tile.level {
            tile::Level::Entries => {
                Bundle { entries: memory.entries[from..from + usize::from(tile.width)].to_vec() }.encode().unwrap()
            }
            tile::Level::Hashes(_) => tile.hashes(&memory).unwrap(),
        };
        files.files.insert(tile.path(), bytes);
    }
    let note = key().sign(size, tree::root(size, &memory).unwrap()).unwrap();
    files.files.insert("checkpoint".to_owned(), note.into_bytes());
    files
}

#[test]
fn a_receipt_stands_where_it_says() {
    for size in [1, 2, 255, 256, 257, 600] {
        let files = log(size, &[]);
        let log = Log::open(&files, &key().vkey()).unwrap();
        for index in [0, size / 2, size - 1] {
            let standing = log.standing(&receipt(index)).unwrap();
            assert_eq!((standing.size, standing.withdrawn), (size, None));
            // The same words at another place, or other words at this place.
            assert_eq!(log.standing(&Receipt { index: size, ..receipt(index) }), Err(Broken::NoProof));
            assert_eq!(log.standing(&Receipt { policy: 3, ..receipt(index) }), Err(Broken::NoProof));
            assert_eq!(
                log.standing(&Receipt { log: "example.net/log".to_owned(), ..receipt(index) }),
                Err(Broken::NoProof)
            );
            assert_eq!(log.standing(&Receipt { likeness: "x".to_owned(), ..receipt(index) }), Err(Broken::NoEntry));
        }
    }
}

#[test]
fn a_withdrawal_is_found_wherever_it_stands() {
    let files = log(600, &[(300, 5), (301, 6), (599, 7), (2, 100)]);
    let log = Log::open(&files, &key().vkey()).unwrap();
    let withdrawn = |index| log.standing(&receipt(index)).unwrap().withdrawn;
    assert_eq!([5, 6, 7, 8].map(withdrawn), [Some(300), Some(301), Some(599), None]);
    assert_eq!(withdrawn(100), None, "nothing is withdrawn before it is used");
}

#[test]
fn whoever_changes_a_file_is_noticed() {
    let whole = log(300, &[(290, 5)]);
    for path in whole.files.keys() {
        let bytes = &whole.files[path];
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut files = Files { files: whole.files.clone(), ..Files::default() };
            files.files.get_mut(path).unwrap()[at] ^= 1;
            let verdict = Log::open(&files, &key().vkey()).and_then(|log| log.standing(&receipt(5)));
            assert!(verdict.is_err(), "{path}, byte {at}");
        }
        let mut files = Files { files: whole.files.clone(), ..Files::default() };
        files.files.remove(path);
        assert!(Log::open(&files, &key().vkey()).and_then(|log| log.standing(&receipt(5))).is_err(), "{path} is gone");
    }
}

#[test]
fn a_partial_tile_that_is_gone_is_cut_from_the_whole_one() {
    let later = log(512, &[]);
    let early = log(300, &[]);
    let mut files = Files { files: later.files.clone(), ..Files::default() };
    files.files.insert("checkpoint".to_owned(), early.files["checkpoint"].clone());
    files.files.insert("tile/1/000.p/1".to_owned(), early.files["tile/1/000.p/1"].clone());
    let log = Log::open(&files, &key().vkey()).unwrap();
    assert_eq!(log.standing(&receipt(290)).unwrap().size, 300);
    assert!(files.read.borrow().contains(&"tile/0/001".to_owned()));
}

#[test]
fn hostile_checkpoints_are_refused() {
    let files = log(3, &[]);
    assert_eq!(Log::open(&files, "nonsense").err(), Some(Broken::NoCheckpoint));
    let mut files = log(3, &[]);
    let huge = key().sign(u64::MAX, tree::leaf(b"")).unwrap();
    files.files.insert("checkpoint".to_owned(), huge.into_bytes());
    assert_eq!(Log::open(&files, &key().vkey()).err(), Some(Broken::TooLarge));
    let empty = key().sign(0, tree::leaf(b"")).unwrap();
    files.files.insert("checkpoint".to_owned(), empty.into_bytes());
    let log = Log::open(&files, &key().vkey()).unwrap();
    assert_eq!(log.standing(&receipt(0)), Err(Broken::NoProof));
    assert_eq!(log.entries(0), Err(Broken::NoTile));
}
