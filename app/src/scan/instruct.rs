//! What the visitor is told: one instruction, one hint.

use domain::capture::Pose;
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
        Hint::NoFace => "No face in the picture. Look into the camera, with light on your face.",
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
        Hint::Flat => "This looks like a picture of a face. Look into the camera yourself, then turn.",
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
    fn a_missing_word_is_named() {
        let one = verdict(&Verdict::NotTheseWords { missing: vec!["penguin".into()] });
        assert!(one.contains("penguin"), "{one}");
        let two = verdict(&Verdict::NotTheseWords { missing: vec!["penguin".into(), "guitar".into()] });
        assert!(two.contains("penguin, guitar"), "{two}");
    }
}
