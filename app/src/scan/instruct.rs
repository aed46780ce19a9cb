//! What the visitor is told: one instruction, one hint.

use domain::capture::{Flaw, Pose};
use wire::workers::face::Hint;
use wire::workers::voice::Verdict;

/// The instruction for a pose.
#[must_use]
pub fn instruction(pose: Pose) -> &'static str {
    match pose {
        Pose::Neutral => "Look straight ahead",
        Pose::EyesShut => "Close your eyes",
        Pose::Smile => "Smile with your teeth",
        Pose::Ah => "Open wide and say ah",
        Pose::Oo => "Round your lips and say oo",
        Pose::Up => "Lift your chin a little",
        Pose::Down => "Lower your chin a little",
        Pose::Brows => "Raise your brows",
        Pose::Blink => "Blink twice",
        Pose::TurnLeft => "Turn your head a little to your left",
        Pose::TurnRight => "Turn your head a little to your right",
    }
}

/// What helps with a pose while nothing is wrong.
#[must_use]
pub fn help(pose: Pose) -> &'static str {
    match pose {
        Pose::Neutral => "Lips shut, eyes open, and hold still.",
        Pose::EyesShut => "A click tells you when to open them.",
        Pose::Smile | Pose::Ah | Pose::Oo | Pose::Brows => "Hold it for a moment.",
        Pose::Up | Pose::Down => "Keep looking at the camera, and hold still.",
        Pose::Blink => "Quickly, as you always do.",
        Pose::TurnLeft | Pose::TurnRight => "Keep looking past the camera, and hold still.",
    }
}

/// What helps when something is wrong.
#[must_use]
pub fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::NoFace => "No face in the picture. Look into the camera.",
        Hint::TwoFaces => "More than one face. Only you may be in the picture.",
        Hint::TooFar => "Come a little closer.",
        Hint::TooNear => "Go back a little.",
        Hint::OffCentre => "Move into the oval.",
        Hint::TooDark => "Too dark. Turn towards a light.",
        Hint::TooBright => "Too bright. Turn away from the light.",
        Hint::Backlit => "The light is behind you. Turn round, or move away from the window.",
        Hint::Covered => "Something covers your face. Move hands and hair away from it.",
        Hint::Glare => "Your glasses reflect a light. Tilt your head, or take them off.",
        Hint::Blurred => "The picture is blurred. Hold still, or wipe the lens.",
        Hint::HoldStill => "Hold still.",
        Hint::DoPose => "",
        Hint::WrongWay => "The other way.",
        Hint::Flat => "This looks like a picture of a face. Look into the camera yourself.",
        Hint::LookAgain => "Lips shut, eyes open, just for a moment.",
    }
}

/// What ended a capture, and what to do: the flaw's own words, its first sentence apart, and one that helps whoever meant
/// no harm.
#[must_use]
pub fn flaw(flaw: Flaw) -> (String, String) {
    let help = match flaw {
        Flaw::WrongTurn => "Wait for the words, then turn slowly.",
        Flaw::OffScript => "The ring waits for you.",
        Flaw::Jump => "Turn slowly, and hold the camera still.",
        Flaw::OtherFace => "Keep hands and hair off the face, and the light as it is.",
        Flaw::Flat => "Hold the camera still, and turn your head alone.",
        Flaw::Frozen => "Unplugging the camera for a moment helps, too.",
        Flaw::Looped => "Virtual cameras and recordings cannot be scanned.",
    };
    let words = flaw.to_string();
    let (what, next) = words.split_once(". ").unwrap_or((words.trim_end_matches('.'), ""));
    (what.to_owned(), format!("{next} {help}").trim_start().to_owned())
}

/// What helps while the words are being said; none while nothing can be told yet.
#[must_use]
pub fn meanwhile(verdict: &Verdict, seconds: f32) -> Option<&'static str> {
    /// Before this, quiet and missing words mean only that nobody has begun, in seconds.
    const BEGUN_S: f32 = 5.0;
    match verdict {
        Verdict::Clipped => Some("Too loud for the microphone. Go back a little."),
        Verdict::TooNoisy => Some("It is noisy here. Come closer to the microphone."),
        Verdict::WrongOrder => Some("From the first word on, in this order."),
        Verdict::TwoVoices => Some("Only one voice. Say all three yourself."),
        Verdict::TooQuiet if seconds > BEGUN_S => Some("A little louder."),
        Verdict::NothingHeard if seconds > BEGUN_S => Some("Nothing is heard yet. Say the first word."),
        _ => None,
    }
}

