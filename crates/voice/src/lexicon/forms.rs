//! Endings: how plural, past and -ing forms sound after a stem.

/// The stem's sound with "s": *cats*, *dogs*, *buses*.
pub(crate) fn with_s(stem: &str) -> String {
    match stem.chars().last() {
        Some('p' | 't' | 'k' | 'f' | 'θ') => format!("{stem}s"),
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => format!("{stem}ᵻz"),
        _ => format!("{stem}z"),
    }
}

/// Whether a final t becomes a flap before a vowel: it does after a vowel or r.
fn flaps(stem: &str) -> bool {
    let mut back = stem.chars().rev();
    back.next() == Some('t') && back.next().is_some_and(|c| c == 'ɹ' || super::phones::is_vowel(c))
}

fn flapped(stem: &str) -> String {
    if flaps(stem) { format!("{}ɾ", &stem[..stem.len() - 1]) } else { stem.to_owned() }
}

/// The stem's sound with "ed": *walked*, *played*, *waited*.
pub(crate) fn with_ed(stem: &str) -> String {
    match stem.chars().last() {
        Some('p' | 'k' | 'f' | 'θ' | 'ʃ' | 's' | 'ʧ') => format!("{stem}t"),
        Some('d' | 't') => format!("{}ᵻd", flapped(stem)),
        _ => format!("{stem}d"),
    }
}

/// The stem's sound with "ing": *waiting*.
pub(crate) fn with_ing(stem: &str) -> String {
    format!("{}ɪŋ", flapped(stem))
}

/// Makes the sound of a form from its stem's.
pub(crate) type Rule = fn(&str) -> String;

/// Stems that a written form may come from, the likeliest first, with the rule that makes its sound.
pub(crate) fn stems(word: &str) -> Vec<(String, Rule)> {
    let mut out: Vec<(String, Rule)> = Vec::new();
    let mut add = |stem: &str, tail: &str, rule: Rule| {
        if stem.chars().count() + tail.len() > 1 {
            out.push((format!("{stem}{tail}"), rule));
        }
    };
    if let Some(s) = word.strip_suffix("'s").or_else(|| word.strip_suffix("s'")) {
        add(s, "", with_s);
    }
    if let Some(s) = word.strip_suffix('s').filter(|s| !s.ends_with('s') && !s.ends_with('\'')) {
        add(s, "", with_s);
        if let Some(s) = word.strip_suffix("ies") {
            add(s, "y", with_s);
        } else if let Some(s) = word.strip_suffix("es") {
            add(s, "", with_s);
        }
    }
    if let Some(s) = word.strip_suffix("ed").or_else(|| word.strip_suffix("'d")) {
        add(s, "e", with_ed);
        add(s, "", with_ed);
        if let Some(s) = s.strip_suffix('i') {
            add(s, "y", with_ed);
        }
        if let Some(s) = undoubled(s) {
            add(s, "", with_ed);
        }
    }
    if let Some(s) = word.strip_suffix("ing").or_else(|| word.strip_suffix("in'")) {
        add(s, "", with_ing);
        add(s, "e", with_ing);
        if let Some(s) = undoubled(s) {
            add(s, "", with_ing);
        }
    }
    out
}

/// "stopp" as "stop".
fn undoubled(stem: &str) -> Option<&str> {
    let mut back = stem.chars().rev();
    let (last, before) = (back.next()?, back.next()?);
    (last == before && last.is_ascii_lowercase() && !"aeiou".contains(last)).then(|| &stem[..stem.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_follow_the_sound_before_them() {
        assert_eq!((with_s("kˈæt"), with_s("dˈɔɡ"), with_s("bˈʌs")), ("kˈæts".into(), "dˈɔɡz".into(), "bˈʌsᵻz".into()));
        assert_eq!(with_ed("wˈAt"), "wˈAɾᵻd");
        assert_eq!(with_ed("plˈA"), "plˈAd");
        assert_eq!(with_ing("stˈɑp"), "stˈɑpɪŋ");
        let stems: Vec<String> = stems("stopped").into_iter().map(|s| s.0).collect();
        assert!(stems.contains(&"stop".to_owned()), "{stems:?}");
    }
}
