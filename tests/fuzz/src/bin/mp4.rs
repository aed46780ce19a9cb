//! A clip that somebody uploads.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(mp4::inspect(bytes));
    drop(mp4::check(bytes));
});
