//! The crate `face` as a bare WASM module for `cargo xtask bench face`: its networks one by one, and the aligner without
//! the worker around it. Compiled as the face worker is; nothing of it is part of the product.
//!
//! Numbers go in and out as C has them, bytes through memory: [`scratch`] says where to write them. The script at the
//! other end is `tests/bench/face/engines/own.js`.

#![expect(unsafe_code, reason = "exported names; no memory is touched by hand")]

mod networks;

use std::cell::RefCell;

use face::{Aligner, Frame};
use networks::Networks;

/// What the calls work on. WASM has one thread.
#[derive(Default)]
struct State {
    scratch: Vec<u8>,
    networks: Networks,
    aligner: Option<Aligner>,
    points: Vec<f32>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Where the next call finds `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn scratch(length: usize) -> *mut u8 {
    with(|s| {
        s.scratch.resize(length, 0);
        s.scratch.as_mut_ptr()
    })
}

/// Reads a network (0 detector, 1 landmarks of 192, 2 landmarks of 256) from the scratch bytes; whether it could.
#[unsafe(no_mangle)]
pub extern "C" fn network(which: usize) -> bool {
    with(|s| s.networks.read(which, &s.scratch))
}

/// Gives a network the picture in the scratch bytes, as 32-bit floats.
#[unsafe(no_mangle)]
pub extern "C" fn picture(which: usize) {
    with(|s| {
        let values: Vec<f32> = s.scratch.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if let Some(network) = s.networks.get(which) {
            network.picture(&values);
        }
    });
}

/// Runs a network once: this is what is timed.
#[unsafe(no_mangle)]
pub extern "C" fn run(which: usize) {
    with(|s| {
        if let Some(network) = s.networks.get(which) {
            network.run();
        }
    });
}

/// Where the floats of an output lie until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn output(which: usize, i: usize) -> *const f32 {
    with(|s| s.networks.get(which).map_or(std::ptr::null(), |n| n.output(i).as_ptr()))
}

/// How many floats an output has.
#[unsafe(no_mangle)]
pub extern "C" fn output_length(which: usize, i: usize) -> usize {
    with(|s| s.networks.get(which).map_or(0, |n| n.output(i).len()))
}

/// Begins a film with the aligner of 468 points, or of 478 (`irises`): in the scratch bytes the detector (`detector`
/// bytes), then the landmarks. Whether it could.
#[unsafe(no_mangle)]
pub extern "C" fn aligner(detector: usize, irises: bool) -> bool {
    with(|s| {
        let (detector, landmarks) = s.scratch.split_at(detector.min(s.scratch.len()));
        let new = if irises { Aligner::with_irises } else { Aligner::new };
        s.aligner = new(detector, landmarks).ok();
        s.aligner.is_some()
    })
}

/// Aligns the RGBA in the scratch bytes as the next frame; how many landmarks there are, 0 without a face.
#[unsafe(no_mangle)]
pub extern "C" fn align(width: usize, height: usize) -> usize {
    with(|s| {
        s.points.clear();
        let (Some(aligner), Ok(frame)) = (&mut s.aligner, Frame::new(&s.scratch, width, height)) else { return 0 };
        let sighting = aligner.align(&frame);
        s.points.extend(sighting.face.iter().flat_map(|f| f.points.as_flattened()));
        s.points.len() / 3
    })
}

/// Where the landmarks `[x, y, z]` of the last frame lie until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn points() -> *const f32 {
    with(|s| s.points.as_ptr())
}