/// What became of a take of the words.
#[must_use]
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Said => "All three words were heard.".to_owned(),
        Verdict::TooQuiet => "Too quiet to tell. Come closer to the microphone, then try again.".to_owned(),
        Verdict::Clipped => "The microphone overloads. Go back a little, then try again.".to_owned(),
        Verdict::TooNoisy => "Too much noise around you. Find a quieter place, then try again.".to_owned(),
        Verdict::WrongOrder => {
            "The words were not in this order. Say them one after another, from the first on.".to_owned()
        }
        Verdict::TwoVoices => "More than one voice said the words. Say all three yourself.".to_owned(),
        Verdict::NothingHeard => {
            "Nothing was heard. Check that the microphone is not muted, then try again.".to_owned()
        }
        Verdict::NotTheseWords { missing } => match missing.as_slice() {
            [] => "The words were not in this order. Say them one after another.".to_owned(),
            [one] => format!("\u{201c}{one}\u{201d} was not heard. Say all three words again, slowly."),
            more => format!("Not heard: {}. Say all three words again, slowly.", more.join(", ")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pose_has_an_instruction_of_its_own() {
        let all: std::collections::HashSet<&str> = Pose::ALL.into_iter().map(instruction).collect();
        assert_eq!(all.len(), Pose::ALL.len());
    }

    #[test]
    fn every_pose_has_help_and_every_hint_has_short_words_of_its_own() {
        assert!(Pose::ALL.into_iter().map(help).all(|words| words.ends_with('.')));
        let hints = [
            Hint::NoFace,
            Hint::TwoFaces,
            Hint::TooFar,
            Hint::TooNear,
            Hint::OffCentre,
            Hint::TooDark,
            Hint::TooBright,
            Hint::Backlit,
            Hint::Covered,
            Hint::Glare,
            Hint::Blurred,
            Hint::HoldStill,
            Hint::WrongWay,
            Hint::Flat,
            Hint::LookAgain,
        ];
        let words: std::collections::HashSet<&str> = hints.into_iter().map(hint).collect();
        assert_eq!(words.len(), hints.len());
        assert!(words.iter().all(|w| w.ends_with('.') && w.split(' ').count() <= 14), "{words:?}");
    }

    #[test]
    fn a_flaw_says_what_happened_and_then_what_to_do() {
        let (what, next) = flaw(Flaw::WrongTurn);
        assert_eq!(what, "Your head turned to the other side first");
        assert_eq!(next, "Left and right are your own. Wait for the words, then turn slowly.");
        for f in [Flaw::OffScript, Flaw::Jump, Flaw::OtherFace, Flaw::Flat, Flaw::Frozen, Flaw::Looped] {
            let (what, next) = flaw(f);
            assert!(!what.ends_with('.') && next.ends_with('.') && next.matches(". ").count() >= 1, "{what} | {next}");
        }
    }

    #[test]
    fn quiet_is_no_trouble_before_anyone_has_begun() {
        assert_eq!(meanwhile(&Verdict::NothingHeard, 2.0), None);
        assert!(meanwhile(&Verdict::NothingHeard, 6.0).is_some());
        assert!(meanwhile(&Verdict::Clipped, 2.0).is_some());
        assert_eq!(meanwhile(&Verdict::Said, 9.0), None);
    }

    #[test]
    fn a_missing_word_is_named() {
        let one = verdict(&Verdict::NotTheseWords { missing: vec!["penguin".into()] });
        assert!(one.contains("penguin"), "{one}");
        let two = verdict(&Verdict::NotTheseWords { missing: vec!["penguin".into(), "guitar".into()] });
        assert!(two.contains("penguin, guitar"), "{two}");
    }
}
