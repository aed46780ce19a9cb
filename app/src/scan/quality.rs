//! How good each part of a pack is, and what can be done again.

use browser::camera::Camera;
use domain::capture::Pose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::workers::studio::{Part, PartQuality};

use super::state::{Scan, Step, VoiceQuality};
use crate::trouble;

/// Below this a part is worth doing again.
const WEAK: f32 = 0.4;
/// From here on a part is good.
const GOOD: f32 = 0.7;

/// A score of 0 to 1 as a word.
fn word(score: f32) -> &'static str {
    if score >= GOOD {
        "Good"
    } else if score >= WEAK {
        "Fair"
    } else {
        "Weak"
    }
}

/// A part by name.
fn name(part: Part) -> &'static str {
    match part {
        Part::Face => "Face",
        Part::Eyes => "Shut eyes",
        Part::Smile => "Smile",
        Part::Mouth => "Shapes of the mouth",
        Part::Sides => "Sides of the head",
        Part::Outline => "Hair and shoulders",
    }
}

/// What a pose that is done again is called after "Redo".
fn pose_name(pose: Pose) -> &'static str {
    match pose {
        Pose::Neutral => "looking straight ahead",
        Pose::EyesShut => "closed eyes",
        Pose::Smile => "the smile",
        Pose::Ah => "\u{201c}ah\u{201d}",
        Pose::Oo => "\u{201c}oo\u{201d}",
        Pose::TurnLeft => "the turn to your left",
        Pose::TurnRight => "the turn to your right",
        Pose::Up => "the lifted chin",
        Pose::Down => "the lowered chin",
        Pose::Brows => "the raised brows",
        Pose::Blink => "the blink",
    }
}

/// What there is to say of the voice, beside its score.
fn of_voice(voice: VoiceQuality) -> Option<&'static str> {
    if voice.reading_left_out {
        Some("The reading was left out: too noisy, too quiet, or not the same voice.")
    } else if voice.score < GOOD {
        Some("Reading on for 30 seconds helps.")
    } else {
        None
    }
}

/// The list. Nothing where nothing was measured.
#[component]
pub fn Quality(
    /// The scan.
    scan: Scan,
    /// Nothing can be done again now.
    #[prop(into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let (parts, voice) = scan.quality.get_value();
    if parts.is_empty() && voice.is_none() {
        return ().into_any();
    }
    let opening = RwSignal::new(false);
    let redo = move |pose: Pose| {
        opening.set(true);
        spawn_local(async move {
            let opened = Camera::open().await;
            opening.try_set(false);
            match opened {
                Ok(camera) if scan.step.try_get_untracked() == Some(Step::Review) => {
                    scan.notice.set(None);
                    scan.camera.try_update_value(|c| *c = Some(camera));
                    scan.step.set(Step::Redo(pose));
                }
                Ok(_) => {}
                Err(error) => drop(scan.notice.try_set(Some(trouble::camera(error)))),
            }
        });
    };
    let busy = Signal::derive(move || opening.get() || disabled.get());
    let lines = parts
        .into_iter()
        .map(|PartQuality { part, score, pose }| {
            let again = (score < WEAK).then(|| {
                view! {
                    <Button look=Look::Quiet busy=busy on_press=move |_| redo(pose)>
                        "Redo this pose"<span class="hidden">{format!(": {}", pose_name(pose))}</span>
                    </Button>
                }
            });
            view! { <Line name=name(part) score=score note=None>{again}</Line> }
        })
        .collect_view();
    let voice = voice.map(|voice| {
        let note = of_voice(voice);
        let again = note.map(|_| {
            view! {
                <Button look=Look::Quiet busy=busy on_press=move |_| scan.step.set(Step::Reading)>
                    "Read for 30 seconds"
                </Button>
            }
        });
        view! { <Line name="Voice" score=voice.score note=note>{again}</Line> }
    });
    view! {
        <div class="quality">
            <h2 class="section">"How it turned out"</h2>
            <ul class="quality__list">{lines} {voice}</ul>
        </div>
    }
    .into_any()
}

/// One part: its name, a word, a bar that says the same to the eye, and what can be done.
#[component]
fn Line(name: &'static str, score: f32, note: Option<&'static str>, children: Children) -> impl IntoView {
    let score = if score.is_finite() { score.clamp(0.0, 1.0) } else { 0.0 };
    view! {
        <li class="quality__part" class:quality__part--weak=score < WEAK>
            <span class="quality__name">{name}</span>
            <span class="quality__word">{word(score)}</span>
            <span class="quality__bar" aria-hidden="true">
                <span class="quality__fill" style:--part=format!("{score:.3}")></span>
            </span>
            {note.map(|note| view! { <p class="quality__note">{note}</p> })}
            {children()}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_as_words() {
        assert_eq!([0.0, 0.39, 0.4, 0.69, 0.7, 1.0].map(word), ["Weak", "Weak", "Fair", "Fair", "Good", "Good"]);
        assert_eq!(word(f32::NAN), "Weak");
    }

    #[test]
    fn a_voice_that_is_known_well_asks_for_nothing() {
        let said = |score, reading_left_out| of_voice(VoiceQuality { score, reading_left_out });
        assert_eq!(said(0.9, false), None);
        assert!(said(0.5, false).is_some_and(|s| s.contains("30 seconds")));
        assert!(said(0.9, true).is_some_and(|s| s.contains("left out")));
    }

    #[test]
    fn every_pose_can_be_named() {
        let names: std::collections::HashSet<&str> = Pose::ALL.into_iter().map(pose_name).collect();
        assert_eq!(names.len(), Pose::ALL.len());
    }
}
