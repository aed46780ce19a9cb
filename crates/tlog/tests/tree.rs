//! Every proof of every tree of up to a few hundred entries holds, and nothing else does.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use tlog::tree::{self, Memory};
use tlog::{Bundle, Hash, HashReader as _, tile};

const MOST: u64 = 300;

fn entry(n: u64) -> Vec<u8> {
    format!("entry {n}").into_bytes()
}

fn memory(size: u64) -> Memory {
    let mut memory = Memory::default();
    for n in 0..size {
        memory.push(entry(n)).unwrap();
    }
    memory
}

/// RFC 6962 §2.1, word by word.
fn by_the_book(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => tlog_tiles::EMPTY_HASH,
        [one] => tree::leaf(one),
        many => {
            let half = many.len().next_power_of_two() / 2;
            tlog_tiles::node_hash(by_the_book(&many[..half]), by_the_book(&many[half..]))
        }
    }
}

fn flipped(hash: Hash, bit: usize) -> Hash {
    let mut other = hash;
    other.0[bit / 8] ^= 1 << (bit % 8);
    other
}

#[test]
fn roots_are_those_of_the_rfc() {
    let memory = memory(MOST);
    for size in 0..=MOST {
        assert_eq!(tree::root(size, &memory).unwrap(), by_the_book(&memory.entries[..size as usize]), "{size}");
    }
}

#[test]
fn every_inclusion_is_proven_and_no_other() {
    let memory = memory(MOST);
    for size in 1..=MOST {
        let root = tree::root(size, &memory).unwrap();
        for index in 0..size {
            let proof = tree::prove_inclusion(size, index, &memory).unwrap();
            let leaf = tree::leaf(&entry(index));
            assert_eq!(tree::check_inclusion(&proof, size, root, index, leaf), Ok(()), "{index} of {size}");
            assert!(tree::check_inclusion(&proof, size, root, index ^ 1, leaf).is_err());
            assert!(tree::check_inclusion(&proof, size, root, size, leaf).is_err());
            // A bit that differs from proof to proof; every bit of some of them.
            let all = size < 9 || index == size / 3;
            let bits =
                if all && size % 16 < 9 { (0..256).collect() } else { vec![((size * 31 + index * 7) % 256) as usize] };
            for bit in bits {
                assert!(tree::check_inclusion(&proof, size, flipped(root, bit), index, leaf).is_err());
                assert!(tree::check_inclusion(&proof, size, root, index, flipped(leaf, bit)).is_err());
                for at in 0..proof.len() {
                    let mut other = proof.clone();
                    other[at] = flipped(other[at], bit);
                    assert!(
                        tree::check_inclusion(&other, size, root, index, leaf).is_err(),
                        "{index} of {size}, hash {at}"
                    );
                }
            }
            let longer: Vec<Hash> = proof.iter().copied().chain([root]).collect();
            assert!(tree::check_inclusion(&longer, size, root, index, leaf).is_err());
            assert!(proof.is_empty() || tree::check_inclusion(&proof[1..], size, root, index, leaf).is_err());
        }
        assert!(tree::prove_inclusion(size, size, &memory).is_err());
    }
}

#[test]
fn every_beginning_is_proven_and_no_other() {
    let memory = memory(MOST);
    let roots: Vec<Hash> = (0..=MOST).map(|size| tree::root(size, &memory).unwrap()).collect();
    let root = |size: u64| roots[size as usize];
    for size in 1..=MOST {
        for old in 1..=size {
            let proof = tree::prove_consistency(size, old, &memory).unwrap();
            assert_eq!(tree::check_consistency(&proof, size, root(size), old, root(old)), Ok(()), "{old} of {size}");
            if old < size {
                assert!(tree::check_consistency(&proof, size, root(size), old, root(old - 1)).is_err());
                assert!(tree::check_consistency(&proof, size, root(size - 1), old, root(old)).is_err());
            }
            let bits = if size == 200 { (0..256).collect() } else { vec![((size * 13 + old * 5) % 256) as usize] };
            for bit in bits {
                assert!(tree::check_consistency(&proof, size, flipped(root(size), bit), old, root(old)).is_err());
                assert!(tree::check_consistency(&proof, size, root(size), old, flipped(root(old), bit)).is_err());
                for at in 0..proof.len() {
                    let mut other = proof.clone();
                    other[at] = flipped(other[at], bit);
                    assert!(tree::check_consistency(&other, size, root(size), old, root(old)).is_err());
                }
            }
        }
        assert!(tree::prove_consistency(size, 0, &memory).is_err());
        assert!(tree::prove_consistency(size, size + 1, &memory).is_err());
    }
    assert!(tree::check_consistency(&[], u64::MAX, root(1), 1, root(1)).is_err());
}

#[test]
fn a_narrower_tile_is_the_beginning_of_a_wider_one() {
    let memory = memory(MOST);
    for size in 1..=MOST {
        for tile in tile::fresh(size - 1, size).unwrap().into_iter().filter(|tile| tile.level != tile::Level::Entries) {
            let wide = tile::at(tile.level, tile.index, MOST).unwrap().hashes(&memory).unwrap();
            assert_eq!(tile.hashes(&memory).unwrap(), wide[..usize::from(tile.width) * 32], "{tile:?}");
        }
    }
    let bundle = Bundle { entries: memory.entries[..256].to_vec() };
    for width in 1..=256 {
        let narrow = bundle.clone().narrowed(width).unwrap();
        assert!(bundle.encode().unwrap().starts_with(&narrow));
    }
    assert!(memory.read_hashes(&[u64::MAX]).is_err());
}
