//! Where the picture comes from: a file, the camera, or a frame of a film.

use browser::file::ChosenFile;
use browser::picture::{Pixels, frame};
use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Icon;

use crate::choose::ChooseFile;
use crate::trouble::{Trouble, Way};

/// Longest side that is used, in pixels.
const SIDE: u32 = 1024;

/// Two inputs, and for a film the choice of its frame.
#[component]
pub fn Source(
    /// Takes the pixels.
    on_picture: Callback<Pixels>,
    /// Takes why there are none.
    trouble: RwSignal<Option<Trouble>>,
) -> impl IntoView {
    let (film, video, place) = (RwSignal::new(false), NodeRef::<Video>::new(), RwSignal::new(0.0f64));
    let unreadable = || {
        Trouble::new("This file cannot be read", "Choose a JPEG, PNG or WebP picture, or a short film.")
            .with(Way::Rewrite)
    };
    let take = move |file: ChosenFile| {
        trouble.set(None);
        film.set(file.is_film());
        if file.is_film() {
            if let Some(video) = video.get_untracked() {
                place.set(0.0);
                file.show_in(&video);
            }
            return;
        }
        spawn_local(async move {
            match file.decode(SIDE).await {
                Some(pixels) => on_picture.run(pixels),
                None => trouble.set(Some(unreadable())),
            }
        });
    };
    let shown = move || {
        if let Some(pixels) = video.get_untracked().and_then(|video| frame(&video, SIDE)) {
            on_picture.run(pixels);
        }
    };
    view! {
        <div class="source">
            <div class="row">
                <ChooseFile
                    words="Choose a picture or film"
                    accept="image/jpeg,image/png,image/webp,video/*"
                    on_file=take
                />
                <ChooseFile words="Take a photo" icon="camera" accept="image/*" capture="environment" on_file=take />
            </div>
            <p class="fine"><Icon name="lock" />" The picture stays on this device. Only the cut-out is kept, when you say so."</p>
            <div class="source__film" hidden=move || !film.get()>
                <video
                    class="source__video"
                    node_ref=video
                    muted
                    playsinline
                    preload="auto"
                    on:loadeddata=move |_| shown()
                    on:seeked=move |_| shown()
                    on:error=move |_| if film.get_untracked() { trouble.set(Some(unreadable())) }
                ></video>
                <label class="field">
                    <span class="field__label">"Frame of the film"</span>
                    <input
                        type="range"
                        min="0"
                        max="1"
                        step="0.005"
                        prop:value=move || place.get()
                        on:input:target=move |event| {
                            let to = event.target().value().parse().unwrap_or(0.0);
                            place.set(to);
                            if let Some(video) = video.get_untracked() {
                                browser::video::seek(&video, to);
                            }
                        }
                    />
                </label>
            </div>
        </div>
    }
}
