//! From the times of letters, or of words as they were heard, to the words as they were written.

use domain::speech::Word;

/// Words out of letters: what stands between white space, from the first letter's start to the last one's end. None if the
/// times are no times, or if there are not as many of them as letters.
pub(super) fn of_letters(letters: &[String], starts: &[f64], ends: &[f64]) -> Option<Vec<Word>> {
    if letters.len() != starts.len() || letters.len() != ends.len() {
        return None;
    }
    let mut words = Vec::new();
    let mut open: Option<(String, f64, f64)> = None;
    for ((letter, start), end) in letters.iter().zip(starts).zip(ends) {
        // A letter may come with the space before or after it.
        let mut rest = letter.as_str();
        while let Some(first) = rest.chars().next() {
            let (head, tail) = rest.split_at(first.len_utf8());
            rest = tail;
            if first.is_whitespace() {
                words.extend(open.take());
                continue;
            }
            let (text, _, until) = open.get_or_insert_with(|| (String::new(), *start, *end));
            text.push_str(head);
            *until = *end;
        }
    }
    words.extend(open);
    in_order(words)
}

/// Words out of words: where there are as many as were written, they are written as there.
pub(super) fn of_words(heard: &[String], starts: &[f64], ends: &[f64], written: &str) -> Option<Vec<Word>> {
    if heard.len() != starts.len() || heard.len() != ends.len() {
        return None;
    }
    let written: Vec<_> = written.split_whitespace().collect();
    let text = |place: usize| match written.len() == heard.len() {
        true => written.get(place).map(|word| (*word).to_owned()),
        false => heard.get(place).cloned(),
    };
    let words = starts.iter().zip(ends).enumerate();
    let words = words.filter_map(|(place, (start, end))| Some((text(place)?, *start, *end)));
    in_order(words.filter(|(text, ..)| !text.trim().is_empty()).collect())
}

/// Times that go forward: a word begins where the one before it ended, if not later. An hour is more than anything lasts.
fn in_order(words: Vec<(String, f64, f64)>) -> Option<Vec<Word>> {
    let mut before = 0.0_f32;
    let words = words.into_iter().map(|(text, start, end)| {
        let time = |t: f64| (t.is_finite() && (-1.0..3_600.0).contains(&t)).then_some(t as f32);
        let start_s = time(start)?.max(before);
        let end_s = time(end)?.max(start_s);
        before = end_s;
        Some(Word { text, start_s, end_s })
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    fn shown(words: &[Word]) -> Vec<(&str, f32, f32)> {
        words.iter().map(|w| (w.text.as_str(), w.start_s, w.end_s)).collect()
    }

    #[test]
    fn white_space_parts_words_and_punctuation_stays() {
        let text = "  Hi, you\n— 3 ";
        let starts: Vec<f64> = (0..text.chars().count()).map(|n| n as f64).collect();
        let ends: Vec<f64> = starts.iter().map(|s| s + 1.0).collect();
        let words = of_letters(&letters(text), &starts, &ends).unwrap();
        assert_eq!(shown(&words), [("Hi,", 2.0, 5.0), ("you", 6.0, 9.0), ("—", 10.0, 11.0), ("3", 12.0, 13.0)]);
        assert_eq!(of_letters(&[], &[], &[]), Some(Vec::new()));
    }

    #[test]
    fn a_letter_may_bring_its_space() {
        let parts = ["a".to_owned(), " b".to_owned(), "c d".to_owned()];
        let words = of_letters(&parts, &[0.0, 1.0, 2.0], &[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(shown(&words), [("a", 0.0, 1.0), ("bc", 1.0, 3.0), ("d", 3.0, 3.0)]);
    }

    #[test]
    fn times_that_are_none_are_refused_and_others_put_in_order() {
        let two = letters("a b");
        assert_eq!(of_letters(&two, &[0.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(of_letters(&two, &[0.0, 1.0, f64::NAN], &[1.0, 2.0, 3.0]), None);
        assert_eq!(of_letters(&two, &[0.0, 1.0, 1e300], &[1.0, 2.0, 3.0]), None);
        let words = of_letters(&two, &[-0.5, 1.0, 0.5], &[1.0, 2.0, 0.2]).unwrap();
        assert_eq!(shown(&words), [("a", 0.0, 1.0), ("b", 1.0, 1.0)]);
    }

    #[test]
    fn words_are_written_as_in_the_script_where_they_are_as_many() {
        let heard = ["hello".to_owned(), "you".to_owned()];
        let words = of_words(&heard, &[0.0, 1.0], &[1.0, 2.0], "Hello, you!").unwrap();
        assert_eq!(shown(&words), [("Hello,", 0.0, 1.0), ("you!", 1.0, 2.0)]);
        let words = of_words(&heard, &[0.0, 1.0], &[1.0, 2.0], "Helloyou").unwrap();
        assert_eq!(words[0].text, "hello");
        assert_eq!(of_words(&heard, &[0.0], &[1.0, 2.0], "x"), None);
    }
}
