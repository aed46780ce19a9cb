//! What is agreed to before a recording leaves the device.

use domain::consent::VOICE_CONSENT_VERSION;
use leptos::prelude::*;
use ui::{Button, Checkbox, Icon, Look};
use wire::voices::OfferedVoice;

use super::section::Step;

/// The text, and two ways on. Changing it means another [`VOICE_CONSENT_VERSION`].
#[component]
pub fn Consent(
    /// Where the copy would be.
    voice: OfferedVoice,
    /// What is on.
    step: RwSignal<Step>,
) -> impl IntoView {
    let (agreed, asked) = (RwSignal::new(false), RwSignal::new(false));
    let error = move || (asked.get() && !agreed.get()).then(|| "Tick the box to go on.".to_owned());
    let title = voice.title.clone();
    let facts = [
        (
            "mic",
            "What leaves this device. ",
            "30 seconds of your voice, read aloud. No name goes with it, and no picture.".to_owned(),
        ),
        (
            "share",
            "Who gets it. ",
            format!("{title}, a company outside. This site passes the recording on and keeps none of it."),
        ),
        (
            "clapper",
            "What for. ",
            format!(
                "{title} makes a copy of your voice. It says the scripts of clips that your rules allow; those scripts go there, too."
            ),
        ),
        (
            "lock",
            "Who may use it. ",
            format!("Nobody, until your rules name {title}. Then whoever may use your understudy, you included."),
        ),
        (
            "trash",
            "How it ends. ",
            format!(
                "Remove it here at any time, and it is deleted at {title}. It goes with your understudy and your account, too."
            ),
        ),
        (
            "info",
            "What nobody here can promise. ",
            format!(
                "{title} has terms of its own, and this site cannot look inside. Clips made before stay as they are."
            ),
        ),
    ];
    let go = move |_| {
        asked.set(true);
        if agreed.get_untracked() {
            step.set(Step::Reading(voice.clone()));
        }
    };
    view! {
        <div class="voices__step" role="group" aria-label=format!("A copy of your voice at {title}")>
            <h3 class="voices__title">{format!("A copy of your voice at {title}")}</h3>
            <ul class="facts">
                {facts
                    .into_iter()
                    .map(|(icon, head, words)| {
                        view! {
                            <li>
                                <Icon name=icon />
                                <p>
                                    <strong>{head}</strong>
                                    {words}
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <Checkbox checked=agreed error=Signal::derive(error)>
                {format!("This is my own voice. I agree that 30 seconds of it go to {title} for this.")}
            </Checkbox>
            <div class="row">
                <Button on_press=move |_| step.set(Step::None)>"Not now"</Button>
                <Button look=Look::Primary on_press=go>"Go on to the reading"</Button>
            </div>
            <p class="fine">{format!("Consent text for outside voices {VOICE_CONSENT_VERSION}.")}</p>
        </div>
    }
}
