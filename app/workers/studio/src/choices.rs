//! A prompt as the studio understands it, in words for chips.

use studio::scene::{ChipKind, Plan, offers};
use wire::workers::studio::{Answer, Offer, Row};

/// Kinds of choices in the order of the page, and what they are called there.
const ROWS: [(ChipKind, &str); 7] = [
    (ChipKind::Place, "Places"),
    (ChipKind::Time, "Time of day"),
    (ChipKind::Weather, "Weather"),
    (ChipKind::Style, "Style"),
    (ChipKind::Camera, "Camera"),
    (ChipKind::Cut, "Framing"),
    (ChipKind::Prop, "In front of you"),
];

/// What it says, and what else it could say.
pub(crate) fn of(prompt: &str) -> Answer {
    let plan = Plan::from_prompt(prompt, 0).describe().into_iter().map(|chip| chip.label).collect();
    let row = |(kind, words): (ChipKind, &str)| {
        let offers = offers(prompt, kind)
            .into_iter()
            .map(|o| Offer { words: o.label.to_owned(), on: o.on, prompt: o.prompt })
            .collect();
        Row { words: words.to_owned(), offers }
    };
    let rows = ROWS.into_iter().map(row).filter(|row| !row.offers.is_empty()).collect();
    Answer::Choices { plan, rows }
}
