//! Writes what the targets begin with: `seeds FOLDER`. A parser that never sees a good file is hardly tested.
#![allow(clippy::expect_used, reason = "a tool of the tests fails by panicking")]

use std::fs;
use std::path::Path;

#[path = "../../../crates/mp4/tests/support/mod.rs"]
mod support;
#[path = "../../../crates/studio/tests/synthetic/mod.rs"]
mod synthetic;

fn main() {
    let folder = std::env::args().nth(1).expect("seeds FOLDER");
    let put = |target: &str, name: &str, bytes: &[u8]| {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).expect("a folder for the seeds");
        fs::write(folder.join(name), bytes).expect("a seed");
    };
    put("pack", "synthetic", &synthetic::pack(true).to_bytes().expect("a pack"));
    put("mp4", "clip", &clip());
    put("mp4", "ramp", &support::clip());
    put("inspect", "ramp", &support::clip());
    for (name, channels, bits) in [("mono", 1u16, 16u16), ("stereo", 2, 24)] {
        put("wav", name, &wav(channels, bits));
    }
    put("exports", "small", &export());
    put("passkey", "registration", REGISTRATION.as_bytes());
    let (vkey, files) = log();
    for (name, bytes) in files {
        put("tlog", name, &[vkey.as_bytes(), b"\n", &bytes].concat());
    }
    for (i, text) in
        ["Neon rain on a rooftop at night, hand-held", "at the beach, sunset, \u{1f3d6}"].iter().enumerate()
    {
        put("text", &format!("prompt-{i}"), text.as_bytes());
    }
}

/// The key of a log, a checkpoint, a bundle, an entry, a path, a receipt.
fn log() -> (String, Vec<(&'static str, Vec<u8>)>) {
    let entry = tlog::Entry::Use { subject: [1; 32], clip: [2; 32], policy: 3, time: 3600 }.encode().expect("an entry");
    let key = tlog::Key::new("example.org/log", &[7; 32]).expect("a key");
    let checkpoint = key.sign(1, tlog::tree::leaf(&entry)).expect("a checkpoint");
    let receipt = tlog::Receipt {
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
    let receipt = tlog::Issuer::new(&[7; 32]).issue(&receipt).expect("a receipt");
    let bundle = tlog::Bundle { entries: vec![entry.clone()] }.encode().expect("a bundle");
    let files = vec![
        ("checkpoint", checkpoint.into_bytes()),
        ("bundle", bundle),
        ("entry", entry),
        ("path", b"tile/entries/x001/234.p/5".to_vec()),
        ("receipt", receipt.into_bytes()),
    ];
    (key.vkey(), files)
}

/// A clip of ten frames whose pictures are noise: the structure is what is checked.
fn clip() -> Vec<u8> {
    let samples: Vec<mp4::Sample> = (0..10u8)
        .map(|i| mp4::Sample { data: [&[0, 0, 0, 20, 0x65][..], &[i; 19]].concat(), key: i == 0, duration: 1 })
        .collect();
    let avcc = [
        1, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0, 12, 0x67, 0x42, 0xc0, 0x1f, 0xda, 0x05, 0x82, 0x59, 0x01, 0x6c, 0x80, 0x80,
        1, 0, 4, 0x68, 0xce, 0x3c, 0x80,
    ];
    let video = mp4::Video { width: 720, height: 1280, avcc: &avcc, samples: &samples };
    let frames = vec![vec![0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]; 16];
    let audio = mp4::Audio {
        rate_hz: 48_000,
        channels: 1,
        frames: &frames,
        asc: &[0x11, 0x88],
        priming: 1024,
        samples: 15_000,
    };
    mp4::write(&video, Some(&audio)).expect("a clip")
}

/// An export of two files.
fn export() -> Vec<u8> {
    let sink = exports::Sink::default();
    let mut zip = exports::Writer::new(sink.clone());
    zip.put("clips/a.mp4", 0, &[7; 300]).expect("a file");
    let manifest = wire::exports::Manifest {
        format: wire::exports::FORMAT.into(),
        instance: "https://a.example".into(),
        handle: "ana".into(),
        made_at: 0,
        part: [1, 1],
        files: zip.files().to_vec(),
    };
    zip.put("manifest.json", 0, &serde_json::to_vec(&manifest).expect("JSON")).expect("a file");
    zip.end().expect("an end");
    sink.take()
}

/// A RIFF file of a hundred samples.
fn wav(channels: u16, bits: u16) -> Vec<u8> {
    let block = channels * bits / 8;
    let data = vec![42u8; usize::from(block) * 100];
    let mut out = b"RIFF".to_vec();
    out.extend((36 + data.len() as u32).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    out.extend(channels.to_le_bytes());
    out.extend(48_000u32.to_le_bytes());
    out.extend((48_000 * u32::from(block)).to_le_bytes());
    out.extend(block.to_le_bytes());
    out.extend(bits.to_le_bytes());
    out.extend(b"data");
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    out
}

const REGISTRATION: &str = r#"{"id":"AQID","rawId":"AQID","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0","attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVglSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAA"}}"#;
