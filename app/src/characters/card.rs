//! One character: its picture, its name, deleting it.

use domain::consent::Audience;
use domain::text::CharacterName;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Look, TextField};
use wire::characters::{Character, Characters};
use wire::workers::studio::Request;

use super::words;
use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::routes::Route;
use crate::time::relative;
use crate::trouble::{Trouble, sentence};

/// Pixels of the picture.
const SIZE: (u32, u32) = (180, 320);

/// The card.
#[component]
pub fn Card(
    /// The character.
    character: Character,
    /// Its place in the list.
    index: usize,
    /// Whose turn with the studio it is: one pack is open at a time.
    turn: RwSignal<usize>,
    /// Which one is being called something else: one at a time.
    renaming: RwSignal<Option<usize>>,
    /// All of them.
    all: Fetched<Characters>,
) -> impl IntoView {
    let shared = Shared::get();
    let canvas = NodeRef::<Canvas>::new();
    let (deleting, busy) = (RwSignal::new(false), RwSignal::new(false));
    let (name, trouble) = (RwSignal::new(character.name.to_string()), RwSignal::new(None::<Trouble>));
    let (rename, delete) = (Intent::new(), Intent::new());
    let id = character.id.clone();
    spawn_local(async move {
        while turn.try_get_untracked().is_some_and(|now| now != index) {
            browser::clock::sleep(30).await;
        }
        let drawn = async {
            let pack = api::character_pack(&id).await?;
            let studio = shared.crew.studio().await?;
            studio.ask(&Request::Open, vec![pack]).await?;
            let ask = Request::Portrait { width: SIZE.0, height: SIZE.1, turn: 0.0 };
            let (_, buffers) = studio.ask(&ask, Vec::new()).await?;
            if let (Some(canvas), Some(rgba)) = (canvas.try_get_untracked().flatten(), buffers.first()) {
                browser::canvas::draw_rgba(&canvas, rgba, SIZE.0, SIZE.1);
            }
            Ok::<_, Trouble>(())
        };
        // A picture that cannot be drawn leaves the dark of the stage; the rest of the card works.
        let _ = drawn.await;
        turn.try_update(|now| *now = (*now).max(index + 1));
    });
    let error = move || name.get().parse::<CharacterName>().err().map(|e| sentence(&e.to_string()));
    let (renamed, deleted) = (character.id.clone(), character.id.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if error().is_some() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = renamed.clone();
        spawn_local(async move {
            match api::rename_character(&id, name.get_untracked(), rename).await {
                Ok(_) => {
                    shared.tell("Saved.");
                    all.reload();
                }
                Err(failed) => trouble.set(Some(failed.into())),
            }
            busy.try_set(false);
        });
    };
    let confirm = move |()| {
        busy.set(true);
        let id = deleted.clone();
        spawn_local(async move {
            match api::delete_character(&id, delete).await {
                Ok(()) => {
                    shared.tell("Deleted.");
                    all.reload();
                }
                Err(failed) => shared.tell(&Trouble::from(failed).title),
            }
            busy.try_set(false);
            deleting.try_set(false);
        });
    };
    let title = character.name.to_string();
    let question = format!("Delete {title}?");
    let label = format!("{title}, cut out");
    let (rules, plays) = (format!("Rules of {title}"), format!("Where {title} plays"));
    let may = match (&character.policy.paused, character.policy.audience) {
        (true, _) => "Paused: nobody may use it, and clips with it are hidden.",
        (_, Audience::OnlyMe) => "Only you may use it.",
        (_, Audience::Approved) => "People you approved may use it, others ask.",
        (_, Audience::Mutuals) => "People who follow each other with you may use it, by your rules.",
        (_, Audience::Everyone) => "Every member may use it, by your rules.",
    };
    let about = format!(
        "{}, made {}, {:.0} kB, stored encrypted",
        words(character.kind),
        relative(character.created_at, browser::clock::now_ms()),
        f64::from(character.pack_bytes) / 1000.0
    );
    view! {
        <li class="character">
            <canvas class="character__picture" node_ref=canvas width=SIZE.0 height=SIZE.1 role="img" aria-label=label></canvas>
            <div class="character__words">
                <h2 class="section">{title}</h2>
                <p class="fine">{about}</p>
                <p class="fine">{may}</p>
                <Show when=move || renaming.get() == Some(index)>
                    <form class="form" on:submit=save.clone()>
                        <TextField id="new-name" label="Name" value=name error=Signal::derive(error) />
                        {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
                        <Button submit=true busy=busy>"Save"</Button>
                    </form>
                </Show>
                <div class="row">
                    <a class="button" href=Route::CharacterRules(character.id.clone()).path() aria-label=rules>"Rules"</a>
                    <a class="button" href=Route::CharacterUses(character.id.clone()).path() aria-label=plays>"Where it plays"</a>
                    <Button on_press=move |_| renaming.update(|r| *r = (*r != Some(index)).then_some(index))>"Rename"</Button>
                    <Button look=Look::Quiet icon="trash" on_press=move |_| deleting.set(true)>"Delete"</Button>
                </div>
            </div>
            <Confirm open=deleting title=question action="Delete it" busy=busy on_confirm=confirm>
                <p>"The pack is removed and its key is destroyed. Drafts that show it go with it."</p>
                <p>"Clips of others with it come down. Your own published ones stay until you delete them."</p>
            </Confirm>
        </li>
    }
}
