//! Entry bundles (C2SP tlog-tiles): up to 256 entries, each after its length as two bytes, big-endian.

use crate::WIDTH;
use crate::tree::Broken;

/// The entries of one tile of level 0, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// 1 to 256 of them, each at most 65535 bytes long.
    pub entries: Vec<Vec<u8>>,
}

impl Bundle {
    /// As it is stored and served.
    ///
    /// # Errors
    /// [`Broken::NoBundle`] for more than 256 entries, or an entry that is too long.
    pub fn encode(&self) -> Result<Vec<u8>, Broken> {
        if self.entries.len() > usize::from(WIDTH) {
            return Err(Broken::NoBundle);
        }
        let mut bytes = Vec::with_capacity(self.entries.iter().map(|entry| entry.len() + 2).sum());
        for entry in &self.entries {
            let length = u16::try_from(entry.len()).map_err(|_| Broken::NoBundle)?;
            bytes.extend(length.to_be_bytes());
            bytes.extend(entry);
        }
        Ok(bytes)
    }

    /// Reads a bundle whole.
    ///
    /// # Errors
    /// [`Broken::NoBundle`] when it is cut, or has more than 256 entries.
    pub fn decode(mut bytes: &[u8]) -> Result<Self, Broken> {
        let mut entries = Vec::new();
        while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            if rest.len() < length || entries.len() == usize::from(WIDTH) {
                return Err(Broken::NoBundle);
            }
            entries.push(rest[..length].to_vec());
            bytes = &rest[length..];
        }
        if bytes.is_empty() { Ok(Self { entries }) } else { Err(Broken::NoBundle) }
    }

    /// The first `width` entries, as they are stored and served: what an earlier, narrower bundle was.
    ///
    /// # Errors
    /// [`Broken::NoBundle`] when there are fewer.
    pub fn narrowed(mut self, width: u16) -> Result<Vec<u8>, Broken> {
        if self.entries.len() < usize::from(width) {
            return Err(Broken::NoBundle);
        }
        self.entries.truncate(usize::from(width));
        self.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_go_round_and_hostile_bytes_are_none() {
        let bundle = Bundle { entries: vec![b"one".to_vec(), Vec::new(), vec![7; 65_535]] };
        let bytes = bundle.encode().unwrap();
        assert_eq!(&bytes[..5], b"\0\x03one");
        assert_eq!(Bundle::decode(&bytes), Ok(bundle.clone()));
        assert_eq!(bundle.narrowed(1).unwrap(), b"\0\x03one");
        for cut in [1, 4, 6, bytes.len() - 1] {
            assert!(Bundle::decode(&bytes[..cut]).is_err(), "{cut}");
        }
        assert!(Bundle::decode(&[0; 514]).is_err(), "257 empty entries");
        assert_eq!(Bundle::decode(&[0; 512]).unwrap().entries.len(), 256);
        assert!(Bundle { entries: vec![vec![0; 65_536]] }.encode().is_err());
        assert!(Bundle::default().narrowed(1).is_err());
    }
}
