//! Exports, good and hostile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::io::Write;
use std::ops::Range;
use std::process::Command;

use exports::{Contents, Damaged, Listing, Reader, Sink, Wants, Writer, layout};
use wire::exports::{FORMAT, Manifest};

/// Asks until it has what it wants, as a page does with a file.
fn until<T>(
    reader: &mut Reader,
    bytes: &[u8],
    ask: impl Fn(&Reader) -> Result<Wants<T>, Damaged>,
) -> Result<T, Damaged> {
    for _ in 0..1000 {
        match ask(reader)? {
            Wants::Nothing(done) => return Ok(done),
            Wants::Bytes(Range { start, end }) => {
                let part = bytes[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()].to_vec();
                reader.give(start, part);
            }
        }
    }
    panic!("the reader asks for ever");
}

fn list(bytes: &[u8]) -> Result<Listing, Damaged> {
    until(&mut Reader::new(bytes.len() as u64)?, bytes, Reader::list)
}

fn content<'a>(bytes: &'a [u8], listing: &Listing, name: &str) -> Result<&'a [u8], Damaged> {
    let mut reader = Reader::new(bytes.len() as u64)?;
    let entry = listing.get(name).ok_or_else(|| Damaged::Missing(name.to_owned()))?;
    let place = until(&mut reader, bytes, |reader| reader.place(name, entry))?;
    Ok(&bytes[usize::try_from(place.start).unwrap()..usize::try_from(place.end).unwrap()])
}

fn open(bytes: &[u8]) -> Result<Contents, Damaged> {
    let listing = list(bytes)?;
    Contents::new(content(bytes, &listing, layout::MANIFEST)?, &listing)
}

/// An export with these files, its manifest changed before it is written.
fn export(files: &[(&str, &[u8])], change: impl Fn(&mut Manifest)) -> Vec<u8> {
    let sink = Sink::default();
    let mut zip = Writer::new(sink.clone());
    for (path, bytes) in files {
        let mut file = zip.begin(path, 1_790_000_000_000).unwrap();
        bytes.chunks(1000).for_each(|chunk| file.write(chunk).unwrap());
        file.end().unwrap();
    }
    let (handle, instance) = ("ana".to_owned(), "https://a.example".to_owned());
    let mut manifest =
        Manifest { format: FORMAT.to_owned(), instance, handle, made_at: 0, part: [1, 1], files: zip.files().to_vec() };
    change(&mut manifest);
    zip.put(layout::MANIFEST, 0, &serde_json::to_vec(&manifest).unwrap()).unwrap();
    zip.end().unwrap();
    sink.take()
}

fn film() -> Vec<u8> {
    (0..200_000_u32).map(|n| ((n * 7919) >> 5) as u8).collect()
}

#[test]
fn what_was_written_is_read_and_nothing_is_loaded_but_the_ends() {
    let film = film();
    let bytes = export(&[("clips/a.mp4", &film), ("account.json", b"{}"), ("likeness/pack.bin", b"")], |_| {});
    let opened = open(&bytes).unwrap();
    assert_eq!(opened.manifest.files.len(), 3);
    let listing = list(&bytes).unwrap();
    for (name, wanted) in [("clips/a.mp4", film.as_slice()), ("account.json", b"{}"), ("likeness/pack.bin", b"")] {
        assert_eq!(content(&bytes, &listing, name).unwrap(), wanted);
        opened.check(name, wanted).unwrap();
    }
    assert_eq!(opened.file("clips/a.mp4", 10).map(drop), Err(Damaged::Size("clips/a.mp4".into())));
    assert_eq!(opened.file("clips/b.mp4", 10).map(drop), Err(Damaged::Missing("clips/b.mp4".into())));
    assert_eq!(opened.below(layout::CLIPS, ".mp4").collect::<Vec<_>>(), ["clips/a.mp4"]);
}

#[test]
fn other_programs_read_it() {
    let bytes = export(&[("clips/a.mp4", &film()), ("index.html", b"<p>hello</p>")], |_| {});
    let file = std::env::temp_dir().join(format!("understudy-export-{}.zip", std::process::id()));
    std::fs::File::create(&file).unwrap().write_all(&bytes).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                  assert z.read('index.html') == b'<p>hello</p>'; print(len(z.namelist()))";
    let python = Command::new("python3").args(["-c", script]).arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(String::from_utf8_lossy(&python.stdout).trim(), "3", "{}", String::from_utf8_lossy(&python.stderr));
}

