use super::*;

fn table(lines: &str) -> String {
    format!(r#"{{"version": 3, "date": "2026-11-30", "lines": {{{lines}}}}}"#)
}

const LINE: &str = r#""a": {"film": 5, "second": 100, "date": "2026-01-31", "source": "x"}"#;

#[test]
fn the_usual_table_is_whole() {
    let usual = Prices::parse(include_str!("../prices.json")).unwrap();
    assert_eq!(usual, Prices::usual());
    assert!(usual.lines().count() > 0);
    for (id, line) in usual.lines() {
        let voice = crate::voices::voice(id).is_some();
        let making = crate::avatars::making(id).is_some();
        assert!(voice || making || crate::table::generator(id).is_some(), "{id} has a price but is no generator");
        let clip = if voice { line.of_characters(200) } else { line.of(10.0) };
        assert!(line.source.contains('.') && clip > 0, "{id}");
        // Nothing that is in the table may cost more than ten dollars a clip: then a figure slipped.
        assert!(clip < 10_000_000, "{id}");
    }
}

#[test]
fn a_begun_second_counts() {
    let usual = Prices::usual();
    let quote = |seconds| usual.quote("fal-heygen-avatar4", seconds).unwrap();
    assert_eq!(
        (quote(0.0), quote(0.1), quote(1.0), quote(9.2), quote(10.0)),
        (0, 100_000, 100_000, 1_000_000, 1_000_000)
    );
    assert_eq!(usual.quote("runway-gen4.5", 0.5), Some(240_000), "its shortest film has two seconds");
    assert_eq!(usual.quote("nobody", 1.0), None);
    assert_eq!(usual.quote("fal-kling-o3", 1.0), None, "no price is known");
    for odd in [f32::NAN, -5.0, f32::NEG_INFINITY] {
        assert_eq!(quote(odd), 0);
    }
    assert!(quote(f32::INFINITY) > 1_000_000_000, "saturates, never wraps");
}

#[test]
fn speech_is_charged_by_the_character() {
    let usual = Prices::usual();
    let quote = |text: &str| usual.quote_speech("elevenlabs", text).unwrap();
    assert_eq!((quote(""), quote("é"), quote(&"é".repeat(150))), (0, 100, 15_000));
    assert_eq!(usual.quote_speech("cartesia", "x"), None, "no price is known");
    let line = Line { thousand: 1, ..usual.line("elevenlabs").unwrap().clone() };
    assert_eq!((line.of_characters(1), line.of_characters(usize::MAX)), (1, u64::MAX / 1_000 + 1));
}

#[test]
fn lengths_may_go_up_in_steps() {
    let lines = r#""a": {"second": 10, "step": 4, "least": 3, "date": "2026-01-31", "source": "x"}"#;
    let prices = Prices::parse(&table(lines)).unwrap();
    let quotes: Vec<_> = [0.5, 4.0, 4.1, 8.0, 10.0].iter().map(|s| prices.quote("a", *s).unwrap()).collect();
    assert_eq!(quotes, [40, 40, 80, 80, 120]);
}

#[test]
fn the_operators_table_lies_over_the_usual_one() {
    let mine = r#""fal-kling-o3": {"second": 170000, "date": "2026-12-01", "source": "my bill"}, "heygen-photo": null"#;
    let both = Prices::usual().under(Prices::parse(&table(mine)).unwrap());
    assert_eq!(both.label(), "1+3");
    assert_eq!(both.quote("fal-kling-o3", 2.0), Some(340_000));
    assert_eq!(both.quote("heygen-photo", 2.0), None, "taken away");
    assert_eq!(both.quote("fal-heygen-avatar4", 2.0), Some(200_000));
    assert_eq!(Prices::usual().label(), "1");
}

#[test]
fn errors_name_the_line() {
    let told = |lines: &str| Prices::parse(&table(lines)).unwrap_err().to_string();
    for (field, part) in [
        (r#""second": -1"#, "invalid value"),
        (r#""second": 1.5"#, "invalid type"),
        (r#""second": 2000000000"#, "thousand dollars"),
        (r#""second": 1, "least": 61"#, "at most 60"),
        (r#""second": 1, "minute": 1"#, "unknown field `minute`"),
        (r#""least": 2"#, "`film`, `second` or `thousand`"),
    ] {
        let error = told(&format!(r#""good": null, "bad-one": {{{field}, "date": "2026-01-01", "source": "x"}}"#));
        assert!(error.contains("`bad-one`") && error.contains(part), "{error}");
    }
    assert!(told(r#""a": {"second": 1, "date": "2026-13-01", "source": "x"}"#).contains("2026-11-30"));
    assert!(told(r#""a": {"second": 1, "date": "31.1.2026", "source": "x"}"#).contains("2026-11-30"));
    assert!(told(r#""a": {"second": 1, "date": "2026-01-31", "source": " "}"#).contains("where"));
    assert!(told(r#""a": 7"#).contains("`a`"));
    assert!(told(r#""a b": null"#).contains("no name"));
}

#[test]
fn a_table_that_is_none_is_refused() {
    for (json, part) in [
        ("", "no JSON"),
        ("[]", "no JSON object"),
        (r#"{"date": "2026-01-01", "lines": {}}"#, "version"),
        (r#"{"version": 0, "date": "2026-01-01", "lines": {}}"#, "version"),
        (r#"{"version": 1, "date": "today", "lines": {}}"#, "date"),
        (r#"{"version": 1, "date": "2026-01-01"}"#, "lines"),
        (r#"{"version": 1, "date": "2026-01-01", "lines": {}, "prices": 1}"#, "`prices`"),
    ] {
        let error = Prices::parse(json).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    assert!(Prices::parse(&" ".repeat(MAX_TABLE_BYTES + 1)).is_err());
    let many: Vec<_> = (0..=MAX_LINES).map(|n| format!(r#""g{n}": null"#)).collect();
    assert!(Prices::parse(&table(&many.join(","))).is_err());
    assert_eq!(Prices::parse(&table(LINE)).unwrap().quote("a", 1.5), Some(205));
    let free = r#""a": {"second": 0, "date": "2026-01-31", "source": "my own machine"}"#;
    assert_eq!(Prices::parse(&table(free)).unwrap().quote("a", 1.5), Some(0), "said, not forgotten");
}

#[test]
fn no_bytes_make_it_panic() {
    let good = table(LINE);
    let mut state = 7_u64;
    for _ in 0..20_000 {
        let mut bytes = good.clone().into_bytes();
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 33) as usize % bytes.len();
            match state >> 62 {
                0 => bytes[place] = (state >> 20) as u8,
                1 => drop(bytes.remove(place)),
                _ => bytes.insert(place, b"\"{}[]:,-0e9\\"[(state >> 9) as usize % 12]),
            }
        }
        if let Ok(prices) = Prices::parse(&String::from_utf8_lossy(&bytes)) {
            let _ = prices.lines().map(|(_, line)| line.of(f32::MAX)).max();
        }
    }
}
