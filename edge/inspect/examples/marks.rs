//! Where the visible mark is found in files, a line a file: `marks FILE...`, with the time that each took.
#![allow(clippy::print_stdout, reason = "a tool that prints")]

use std::time::Instant;

fn main() -> std::io::Result<()> {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        let begun = Instant::now();
        match inspect::look(&bytes) {
            Ok(seen) => {
                let scores: Vec<String> = seen.mark.places.iter().map(|p| p.score.to_string()).collect();
                let found = format!("{}/{}", seen.mark.places.len(), seen.mark.looked);
                println!("{name} {found} {:.3} s {}", begun.elapsed().as_secs_f64(), scores.join(" "));
            }
            Err(undecodable) => println!("{name} undecodable: {undecodable}"),
        }
    }
    Ok(())
}
