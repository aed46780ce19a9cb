//! Bytes that a stranger made of good ones: an answer or an error, and what is read is written again as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use tlog::{Bundle, Checkpoint, Entry, Issuer, Key, Keys, Receipt, Tile, tree};

/// Numbers without a pattern (xorshift64*), the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    }

    /// A few bytes changed, put in, taken out, or moved.
    fn spoil(&mut self, good: &[u8]) -> Vec<u8> {
        const WORDS: [&str; 8] = [".p/0", "x000/", "-1", "18446744073709551616", "\n\n", "\u{2014} ", "null", "1e3"];
        let mut bytes = good.to_vec();
        for _ in 0..=self.next(4) {
            let at = self.next(bytes.len() + 1);
            match self.next(5) {
                0 if at < bytes.len() => bytes[at] = self.next(256) as u8,
                1 => bytes.insert(at, self.next(256) as u8),
                2 => bytes.truncate(at),
                3 => drop(bytes.splice(at..at, WORDS[self.next(WORDS.len())].bytes())),
                _ => bytes.rotate_left(at),
            }
        }
        bytes
    }
}

#[test]
fn nothing_that_is_sent_breaks_a_reader() {
    let entry = Entry::Use { subject: [1; 32], clip: [2; 32], policy: 3, time: 3600 }.encode().unwrap();
    let withdrawal = Entry::Withdrawal { of: 7, time: 3600 }.encode().unwrap();
    let key = Key::new("example.org/log", &[7; 32]).unwrap();
    let issuer = Issuer::new(&[7; 32]);
    let keys = Keys::read(&issuer.keys()).unwrap();
    let receipt = Receipt {
        iss: "https://example.org".to_owned(),
        clip: "0".repeat(26),
        sha256: "00".repeat(32),
        likeness: "01".repeat(32),
        commitment: "02".repeat(32),
        policy: 3,
        log: "example.org/log".to_owned(),
        index: 0,
        time: 3600,
    };
    let jws = issuer.issue(&receipt).unwrap();
    let note = key.sign(2, tree::leaf(&entry)).unwrap();
    let bundle = Bundle { entries: vec![entry.clone(), withdrawal.clone()] }.encode().unwrap();
    let good: [&[u8]; 7] = [
        &entry,
        &withdrawal,
        &bundle,
        note.as_bytes(),
        jws.as_bytes(),
        b"tile/entries/x001/234.p/56",
        b"tile/63/x001/x999/000",
    ];
    let (mut noise, vkey) = (Noise(1), key.vkey());
    for round in 0..60_000 {
        let origin = good[round % good.len()];
        let bytes = noise.spoil(origin);
        if bytes != note.as_bytes() {
            assert!(Checkpoint::open(&bytes, &vkey).is_err());
        }
        if let Ok(bundle) = Bundle::decode(&bytes) {
            assert_eq!(bundle.encode().unwrap(), bytes);
        }
        if let Ok(entry) = Entry::decode(&bytes) {
            assert_eq!(entry.encode().unwrap(), bytes);
        }
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        if let Some(tile) = Tile::parse(text) {
            assert_eq!(tile.path(), text);
        }
        assert!(text == jws || keys.check(text).is_err(), "{text}");
        drop(Checkpoint::open(note.as_bytes(), text));
        if let Ok(set) = serde_json::from_str(text) {
            drop(Keys::read(&set));
        }
    }
}
