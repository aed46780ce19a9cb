//! Hashes of the key frames of files, a line a file: `prints FILE...`. With the time that each took.
#![allow(clippy::print_stdout, reason = "a tool that prints")]

use std::time::Instant;

fn main() -> std::io::Result<()> {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        let begun = Instant::now();
        match inspect::look(&bytes) {
            Ok(seen) => {
                println!(
                    "{name} {} frames {:.3} s {}",
                    seen.frames,
                    begun.elapsed().as_secs_f64(),
                    seen.prints.join(" ")
                )
            }
            Err(undecodable) => println!("{name} undecodable: {undecodable}"),
        }
    }
    Ok(())
}
