//! Times and amounts in words.

use domain::UnixMs;

/// How long ago, or how far ahead: `3 h ago`, `in 5 days`.
#[must_use]
pub fn relative(at: UnixMs, now: UnixMs) -> String {
    let (s, ahead) = if at > now { ((at - now) / 1000, true) } else { ((now - at) / 1000, false) };
    let words = match s {
        0..60 => return if ahead { "in a moment".to_owned() } else { "just now".to_owned() },
        60..3600 => format!("{} min", s / 60),
        3600..86_400 => format!("{} h", s / 3600),
        86_400..172_800 => "1 day".to_owned(),
        172_800..5_184_000 => format!("{} days", s / 86_400),
        5_184_000..63_072_000 => format!("{} months", s / 2_592_000),
        _ => format!("{} years", s / 31_536_000),
    };
    if ahead { format!("in {words}") } else { format!("{words} ago") }
}

/// A length of waiting: `about 20 s`, `about 2 min`.
#[must_use]
pub fn about(seconds: f32) -> String {
    let s = seconds.max(1.0);
    if s < 10.0 {
        format!("about {s:.0} s")
    } else if s < 90.0 {
        format!("about {:.0} s", (s / 5.0).round() * 5.0)
    } else {
        format!("about {:.0} min", (s / 60.0).ceil())
    }
}

/// One thing, or several: `1 invite`, `3 invites`.
#[must_use]
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words() {
        const DAY: u64 = 86_400_000;
        for (ago_ms, words) in [
            (0, "just now"),
            (61_000, "1 min ago"),
            (2 * 3_600_000, "2 h ago"),
            (DAY, "1 day ago"),
            (12 * DAY, "12 days ago"),
            (90 * DAY, "3 months ago"),
            (800 * DAY, "2 years ago"),
        ] {
            assert_eq!(relative(1000 * DAY - ago_ms, 1000 * DAY), words);
        }
        assert_eq!(relative(5 * DAY + 1000, 0), "in 5 days");
    }

    #[test]
    fn amounts_in_words() {
        assert_eq!(about(0.2), "about 1 s");
        assert_eq!(about(23.0), "about 25 s");
        assert_eq!(about(95.0), "about 2 min");
        assert_eq!(count(1, "clip", "clips"), "1 clip");
        assert_eq!(count(0, "clip", "clips"), "0 clips");
    }
}
