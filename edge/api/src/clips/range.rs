//! Which bytes of a file a request gets: conditions and ranges of RFC 9110. Pure.

/// Request headers that matter, each empty when it is absent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// `Range`.
    pub range: &'a str,
    /// `If-Range`.
    pub if_range: &'a str,
    /// `If-None-Match`.
    pub if_none_match: &'a str,
}

/// What to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// 200 with everything.
    Whole,
    /// 206 with the bytes from `first` to `last`, both included.
    Part {
        /// Below the size.
        first: u64,
        /// At least `first`, below the size.
        last: u64,
    },
    /// 304.
    NotModified,
    /// 416.
    Unsatisfiable,
}

/// Decides for a file of `size` bytes with this entity tag, quotes included.
#[must_use]
pub fn plan(size: u64, etag: &str, asked: Asked<'_>) -> Plan {
    if !asked.if_none_match.is_empty() && none_match(asked.if_none_match, etag) {
        return Plan::NotModified;
    }
    // A tag that is weak or a date never matches strongly (RFC 9110, 13.1.5): then the whole file is the answer.
    if asked.range.is_empty() || (!asked.if_range.is_empty() && asked.if_range.trim() != etag) {
        return Plan::Whole;
    }
    match parse(asked.range, size) {
        Some(plan) => plan,
        // Several ranges, another unit or nonsense: a server may ignore these (RFC 9110, 14.2).
        None => Plan::Whole,
    }
}

/// Whether one of the listed tags is ours, compared weakly (RFC 9110, 13.1.2).
fn none_match(listed: &str, etag: &str) -> bool {
    listed.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn parse(range: &str, size: u64) -> Option<Plan> {
    let (unit, set) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || set.contains(',') {
        return None;
    }
    let (first, last) = set.trim().split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // More digits than fit mean a place beyond any file.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    if first.is_empty() {
        let length = number(last)?.min(size);
        return Some(match size.checked_sub(length) {
            Some(first) if length > 0 => Plan::Part { first, last: size - 1 },
            _ => Plan::Unsatisfiable,
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    if first >= size {
        return Some(Plan::Unsatisfiable);
    }
    Some(Plan::Part { first, last: last.min(size - 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ETAG: &str = "\"abc\"";

    #[track_caller]
    fn check(range: &str, expect: Plan) {
        assert_eq!(plan(1000, ETAG, Asked { range, ..Asked::default() }), expect, "{range}");
    }

    #[test]
    fn ranges() {
        check("", Plan::Whole);
        check("bytes=0-99", Plan::Part { first: 0, last: 99 });
        check("bytes=0-0", Plan::Part { first: 0, last: 0 });
        check("bytes=900-", Plan::Part { first: 900, last: 999 });
        check("bytes=900-2000", Plan::Part { first: 900, last: 999 });
        check("bytes=-100", Plan::Part { first: 900, last: 999 });
        check("bytes=-5000", Plan::Part { first: 0, last: 999 });
        check("bytes=-0", Plan::Unsatisfiable);
        check("bytes=1000-", Plan::Unsatisfiable);
        check("bytes=99999999999999999999999-", Plan::Unsatisfiable);
        check("bytes=0-99999999999999999999999", Plan::Part { first: 0, last: 999 });
        for ignored in
            ["bytes=5-2", "bytes=0-1,3-4", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes", "bytes=+1-2"]
        {
            check(ignored, Plan::Whole);
        }
        assert_eq!(plan(0, ETAG, Asked { range: "bytes=0-", ..Asked::default() }), Plan::Unsatisfiable);
        assert_eq!(plan(0, ETAG, Asked { range: "bytes=-5", ..Asked::default() }), Plan::Unsatisfiable);
    }

    #[test]
    fn conditions() {
        let with = |if_none_match, if_range| plan(1000, ETAG, Asked { range: "bytes=0-9", if_none_match, if_range });
        let part = Plan::Part { first: 0, last: 9 };
        assert_eq!(with("\"abc\"", ""), Plan::NotModified);
        assert_eq!(with("\"x\", W/\"abc\"", ""), Plan::NotModified);
        assert_eq!(with("*", ""), Plan::NotModified);
        assert_eq!(with("\"x\"", ""), part);
        assert_eq!(with("", "\"abc\""), part);
        assert_eq!(with("", "\"x\""), Plan::Whole);
        assert_eq!(with("", "W/\"abc\""), Plan::Whole);
        assert_eq!(with("", "Sun, 22 Nov 2026 12:00:00 GMT"), Plan::Whole);
    }
}
