//! Hostile exports.
#![no_main]

use exports::{Contents, Reader, Wants, layout};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = Reader::new(bytes.len() as u64) else { return };
    let give = |reader: &mut Reader, range: std::ops::Range<u64>| {
        let part = bytes[range.start as usize..range.end as usize].to_vec();
        reader.give(range.start, part);
    };
    let listing = loop {
        match reader.list() {
            Ok(Wants::Bytes(range)) => give(&mut reader, range),
            Ok(Wants::Nothing(listing)) => break listing,
            Err(_) => return,
        }
    };
    for (name, entry) in &listing {
        let place = loop {
            match reader.place(name, entry) {
                Ok(Wants::Bytes(range)) => give(&mut reader, range),
                Ok(Wants::Nothing(place)) => break place,
                Err(_) => break 0..0,
            }
        };
        let content = &bytes[place.start as usize..place.end as usize];
        if entry.check(name, content).is_ok() && name == layout::MANIFEST {
            let _ = Contents::new(content, &listing);
        }
    }
});
