//! From a script as written to words as spoken.
//!
//! [`written`] cuts the script at white space into the units that captions show; [`expand`] says how each of them is
//! read aloud, with the tables in [`tables`] and the number words in [`numbers`].

pub(crate) mod expand;
mod figures;
pub(crate) mod numbers;
pub(crate) mod script;
mod shapes;
pub(crate) mod tables;
pub(crate) mod written;

/// One thing to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// A word to look up.
    Word(String),
    /// Letters to be named one by one: "FBI".
    Spell(String),
    /// A pause or an intonation: one of `, . ! ? ; : — …`.
    Mark(char),
    /// A pause of at least so many seconds.
    Pause(f32),
}

/// A unit of the script together with what is said for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// As written, punctuation included.
    pub(crate) text: String,
    /// In the order of saying. Never empty.
    pub(crate) pieces: Vec<Piece>,
    /// Whether a sentence ends here.
    pub(crate) ends_sentence: bool,
    /// Whether it stood between asterisks.
    pub(crate) emphasised: bool,
}

/// Reads a script. Units that are silent (emoji, other scripts, stray symbols) are kept in the text of the unit before
/// them, or of the one after them when they come first.
pub(crate) fn read(script: &str, tables: &tables::Tables) -> Vec<Unit> {
    let tokens = written::tokens(script);
    let mut units: Vec<Unit> = Vec::with_capacity(tokens.len());
    let mut orphan = String::new();
    for i in 0..tokens.len() {
        let pieces = expand::expand(&tokens, i, tables);
        let text = tokens[i].text.as_str();
        let speaks = pieces.iter().any(|p| !matches!(p, Piece::Mark(_) | Piece::Pause(_)));
        if speaks {
            let text = if orphan.is_empty() { text.to_owned() } else { format!("{orphan} {text}") };
            orphan.clear();
            units.push(Unit { text, pieces, ends_sentence: false, emphasised: tokens[i].emphasised });
        } else if let (Some(Piece::Pause(s)), Some(last)) = (pieces.first(), units.last_mut()) {
            // A pause that the script asks for is heard, not shown.
            last.pieces.push(Piece::Pause(*s));
        } else if matches!(pieces.first(), Some(Piece::Pause(_))) {
        } else if let Some(last) = units.last_mut() {
            last.text.push(' ');
            last.text.push_str(text);
            if let (Some(mark @ Piece::Mark(_)), false) =
                (pieces.into_iter().next(), matches!(last.pieces.last(), Some(Piece::Mark(_))))
            {
                last.pieces.push(mark);
            }
        } else {
            if !orphan.is_empty() {
                orphan.push(' ');
            }
            orphan.push_str(text);
        }
        if let Some(last) = units.last_mut() {
            let stop = matches!(last.pieces.last(), Some(Piece::Mark('.' | '!' | '?' | '…')));
            let goes_on = tokens.get(i + 1).is_some_and(|t| t.core.starts_with(char::is_lowercase));
            last.ends_sentence = tokens[i].ends_line || (stop && !goes_on);
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(script: &str) -> String {
        let tables = tables::Tables::for_tests();
        let mut out = String::new();
        for unit in read(script, &tables) {
            for p in unit.pieces {
                match p {
                    Piece::Word(w) => out += &format!(" {w}"),
                    Piece::Spell(w) => out += &format!(" [{w}]"),
                    Piece::Mark(c) => out.push(c),
                    Piece::Pause(s) => out += &format!(" <{s}>"),
                }
            }
        }
        out.trim().to_owned()
    }

    #[test]
    fn scripts_are_read_aloud_as_people_do() {
        let mut wrong = Vec::new();
        for (script, speech) in [
            ("Hello, world!", "Hello, world!"),
            ("It costs $9.99, not $1.", "It costs nine dollars and ninety nine cents, not one dollar."),
            ("$5 million and £3", "five million dollars and three pounds"),
            ("€20k ¢ 50¢", "twenty thousand euros fifty cents"),
            ("On March 3rd, 2024", "On March third, twenty twenty four"),
            ("On March 3 at 7:30 pm", "On March third at seven thirty [pm]"),
            ("at 9:05am", "at nine oh five [am]"),
            ("at 9:00", "at nine o'clock"),
            ("5 km in 1 hr", "five kilometers in one hour"),
            ("50% of 1,250", "fifty percent of one thousand two hundred fifty"),
            ("Dr. Smith of St. Paul", "Dr Smith of Saint Paul"),
            ("approx. 3.5 ft.", "approximately three point five feet."),
            ("Hi @ada_love2!", "Hi at ada love two!"),
            ("#winning is #1", "hashtag winning is number one"),
            ("See example.com/now", "See example dot com slash now"),
            ("in the 1990s", "in the nineteen nineties"),
            ("10-20 people, 1/2 off", "ten to twenty people, one half off"),
            ("rock & roll", "rock and roll"),
            ("e.g. the U.S. team", "for example the [US] team"),
            ("Chapter IV", "Chapter four"),
            ("Wait... what?!", "Wait… what?"),
            ("yes — no", "yes— no"),
            ("call 555-0199", "call five five five, zero one nine nine"),
            ("well-known and/or 3D", "well-known and or three [D]"),
            ("-5 °C or 72°F", "minus five degrees Celsius or seventy two degrees Fahrenheit"),
            ("24/7", "twenty four seven"),
            ("0.5x", "zero point five [x]"),
            (
                "$1,234.56 or £0.99",
                "one thousand two hundred thirty four dollars and fifty six cents or ninety nine pence",
            ),
            ("10k likes, 2.5M views", "ten thousand likes, two point five million views"),
            ("on 3/4/2024", "on March fourth twenty twenty four"),
            ("on 2024-03-04", "on March fourth twenty twenty four"),
            ("on 13/40/2024", "on thirteen forty twenty twenty four"),
            ("3 March 2024", "third March twenty twenty four"),
            ("Mar. 3, Dec 25", "March third, December twenty fifth"),
            ("the '90s", "the nineties"),
            ("5'10\" tall", "five foot ten tall"),
            ("50/50 or 9–5", "fifty fifty or nine to five"),
            ("~20 people", "about twenty people"),
            ("5 EUR or 10 USD", "five euros or ten dollars"),
            ("v2.0 of AT&T", "[v] two point zero of [AT] and [T]"),
            ("No. 5 vs. No. 6", "number five versus number six"),
            ("(555) 123-4567", "five five five, one two three, four five six seven"),
            ("007", "zero zero seven"),
            ("1,000,000 thanks", "one million thanks"),
            ("7 p.m. sharp", "seven [pm] sharp"),
            ("2x faster, 3 × 4", "two times faster, three times four"),
            ("me@example.org", "me at example dot org"),
            ("w/ or w/o", "with or without"),
            ("*Really* good, *so very* good", "Really good, so very good"),
            ("Well [pause] no [1.5s] yes", "Well <0.6> no <1.5> yes"),
            ("2 * 3 * 4", "two three four"),
            ("π is 3.14", "pi is three point one four"),
        ] {
            if said(script) != speech {
                wrong.push((script, said(script), speech));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_cannot_be_said_is_dropped_and_kept_in_the_text() {
        let tables = tables::Tables::for_tests();
        let units = read("😀 Hello 🌍 *world* 👩‍👩‍👧 שלום", &tables);
        let texts: Vec<&str> = units.iter().map(|u| u.text.as_str()).collect();
        assert_eq!(texts, ["😀 Hello 🌍", "world 👩‍👩‍👧 שלום"]);
        for odd in [
            "",
            "   ",
            "😀😀",
            "שלום עולם",
            "。。。",
            "-",
            "$",
            "#",
            "@",
            "...",
            "\u{202e}\u{200d}",
            "((()))",
            "'",
            "%",
        ] {
            assert!(read(odd, &tables).iter().all(|u| !u.pieces.is_empty()), "{odd:?}");
        }
        assert!(read("😀 ... שלום", &tables).is_empty());
    }

    #[test]
    fn sentences_end_at_stops_but_not_after_titles() {
        let tables = tables::Tables::for_tests();
        let ends: Vec<bool> =
            read("Mr. Fox ran. Then what? I said e.g. this", &tables).iter().map(|u| u.ends_sentence).collect();
        assert_eq!(ends, [false, false, true, false, true, false, false, false, true]);
    }
}
