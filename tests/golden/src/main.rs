//! The golden frames of `crates/studio/tests/golden` as a bare WASM module, compiled as the studio worker is. The script at
//! the other end is `golden.test.mjs`; nothing of it is part of the product.

#![expect(unsafe_code, reason = "exported names; no memory is touched by hand")]

#[path = "../../../crates/studio/tests/golden/frames.rs"]
mod frames;

use std::cell::RefCell;

use frames::{COUNT, Golden};

thread_local! {
    static GOLDEN: RefCell<Option<Golden>> = const { RefCell::new(None) };
}

/// How many frames there are.
#[unsafe(no_mangle)]
pub extern "C" fn count() -> u32 {
    COUNT as u32
}

/// Hash of the RGBA bytes of a frame; 0 where what is stored cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn hash(n: u32) -> u64 {
    GOLDEN.with_borrow_mut(|g| {
        if g.is_none() {
            *g = Golden::new();
        }
        g.as_mut().map_or(0, |g| g.hash(n as usize))
    })
}

fn main() {}
