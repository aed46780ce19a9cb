//! Taking everything along, and bringing it in.

mod bring;
mod item;
mod opened;
mod send;
mod take;

pub use bring::{Bring, forget};
pub use take::TakeAll;

/// A size as people write it: `412 kB`, `1.3 MB`, `2.1 GB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three figures are shown")]
    let kilobytes = bytes as f64 / 1000.0;
    match kilobytes {
        k if k < 999.5 => format!("{k:.0} kB"),
        k if k < 999_500.0 => format!("{:.1} MB", k / 1000.0),
        k => format!("{:.1} GB", k / 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        assert_eq!(size(412_300), "412 kB");
        assert_eq!(size(999_600), "1.0 MB");
        assert_eq!(size(2_140_000_000), "2.1 GB");
    }
}
