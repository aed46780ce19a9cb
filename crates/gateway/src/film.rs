//! Whether a clip can be made of what a generator made, and which part of its picture the clip shows. Judged while the film is
//! copied, so that a useless one costs nobody anything: what a device finds out, it finds out after the charge.

use domain::crop::largest;
use domain::limits::{
    MAX_FILM_BYTES, MAX_FILM_HOLD_MS, MAX_FILM_MS, MAX_FILM_PIXELS, MIN_FILM_MS, MIN_FILM_SHARE_PERCENT, MIN_FILM_WIDTH,
};
use serde::{Deserialize, Serialize};

/// The shape of a clip.
const CLIP: (f64, f64) = (9.0, 16.0);
/// Where the face is most likely, as fractions of an upright picture: the still that generators are given has it there.
const FACE: [f32; 2] = [0.5, 0.4];
/// How the names of codecs begin that browsers decode (RFC 6381).
const DECODED: [&str; 6] = ["avc1.", "avc3.", "hvc1.", "hev1.", "vp09.", "av01."];

/// What a film's sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// It has none.
    None,
    /// AAC.
    Aac,
    /// Something that a device does not read.
    Other,
}

/// What a film is, as its index says.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// RFC 6381 name of the pictures' codec.
    pub codec: String,
    /// Coded pixels, across and down.
    pub coded: (u32, u32),
    /// Pixels as shown: square, and upright.
    pub shown: (f64, f64),
    /// Length of the pictures in milliseconds.
    pub film_ms: u32,
    /// Its sound.
    pub sound: Sound,
}

/// What was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Length of the speech in milliseconds.
    pub speech_ms: u32,
    /// Whether the film moves lips to that speech; otherwise its own sound is heard.
    pub own_voice: bool,
}

/// Which part of a film the clip shows: pixels of the upright picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Width and height of the whole picture.
    pub size: [u32; 2],
    /// Length of the film in milliseconds.
    pub film_ms: u32,
    /// Left edge, upper edge, width and height of the part.
    pub crop: [u32; 4],
}

/// Why no clip can be made of a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is no MP4, or one that contradicts itself.
    #[error("what this generator made is no film that can be read")]
    Type,
    /// More than [`MAX_FILM_BYTES`].
    #[error("the film has more than {} MB", MAX_FILM_BYTES / (1024 * 1024))]
    Heavy,
    /// Its pictures are coded in a way that browsers do not decode.
    #[error("the film's pictures are in a format that browsers do not show")]
    Codec,
    /// Its sound is to be heard, and no device can read it.
    #[error("the film's sound is in a format that cannot be read")]
    Sound,
    /// It ends before what is said, or at once.
    #[error("the film is {} s long, and {} s were ordered", seconds(*film_ms), seconds(*ordered_ms))]
    Short {
        /// Its length in milliseconds.
        film_ms: u32,
        /// Length of the speech in milliseconds.
        ordered_ms: u32,
    },
    /// It has more than [`MAX_FILM_MS`].
    #[error("the film is {} s long, and {} s were ordered", seconds(*film_ms), seconds(*ordered_ms))]
    Long {
        /// Its length in milliseconds.
        film_ms: u32,
        /// Length of the speech in milliseconds.
        ordered_ms: u32,
    },
    /// Its pictures have more pixels than a device can hold.
    #[error("the film has {width} by {height} pixels, more than a device can read")]
    Large {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
    },
    /// So little of it has the shape of a clip that who plays in it would be cut off.
    #[error("the film has {width} by {height} pixels, and hardly any of that fits an upright clip")]
    Shape {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
    },
    /// The part that a clip would show has too few pixels.
    #[error("the film has {width} by {height} pixels, too few for an upright clip")]
    Small {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
    },
}

