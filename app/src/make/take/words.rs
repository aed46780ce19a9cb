//! What is wrong with a recording, and what to do, in words.

use domain::limits::MAX_SPEECH_S;
use domain::take::TakeFlaw;

use crate::time::count;

/// Most words that are named.
const NAMED: usize = 4;

/// What is wrong, and what to do.
#[must_use]
pub fn flaw(flaw: &TakeFlaw) -> String {
    match flaw {
        TakeFlaw::NothingHeard => {
            "Nothing was heard. Check that the microphone is not muted, then record again.".to_owned()
        }
        TakeFlaw::TooQuiet => "It is too quiet. Come closer to the microphone, then record again.".to_owned(),
        TakeFlaw::Clipped => {
            "It is too loud: the microphone overloads. Go back a little, then record again.".to_owned()
        }
        TakeFlaw::TooNoisy => "There is too much noise around you. Find a quieter place, then record again.".to_owned(),
        TakeFlaw::TooLong { seconds } => {
            format!("It takes {seconds:.1} s, and {MAX_SPEECH_S} s fit into a clip. Say less, or say it faster.")
        }
        TakeFlaw::OtherWords { missing, more_after, words } => other(missing, more_after, *words),
    }
}

fn other(missing: &[String], more_after: &[String], words: u32) -> String {
    const NEXT: &str = "Correct the script, or record again.";
    let of = format!("{} of {}", missing.len(), count(words, "word", "words"));
    if missing.len() * 2 > words as usize {
        return format!("This is not what the script says: {of} were not heard. {NEXT}");
    }
    let mut said = Vec::new();
    if !missing.is_empty() {
        said.push(format!("Not heard, {of}: {}.", named(missing.iter().map(|word| bare(word)))));
    }
    if !more_after.is_empty() {
        let place = |word: &String| if word.is_empty() { "the beginning".to_owned() } else { bare(word) };
        said.push(format!("Something else is said after {}.", named(more_after.iter().map(place))));
    }
    if said.is_empty() {
        said.push("The words of the script are hard to make out.".to_owned());
    }
    said.push(NEXT.to_owned());
    said.join(" ")
}

fn bare(word: &str) -> String {
    format!("“{}”", word.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn named(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let mut text = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > NAMED {
        text.push_str(&format!(" and {} more", all.len() - NAMED));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn other_words_are_named_with_what_to_do() {
        let one = TakeFlaw::OtherWords { missing: words(&["cats,"]), more_after: vec![], words: 6 };
        assert_eq!(flaw(&one), "Not heard, 1 of 6 words: “cats”. Correct the script, or record again.");
        let more = TakeFlaw::OtherWords { missing: vec![], more_after: words(&["", "love"]), words: 6 };
        assert_eq!(
            flaw(&more),
            "Something else is said after the beginning, “love”. Correct the script, or record again."
        );
        let all = TakeFlaw::OtherWords { missing: words(&["a", "b", "c", "d", "e"]), more_after: vec![], words: 6 };
        assert!(flaw(&all).starts_with("This is not what the script says: 5 of 6 words were not heard."));
        let five = TakeFlaw::OtherWords { missing: words(&["a", "b", "c", "d", "e"]), more_after: vec![], words: 60 };
        assert!(flaw(&five).contains("“d” and 1 more."), "{}", flaw(&five));
        let long = flaw(&TakeFlaw::TooLong { seconds: 12.34 });
        assert!(long.starts_with("It takes 12.3 s, and 9.6 s fit"), "{long}");
    }
}
