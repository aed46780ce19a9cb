//! Checkpoints: how large the log is and what its root is, signed (C2SP tlog-checkpoint in a C2SP signed note).

use ed25519_dalek::SigningKey;
use signed_note::{Note, Signer, StandardVerifier, VerifierList};
use tlog_tiles::Hash;

use crate::MAX_SIZE;
use crate::tree::Broken;

/// The private key of a log, with its name (its origin).
pub struct Key {
    name: String,
    key: SigningKey,
}

impl Key {
    /// The key of the log `name`, such as `example.org/log`: no white space, no plus sign.
    ///
    /// # Errors
    /// [`Broken::NoCheckpoint`] for a name that the specification forbids.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, Broken> {
        if !signed_note::is_key_name_valid(name) {
            return Err(Broken::NoCheckpoint);
        }
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// The verifier key as it is published: `<name>+<key id>+<base64>`.
    #[must_use]
    pub fn vkey(&self) -> String {
        signed_note::new_ed25519_verifier_key(&self.name, &self.key.verifying_key())
    }

    /// The signed checkpoint of a tree.
    ///
    /// # Errors
    /// [`Broken::NoCheckpoint`]: never, for a name that [`Key::new`] took.
    pub fn sign(&self, size: u64, root: Hash) -> Result<String, Broken> {
        let broken = |_| Broken::NoCheckpoint;
        let text = tlog_tiles::Checkpoint::new(&self.name, size, root, "").map_err(|_| Broken::NoCheckpoint)?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(broken)?;
        note.add_sigs(&[self]).map_err(broken)?;
        String::from_utf8(note.to_bytes()).map_err(|_| Broken::NoCheckpoint)
    }
}

impl Signer for Key {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        // Algorithm 1 is Ed25519.
        signed_note::key_id(&self.name, &[&[1], self.key.verifying_key().as_bytes().as_slice()].concat())
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        use ed25519_dalek::Signer as _;
        Ok(self.key.try_sign(message)?.to_vec())
    }
}

/// What a checkpoint says, its signature checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Entries.
    pub size: u64,
    /// Root over all of them.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads a signed checkpoint of the log with this verifier key.
    ///
    /// # Errors
    /// [`Broken::NoCheckpoint`] when anything of it is not so, [`Broken::TooLarge`] beyond [`MAX_SIZE`].
    pub fn open(note: &[u8], vkey: &str) -> Result<Self, Broken> {
        let verifier = StandardVerifier::new(vkey).map_err(|_| Broken::NoCheckpoint)?;
        let note = Note::from_bytes(note).map_err(|_| Broken::NoCheckpoint)?;
        note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|_| Broken::NoCheckpoint)?;
        let text = tlog_tiles::Checkpoint::from_bytes(note.text()).map_err(|_| Broken::NoCheckpoint)?;
        // By convention, and so that a key signs for one log, its name is the log's.
        if vkey.split('+').next() != Some(text.origin()) {
            return Err(Broken::NoCheckpoint);
        }
        if text.size() > MAX_SIZE {
            return Err(Broken::TooLarge);
        }
        Ok(Self { origin: text.origin().to_owned(), size: text.size(), root: *text.hash() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_opens_with_its_key_and_breaks_at_every_bit() {
        let key = Key::new("example.org/log", &[3; 32]).unwrap();
        let root = crate::tree::leaf(b"entry");
        let note = key.sign(1, root).unwrap();
        assert!(note.starts_with("example.org/log\n1\n"), "{note}");
        let opened = Checkpoint::open(note.as_bytes(), &key.vkey()).unwrap();
        assert_eq!(opened, Checkpoint { origin: "example.org/log".to_owned(), size: 1, root });
        let other = Key::new("example.org/log", &[4; 32]).unwrap();
        assert!(Checkpoint::open(note.as_bytes(), &other.vkey()).is_err());
        let elsewhere = Key::new("example.net/log", &[3; 32]).unwrap();
        assert!(Checkpoint::open(note.as_bytes(), &elsewhere.vkey()).is_err());
        for at in 0..note.len() * 8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at / 8] ^= 1 << (at % 8);
            assert!(Checkpoint::open(&bytes, &key.vkey()).is_err(), "bit {at}");
        }
    }

    #[test]
    fn a_name_has_no_spaces_and_no_plus() {
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(Key::new(name, &[0; 32]).is_err(), "{name:?}");
        }
    }
}
