//! A pack from storage. Its checksum would stop every change, so it is made to fit: what is behind it must hold alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studio::pack::FacePack;

/// Bytes of the magic, before four of the checksum.
const MAGIC: usize = 8;

fuzz_target!(|bytes: &[u8]| {
    let face = wire::pack::split(bytes).map_or(bytes, |(face, _)| face);
    let mut face = face.to_vec();
    if let Some((magic, rest)) = face.split_at_mut_checked(MAGIC)
        && let Some((sum, body)) = rest.split_first_chunk_mut::<4>()
    {
        let _ = magic;
        *sum = crc32fast::hash(body).to_le_bytes();
    }
    if let Ok(pack) = FacePack::from_bytes(&face) {
        // What was read can be written and read again.
        if let Ok(again) = pack.to_bytes() {
            assert!(FacePack::from_bytes(&again).is_ok_and(|a| a == pack));
        }
    }
});
