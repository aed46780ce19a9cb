//! A clip that somebody uploads.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(mp4::inspect(bytes));
    drop(mp4::check(bytes));
    drop(mp4::Film::read(bytes));
    for frame in mp4::key_frames(bytes).into_iter().flatten() {
        assert!(frame.annex_b.len() <= 2 * bytes.len() + 4096, "a key frame is not longer than its file");
    }
});
