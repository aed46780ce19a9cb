//! How the studio's speech goes: speed, range of pitch, pauses.

use domain::direction::{Choices, PitchRange, Speed};
use domain::limits::{PAUSES_PERCENT, PITCH_RANGE_PERCENT, SPEED_PERCENT};
use leptos::prelude::*;
use ui::{Button, Look};

use super::estimate::Estimate;

/// Percent from one notch of a slider to the next.
const NOTCH: u16 = 5;

/// Three sliders, folded under a line that says how they stand.
#[component]
pub fn Pace(
    /// What they change.
    choices: RwSignal<Choices>,
) -> impl IntoView {
    let usual = move || choices.with(|c| c.speed.is_usual() && c.pitch_range.is_usual() && c.pauses.is_usual());
    let again = move |_| {
        choices.update(|c| (c.speed, c.pitch_range, c.pauses) = Default::default());
    };
    view! {
        <details class="plan">
            <summary class="plan__said">{move || choices.with(said)}</summary>
            <div class="pace">
                <Slider
                    words="Speed"
                    range=SPEED_PERCENT
                    of=|c| c.speed.percent()
                    set=|c, percent| c.speed = Speed::nearest(percent)
                    choices=choices
                />
                <Slider
                    words="Pitch range"
                    range=PITCH_RANGE_PERCENT
                    of=|c| c.pitch_range.percent()
                    set=|c, percent| c.pitch_range = PitchRange::nearest(percent)
                    choices=choices
                />
                <Slider
                    words="Pauses"
                    range=PAUSES_PERCENT
                    of=|c| c.pauses.percent()
                    set=|c, percent| c.pauses = domain::direction::Pauses::nearest(percent)
                    choices=choices
                />
                <p class="fine">"*Asterisks* stress a word, and [pause] or [0.5s] is a pause."</p>
                <Show when=move || !usual()>
                    <Button look=Look::Quiet on_press=again>"As usual"</Button>
                </Show>
            </div>
        </details>
    }
}

#[component]
fn Slider(
    words: &'static str,
    range: (u16, u16),
    of: fn(&Choices) -> u16,
    set: fn(&mut Choices, u16),
    choices: RwSignal<Choices>,
) -> impl IntoView {
    let now = move || choices.with(of);
    view! {
        <label class="field">
            <span class="field__head">
                <span class="field__label">{words}</span>
                <span class="field__aside" aria-hidden="true">{move || times(now())}</span>
            </span>
            <input
                type="range"
                min=range.0
                max=range.1
                step=NOTCH
                aria-valuetext=move || format!("{} the usual", times(now()))
                prop:value=now
                on:input:target=move |event| {
                    if let Ok(percent) = event.target().value().parse() {
                        choices.update(|c| set(c, percent));
                    }
                }
            />
        </label>
    }
}

/// An offer to say a script that is too long so much faster that it fits.
#[component]
pub fn Faster(
    /// How long it takes as it stands.
    #[prop(into)]
    estimate: Signal<Estimate>,
    /// Takes the speed.
    choices: RwSignal<Choices>,
) -> impl IntoView {
    let offer = Memo::new(move |_| estimate.get().faster(choices.with(|c| c.speed)));
    view! {
        {move || {
            offer
                .get()
                .map(|speed| {
                    view! {
                        <div class="row">
                            <Button on_press=move |_| {
                                choices.update(|c| c.speed = speed);
                                browser::page::focus("#script");
                            }>{format!("Say it {} as fast", times(speed.percent()))}</Button>
                        </div>
                    }
                })
        }}
    }
}

fn times(percent: u16) -> String {
    format!("{:.2} ×", f32::from(percent) / 100.0)
}

fn said(choices: &Choices) -> String {
    let mut all = Vec::new();
    for (words, percent) in [
        ("Speed", choices.speed.percent()),
        ("Pitch range", choices.pitch_range.percent()),
        ("Pauses", choices.pauses.percent()),
    ] {
        if percent != 100 {
            all.push(format!("{words} {}", times(percent)));
        }
    }
    if all.is_empty() { "Speed, pitch and pauses".to_owned() } else { all.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_as_usual_is_said() {
        assert_eq!(said(&Choices::default()), "Speed, pitch and pauses");
        let choices = Choices { speed: Speed::nearest(125), pitch_range: PitchRange::nearest(0), ..Choices::default() };
        assert_eq!(said(&choices), "Speed 1.25 × · Pitch range 0.00 ×");
    }
}
