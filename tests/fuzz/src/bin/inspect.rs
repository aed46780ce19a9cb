//! Pictures that somebody uploads: a file whose key frames are decoded.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(inspect::look(bytes));
});