#[test]
fn an_export_that_was_cut_or_changed_is_refused() {
    let film = film();
    let whole = export(&[("clips/a.mp4", &film), ("account.json", b"{}")], |_| {});
    for cut in (0..whole.len()).step_by(1013).chain([whole.len() - 1]) {
        assert!(list(&whole[..cut]).is_err(), "{cut}");
    }
    let mut changed = whole.clone();
    changed[5000] ^= 1;
    let listing = list(&changed).unwrap();
    let opened = open(&changed).unwrap();
    let damaged = content(&changed, &listing, "clips/a.mp4").unwrap();
    assert_eq!(opened.check("clips/a.mp4", damaged), Err(Damaged::Checksum("clips/a.mp4".into())));
    // Wherever one bit is changed, it is refused, or the content is still what it was.
    for at in (0..whole.len()).step_by(97) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        let Ok(listing) = list(&changed) else { continue };
        let Ok(opened) = open(&changed) else { continue };
        if let Ok(read) = content(&changed, &listing, "clips/a.mp4") {
            assert!(opened.check("clips/a.mp4", read).is_err() || read == film, "{at}");
        }
    }
}

#[test]
fn a_manifest_that_lies_is_refused() {
    let files: [(&str, &[u8]); 2] = [("clips/a.mp4", b"film"), ("account.json", b"{}")];
    let refused = |change: fn(&mut Manifest)| open(&export(&files, change)).map(drop).unwrap_err();
    assert_eq!(refused(|m| m.format = "understudy-export/2".into()), Damaged::Format);
    assert_eq!(refused(|m| m.files[0].bytes = 5), Damaged::Size("clips/a.mp4".into()));
    assert_eq!(refused(|m| m.files[0].path = "clips/b.mp4".into()), Damaged::Missing("clips/b.mp4".into()));
    assert_eq!(refused(|m| m.files[0].path = "../../a".into()), Damaged::Name("../../a".into()));
    assert_eq!(refused(|m| m.files[1] = m.files[0].clone()), Damaged::Twice("clips/a.mp4".into()));
    let other = open(&export(&files, |m| m.files[0].sha256 = "0".repeat(64))).unwrap();
    assert_eq!(other.check("clips/a.mp4", b"film"), Err(Damaged::Hash("clips/a.mp4".into())));
    assert_eq!(other.check("account.json", b"{}"), Ok(()));
}

/// A ZIP as another program makes it.
fn python(script: &str) -> Vec<u8> {
    let script = format!(
        "import io, sys, zipfile\nout = io.BytesIO()\nz = zipfile.ZipFile(out, 'w')\n{script}\nz.close()\n\
         sys.stdout.buffer.write(out.getvalue())"
    );
    let run = Command::new("python3").args(["-W", "ignore", "-c", &script]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

#[test]
fn what_other_programs_pack_is_refused_with_what_to_do() {
    for name in ["../../etc/passwd", "/etc/passwd", "clips\\\\..\\\\x", "clips/../x", "C:/x"] {
        let found = list(&python(&format!("z.writestr('{name}', b'x')")));
        assert!(matches!(found, Err(Damaged::Name(_))), "{name}: {found:?}");
    }
    let twice = list(&python("z.writestr('a', b'1'); z.writestr('a', b'2')"));
    assert_eq!(twice.map(drop), Err(Damaged::Twice("a".into())));
    let packed = list(&python("z.writestr('a', bytes(50_000_000), zipfile.ZIP_DEFLATED)"));
    assert_eq!(packed.map(drop), Err(Damaged::Packed("a".into())));
    let many = list(&python("for n in range(3000): z.writestr(str(n), b'')"));
    assert!(matches!(many, Err(Damaged::TooMany { .. })), "{many:?}");
    assert_eq!(list(&python("")).map(|listing| listing.len()), Ok(0));
    assert_eq!(list(&[b'x'; 500]).map(drop), Err(Damaged::NoZip));
    assert!(matches!(Reader::new(u64::MAX), Err(Damaged::TooLarge { .. })));
}

#[test]
fn sizes_that_lie_and_files_inside_each_other_are_refused() {
    let mut bytes = python("z.writestr('a', b'x' * 100); z.writestr('b', b'y' * 100)");
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    // The first file claims a gigabyte.
    let claim = |bytes: &mut Vec<u8>, packed: u32, unpacked: u32| {
        bytes[directory + 20..directory + 24].copy_from_slice(&packed.to_le_bytes());
        bytes[directory + 24..directory + 28].copy_from_slice(&unpacked.to_le_bytes());
    };
    for (packed, unpacked) in [(100, 1 << 30), (1 << 30, 1 << 30), (200, 200), (u32::MAX, u32::MAX)] {
        claim(&mut bytes, packed, unpacked);
        assert!(list(&bytes).is_err(), "{packed} {unpacked}");
    }
    claim(&mut bytes, 100, 100);
    assert_eq!(list(&bytes).map(|listing| listing.len()), Ok(2));
    // The second one lies where the first one does.
    let second = directory + 46 + 1;
    bytes[second + 42..second + 46].copy_from_slice(&0_u32.to_le_bytes());
    assert!(list(&bytes).is_err());
}
