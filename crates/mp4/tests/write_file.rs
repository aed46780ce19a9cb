//! Writes the test clip for a look with other tools: `cargo test -p mp4 --test write_file -- --ignored`.

mod support;

#[test]
#[ignore = "for looking at by hand: set MP4_OUT to a path"]
fn write_to_disk() {
    let path = std::env::var("MP4_OUT").expect("MP4_OUT");
    std::fs::write(path, support::clip()).unwrap();
}
