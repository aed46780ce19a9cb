//! What a prompt says about its scene, as choices that people can change.

use studio::scene::{ChipKind, offers};
use wire::workers::studio::{Answer, Choice, ChoiceOption};

/// Names of what can be chosen, in the order in which it is shown.
const KINDS: [(&str, ChipKind); 7] = [
    ("Place", ChipKind::Place),
    ("Time", ChipKind::Time),
    ("Weather", ChipKind::Weather),
    ("Style", ChipKind::Style),
    ("Camera", ChipKind::Camera),
    ("Framing", ChipKind::Cut),
    ("In front of you", ChipKind::Prop),
];

/// Every choice of a prompt that can be seen.
pub(crate) fn choices(prompt: &str) -> Answer {
    let choices = KINDS
        .into_iter()
        .map(|(name, kind)| {
            let options = offers(prompt, kind)
                .into_iter()
                .map(|o| ChoiceOption { label: o.label.to_owned(), on: o.on, prompt: o.prompt })
                .collect();
            Choice { name: name.to_owned(), options }
        })
        .filter(|c: &Choice| !c.options.is_empty())
        .collect();
    Answer::Plan { choices }
}
