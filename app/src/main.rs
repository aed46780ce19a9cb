//! The program that opens with the feed. Built with the feature `split` it has only what watching needs.

use app::{Program, start, watch, whole};

fn main() {
    if cfg!(feature = "split") {
        start(Program::Watch, watch);
    } else {
        start(Program::Whole, whole);
    }
}
