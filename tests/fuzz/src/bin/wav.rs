//! A recording.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((samples, rate_hz)) = voice::wav::read(bytes) {
        assert!(rate_hz > 0 && samples.len() <= bytes.len());
    }
});
