//! What a stranger's log, or somebody with a receipt, hands to who checks it: a key in the first line, then anything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::verify::Log;
use tlog::{Bundle, Checkpoint, Entry, Issuer, Keys, Receipt, Tile};

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let (vkey, rest) =
        (std::str::from_utf8(&bytes[..cut]).unwrap_or_default(), bytes.get(cut + 1..).unwrap_or_default());
    drop(Checkpoint::open(rest, vkey));
    if let Ok(bundle) = Bundle::decode(rest) {
        assert_eq!(bundle.encode().as_deref(), Ok(rest));
    }
    if let Ok(entry) = Entry::decode(rest) {
        assert_eq!(entry.encode().as_deref(), Ok(rest));
    }
    // A log that answers every question with the same bytes.
    let key = tlog::Key::new("log", &[1; 32]).expect("a key");
    let size = rest.iter().fold(1u64, |size, b| (size * 3 + u64::from(*b)) % tlog::MAX_SIZE).max(1);
    let note = key.sign(size, tlog::tree::leaf(rest)).expect("a checkpoint");
    let source = |path: &str| Ok(if path == "checkpoint" { note.clone().into_bytes() } else { rest.to_vec() });
    let log = Log::open(&source, &key.vkey()).expect("our own checkpoint");
    drop(log.entries(u64::from(rest.first().copied().unwrap_or_default())));
    let hash = "00".repeat(32);
    let receipt = Receipt {
        iss: String::new(),
        clip: String::new(),
        sha256: hash.clone(),
        likeness: hash.clone(),
        commitment: hash,
        policy: 0,
        log: "log".to_owned(),
        index: size / 2,
        time: 0,
    };
    drop(log.standing(&receipt));
    let Ok(text) = std::str::from_utf8(rest) else { return };
    if let Some(tile) = Tile::parse(text) {
        assert_eq!(tile.path(), text);
    }
    let keys = Keys::read(&Issuer::new(&[7; 32]).keys()).expect("a key set");
    drop(keys.check(text));
    if let Ok(set) = serde_json::from_str(text) {
        drop(Keys::read(&set));
    }
});
