//! How many words of a script fit into a length.

/// Words in all, and how many of them, counted from the first, stay within `limit_s`. `seconds` is the length of the
/// whole; `length` measures a beginning.
pub(crate) fn words_that_fit(
    script: &str,
    seconds: f32,
    limit_s: f32,
    mut length: impl FnMut(&str) -> Option<f32>,
) -> (u32, u32) {
    let ends: Vec<usize> = word_ends(script);
    let all = ends.len();
    if seconds <= limit_s {
        return (all as u32, all as u32);
    }
    // Longer beginnings take longer: halve the range until it closes. A beginning that cannot be measured has nothing
    // to say and so fits.
    let (mut fits, mut too_long) = (0, all);
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        let beginning = script.get(..ends[middle - 1]).unwrap_or_default();
        if length(beginning).unwrap_or(0.0) <= limit_s { fits = middle } else { too_long = middle }
    }
    (all as u32, fits as u32)
}

/// Byte offsets right after each word.
fn word_ends(script: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut inside = false;
    for (at, c) in script.char_indices() {
        if c.is_whitespace() && inside {
            ends.push(at);
        }
        inside = !c.is_whitespace();
    }
    if inside {
        ends.push(script.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, limit_s: f32, expect: (u32, u32)) {
        // One second a word.
        let length = |text: &str| Some(text.split_whitespace().count() as f32);
        let seconds = script.split_whitespace().count() as f32;
        assert_eq!(words_that_fit(script, seconds, limit_s, length), expect);
    }

    #[test]
    fn as_many_words_fit_as_the_limit_has_seconds() {
        check("one two three", 9.6, (3, 3));
        check("one  two\nthree four é", 3.5, (5, 3));
        check("one two", 0.5, (2, 0));
        check("one", 0.5, (1, 0));
    }
}
