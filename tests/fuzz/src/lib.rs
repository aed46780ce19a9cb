//! Fuzz targets, one binary for each parser of bytes that we did not make: `cargo xtask fuzz NAME`.
//!
//! Each target asks for one thing: whatever the bytes, the answer is a value or an error, without a panic, an overflow,
//! or more memory than libFuzzer's limit.
