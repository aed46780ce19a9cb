//! The colours of `style/tokens.css` against one another, by WCAG 2.2: text at 4.5 and controls at 3 or more, by day and
//! by night.

use std::collections::HashMap;

/// One colour as linear-light sRGB, from OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020).
fn linear(l: f64, c: f64, h_deg: f64) -> [f64; 3] {
    let (a, b) = (c * h_deg.to_radians().cos(), c * h_deg.to_radians().sin());
    let l_ = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m_ = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s_ = (l - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * l_ - 3.307_711_591_3 * m_ + 0.230_969_929_2 * s_,
        -1.268_438_004_6 * l_ + 2.609_757_401_1 * m_ - 0.341_319_396_5 * s_,
        -0.004_196_086_3 * l_ - 0.703_418_614_7 * m_ + 1.707_614_701 * s_,
    ]
    .map(|v| v.clamp(0.0, 1.0))
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let y = |c: [f64; 3]| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] + 0.05;
    let (a, b) = (y(a), y(b));
    a.max(b) / a.min(b)
}

/// Tokens by name, as written.
fn tokens() -> HashMap<String, String> {
    let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens.css")).expect("tokens");
    css.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// The colour of a token by day or by night.
fn resolve(all: &HashMap<String, String>, value: &str, night: bool) -> [f64; 3] {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')) {
        // The comma between the two stands outside of any bracket.
        let mut depth = 0;
        let at = inner
            .char_indices()
            .find(|(_, c)| {
                depth += i32::from(*c == '(') - i32::from(*c == ')');
                *c == ',' && depth == 0
            })
            .expect("two colours")
            .0;
        return resolve(all, if night { &inner[at + 1..] } else { &inner[..at] }, night);
    }
    if let Some(name) = value.strip_prefix("var(--").and_then(|v| v.strip_suffix(')')) {
        return resolve(all, &all[name], night);
    }
    let inner = value.strip_prefix("oklch(").and_then(|v| v.strip_suffix(')')).unwrap_or_else(|| panic!("{value}"));
    let n: Vec<f64> = inner.split_whitespace().map(|p| p.parse().expect("a number")).collect();
    linear(n[0], n[1], n[2])
}

#[track_caller]
fn at_least(limit: f64, front: &[&str], back: &[&str]) {
    let all = tokens();
    for night in [false, true] {
        for f in front {
            for b in back {
                let measured = contrast(resolve(&all, &all[*f], night), resolve(&all, &all[*b], night));
                assert!(measured >= limit, "{f} on {b}, night {night}: {measured:.2}, at least {limit}");
            }
        }
    }
}

#[test]
fn text_can_be_read() {
    at_least(4.5, &["text", "muted", "accent", "danger", "yes"], &["ground", "raised"]);
    at_least(4.5, &["text"], &["sunken"]);
}

#[test]
fn fills_carry_their_words() {
    at_least(4.5, &["ink"], &["spot"]);
    at_least(4.5, &["paper"], &["curtain"]);
    at_least(4.5, &["curtain-on-stage", "yes-on-stage"], &["stage"]);
}

#[test]
fn controls_can_be_found() {
    at_least(3.0, &["edge"], &["ground", "raised"]);
}
