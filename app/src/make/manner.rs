//! How the clip is said, shown and accompanied.

use domain::direction::{CaptionStyle, Choices, Music};
use domain::speech::Mood;
use leptos::prelude::*;
use ui::Chip;

use super::pace::Pace;

/// The rows of choices.
#[component]
pub fn Manner(
    /// What the chips change.
    choices: RwSignal<Choices>,
    /// Whether the studio speaks.
    #[prop(into)]
    speaks: Signal<bool>,
) -> impl IntoView {
    view! {
        <Row words="How you say it" all=&Mood::ALL name=mood of=|c| c.mood set=|c, mood| c.mood = mood choices=choices />
        <Show when=move || speaks.get()>
            <Pace choices=choices />
        </Show>
        <Row
            words="Words on screen"
            all=&CaptionStyle::ALL
            name=captions
            of=|c| c.captions
            set=|c, captions| c.captions = captions
            choices=choices
        />
        <Row words="Music" all=&Music::ALL name=music of=|c| c.music set=|c, music| c.music = music choices=choices />
    }
}

/// One row: exactly one chip of it is on.
#[component]
fn Row<T: Copy + PartialEq + Send + Sync + 'static>(
    words: &'static str,
    all: &'static [T],
    name: fn(T) -> &'static str,
    of: fn(&Choices) -> T,
    set: fn(&mut Choices, T),
    choices: RwSignal<Choices>,
) -> impl IntoView {
    view! {
        <div class="manner" role="group" aria-label=words>
            <span class="field__label">{words}</span>
            <div class="chips">
                {all
                    .iter()
                    .map(|&one| {
                        view! {
                            <Chip
                                on=Signal::derive(move || choices.with(of) == one)
                                on_press=move |()| choices.update(|c| set(c, one))
                            >
                                {name(one)}
                            </Chip>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Neutral => "As told",
        Mood::Happy => "Happy",
        Mood::Deadpan => "Deadpan",
        Mood::Shocked => "Shocked",
        Mood::Sad => "Sad",
        Mood::Angry => "Angry",
        Mood::Whisper => "Whisper",
    }
}

fn captions(style: CaptionStyle) -> &'static str {
    match style {
        CaptionStyle::Karaoke => "Word by word",
        CaptionStyle::Pop => "One big word",
        CaptionStyle::Typewriter => "Typewriter",
        CaptionStyle::Minimal => "Subtitle",
        CaptionStyle::None => "None",
    }
}

fn music(music: Music) -> &'static str {
    match music {
        Music::Auto => "To suit the scene",
        Music::None => "None",
        Music::Calm => "Calm",
        Music::LoFi => "Lo-fi",
        Music::Upbeat => "Upbeat",
        Music::Tense => "Tense",
        Music::News => "News",
        Music::Cinematic => "Cinematic",
    }
}