/// Seconds as people read them: with a tenth where there is one.
fn seconds(ms: u32) -> String {
    let tenths = ms.saturating_add(50) / 100;
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// Judges a film by what its index says, and plans what of it is shown.
///
/// # Errors
/// The first [`Fault`], in the order in which they stand there.
pub fn judge(seen: &Seen, wanted: &Wanted) -> Result<Plan, Fault> {
    let (film_ms, ordered_ms) = (seen.film_ms, wanted.speech_ms);
    if !DECODED.iter().any(|name| seen.codec.starts_with(name)) {
        return Err(Fault::Codec);
    }
    if !wanted.own_voice && seen.sound == Sound::Other {
        return Err(Fault::Sound);
    }
    if film_ms < MIN_FILM_MS || film_ms.saturating_add(MAX_FILM_HOLD_MS) < ordered_ms {
        return Err(Fault::Short { film_ms, ordered_ms });
    }
    if film_ms > MAX_FILM_MS {
        return Err(Fault::Long { film_ms, ordered_ms });
    }
    let (width, height) = seen.coded;
    if width.saturating_mul(height) > MAX_FILM_PIXELS {
        return Err(Fault::Large { width, height });
    }
    let whole = |pixels: f64| pixels.clamp(0.0, f64::from(MAX_FILM_PIXELS)).round() as u32;
    let [width, height] = [whole(seen.shown.0), whole(seen.shown.1)];
    if width == 0 || height == 0 {
        return Err(Fault::Small { width, height });
    }
    let part = largest((f64::from(width), f64::from(height)), CLIP, FACE);
    let share = 100.0 * part.width * part.height / (f64::from(width) * f64::from(height));
    if share < f64::from(MIN_FILM_SHARE_PERCENT) {
        return Err(Fault::Shape { width, height });
    }
    if part.width < f64::from(MIN_FILM_WIDTH) {
        return Err(Fault::Small { width, height });
    }
    let crop = [part.x, part.y, part.width, part.height].map(whole);
    Ok(Plan { size: [width, height], film_ms, crop })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cause;

    fn film(width: u32, height: u32, film_ms: u32) -> Seen {
        let shown = (f64::from(width), f64::from(height));
        Seen { codec: "avc1.64001f".to_owned(), coded: (width, height), shown, film_ms, sound: Sound::Aac }
    }

    fn lips(speech_ms: u32) -> Wanted {
        Wanted { speech_ms, own_voice: true }
    }

    #[test]
    fn a_usable_film_is_planned() {
        let plan = judge(&film(720, 1280, 3000), &lips(3000)).unwrap();
        assert_eq!(plan, Plan { size: [720, 1280], film_ms: 3000, crop: [0, 0, 720, 1280] });
        assert_eq!(judge(&film(1280, 720, 3000), &lips(3000)).unwrap().crop, [438, 0, 405, 720]);
        assert_eq!(judge(&film(854, 480, 3000), &lips(3000)).unwrap().crop, [292, 0, 270, 480]);
        // Turned by a quarter: as it is shown, not as it is coded.
        let turned = Seen { coded: (1280, 720), ..film(720, 1280, 3000) };
        assert_eq!(judge(&turned, &lips(3000)).unwrap().crop, [0, 0, 720, 1280]);
        // Cut by the device, or held for less than a second.
        for ms in [2001, 14_000, 20_000] {
            assert!(judge(&film(720, 1280, ms), &lips(3000)).is_ok(), "{ms}");
        }
    }

    #[test]
    fn a_useless_film_says_why() {
        let why = |seen: &Seen, wanted: &Wanted| judge(seen, wanted).unwrap_err().to_string();
        assert_eq!(why(&film(720, 1280, 3000), &lips(8000)), "the film is 3 s long, and 8 s were ordered");
        assert_eq!(why(&film(720, 1280, 1949), &lips(3000)), "the film is 1.9 s long, and 3 s were ordered");
        assert_eq!(why(&film(720, 1280, 499), &lips(1000)), "the film is 0.5 s long, and 1 s were ordered");
        assert_eq!(why(&film(720, 1280, 24_000), &lips(3000)), "the film is 24 s long, and 3 s were ordered");
        assert_eq!(
            why(&film(1280, 320, 3000), &lips(3000)),
            "the film has 1280 by 320 pixels, and hardly any of that fits an upright clip"
        );
        assert_eq!(
            why(&film(90, 160, 3000), &lips(3000)),
            "the film has 90 by 160 pixels, too few for an upright clip"
        );
        assert_eq!(
            why(&film(640, 360, 3000), &lips(3000)),
            "the film has 640 by 360 pixels, too few for an upright clip"
        );
        assert!(matches!(judge(&film(9000, 9000, 3000), &lips(3000)), Err(Fault::Large { .. })));
        assert!(matches!(judge(&film(u32::MAX, u32::MAX, 3000), &lips(3000)), Err(Fault::Large { .. })));
        for (width, height) in [(0, 0), (0, 9), (9, 0)] {
            assert!(matches!(judge(&film(width, height, 3000), &lips(3000)), Err(Fault::Small { .. })));
        }
        for codec in ["mp4v", "apch", "avc1", ""] {
            assert_eq!(
                judge(&Seen { codec: codec.to_owned(), ..film(720, 1280, 3000) }, &lips(3000)),
                Err(Fault::Codec)
            );
        }
    }

    #[test]
    fn the_sound_of_a_film_matters_where_it_is_heard() {
        let odd = Seen { sound: Sound::Other, ..film(720, 1280, 3000) };
        assert!(judge(&odd, &lips(3000)).is_ok());
        assert_eq!(judge(&odd, &Wanted { own_voice: false, ..lips(3000) }), Err(Fault::Sound));
        let mute = Seen { sound: Sound::None, ..odd };
        assert!(judge(&mute, &Wanted { own_voice: false, ..lips(3000) }).is_ok());
    }

    #[test]
    fn a_fault_is_a_cause_that_is_kept_with_its_figures() {
        let cause = Cause::from(Fault::Short { film_ms: 1000, ordered_ms: 3000 });
        assert_eq!(
            (cause.name(), cause.to_string()),
            ("film", "the film is 1 s long, and 3 s were ordered".to_owned())
        );
        let json = serde_json::to_string(&cause).unwrap();
        assert_eq!(serde_json::from_str::<Cause>(&json).unwrap(), cause);
        assert_eq!(serde_json::from_str::<Cause>("\"film\"").unwrap(), Cause::Film, "as it was kept before");
    }
}
