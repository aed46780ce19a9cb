//! Whether bytes are a JPEG still: markers and the frame header only (ITU-T T.81, annex B). Pure.

use wire::{Code, Problem};

/// Most pixels that a still may be high.
const MAX_HEIGHT: u32 = 1920;

/// Pixels of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: u16,
    /// Down.
    pub height: u16,
}

/// Reads the size of a JPEG and checks that it is a still: upright 9:16, within a rounding of one pixel.
///
/// # Errors
/// [`Code::FileRefused`] with the rule `not_jpeg`, `picture_size` or `aspect`.
pub fn check(bytes: &[u8]) -> Result<Size, Problem> {
    let refuse = |rule: &str, detail: &str| Problem::new(Code::FileRefused, detail).rule(rule);
    let size = size(bytes).ok_or_else(|| refuse("not_jpeg", "The picture is not a JPEG picture."))?;
    if u32::from(size.height) > MAX_HEIGHT {
        return Err(refuse("picture_size", "The picture has too many pixels.")
            .measured(format!("{} pixels high", size.height), format!("{MAX_HEIGHT} pixels")));
    }
    let ideal = f32::from(size.height) * 9.0 / 16.0;
    if (f32::from(size.width) - ideal).abs() > 1.0 {
        return Err(refuse("aspect", "The picture is not upright 9:16.")
            .measured(format!("{}x{} pixels", size.width, size.height), "9:16"));
    }
    Ok(size)
}

fn size(bytes: &[u8]) -> Option<Size> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    if !bytes.ends_with(&[0xff, 0xd9]) {
        return None;
    }
    loop {
        let (&[0xff, marker], after) = rest.split_first_chunk::<2>()? else { return None };
        // Any byte of 0xff may be filled up with more of them.
        if marker == 0xff {
            rest = rest.get(1..)?;
            continue;
        }
        let (length, _) = after.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        // Start of frame, but not the tables C4 and CC nor the reserved C8.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let &[_, _, _, h1, h0, w1, w0, ..] = after else { return None };
            let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
            return (width > 0 && height > 0).then_some(Size { width, height });
        }
        // A scan before any frame, or a second start.
        if length < 2 || matches!(marker, 0xd8..=0xda) {
            return None;
        }
        rest = after.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 2, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_still_is_an_upright_jpeg() {
        assert_eq!(check(&jpeg(720, 1280)), Ok(Size { width: 720, height: 1280 }));
        assert_eq!(check(&jpeg(540, 960)).map(|s| s.width), Ok(540));
        let rule = |bytes: &[u8]| check(bytes).err().and_then(|problem| problem.rule).unwrap_or_default();
        assert_eq!(rule(&jpeg(1280, 720)), "aspect");
        assert_eq!(rule(&jpeg(0, 0)), "not_jpeg");
        assert_eq!(rule(&jpeg(36_860, 65_530)), "picture_size");
        assert_eq!(rule(b"<html>"), "not_jpeg");
        let whole = jpeg(720, 1280);
        for cut in 0..whole.len() {
            assert_eq!(rule(&whole[..cut]), "not_jpeg", "{cut}");
        }
    }
}
