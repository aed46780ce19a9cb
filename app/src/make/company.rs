//! A second person in the clip.

use domain::CharacterId;
use domain::text::Handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, IconButton, TextField};
use wire::consent::CheckConsent;

use super::players::Players;
use crate::api::{self, Intent};
use crate::trouble::{Trouble, sentence};

/// Adds somebody by handle, and takes them out again.
#[component]
pub fn Company(
    /// The creator's handle.
    me: String,
    /// Who plays beside the creator.
    other: RwSignal<Option<String>>,
    /// The creator's character that plays: who is added lends it their voice.
    character: RwSignal<Option<CharacterId>>,
    /// The creator lends it theirs.
    my_voice: RwSignal<bool>,
    /// Whether the creator has an understudy, and so a voice to lend.
    #[prop(into)]
    scanned: Signal<bool>,
) -> impl IntoView {
    let (asking, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let me = StoredValue::new(me);
    let add = move || {
        error.set(None);
        if Players::is_address(&typed.get_untracked()) {
            return add_character(typed.get_untracked(), other, character, asking, busy, error);
        }
        let handle = match typed.get_untracked().parse::<Handle>() {
            Ok(handle) if me.with_value(|me| handle.as_str() == me) => {
                if character.with_untracked(Option::is_none) {
                    return error.set(Some("You are in the cast already.".to_owned()));
                }
                if !scanned.get_untracked() {
                    return error.set(Some("Make your understudy first: your voice is part of it.".to_owned()));
                }
                my_voice.set(true);
                asking.set(false);
                typed.set(String::new());
                return browser::page::focus("#script");
            }
            Ok(handle) => handle,
            Err(why) => return error.set(Some(sentence(&why.to_string()))),
        };
        busy.set(true);
        spawn_local(async move {
            let found = api::profile(handle.as_str()).await;
            // Who has left the page meanwhile does not want it any more.
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match found {
                Ok(profile) => {
                    other.set(Some(profile.person.handle.to_string()));
                    asking.set(false);
                    typed.set(String::new());
                    browser::page::focus("#script");
                }
                Err(why) => error.set(Some(Trouble::from(why).detail)),
            }
        });
    };
    view! {
        {move || match other.get() {
            Some(handle) => {
                let label = format!("Take @{handle} out of the cast");
                view! {
                    <span class="cast__chip">
                        <Icon name="face" />
                        {format!("@{handle}")}
                        <IconButton icon="x" label=label on_press=move |_| other.set(None) />
                    </span>
                }
                    .into_any()
            }
            None if asking.get() => {
                view! {
                    <form
                        class="cast__add"
                        on:submit=move |event| {
                            event.prevent_default();
                            add();
                        }
                    >
                        <TextField
                            id="other"
                            label="Handle of who plays with you"
                            value=typed
                            prefix="@"
                            hint="A character of theirs is found as handle/name."
                            error=Signal::derive(move || error.get())
                        />
                        <Button submit=true busy=busy>"Add"</Button>
                    </form>
                }
                    .into_any()
            }
            None => {
                view! {
                    <Button
                        icon="plus"
                        on_press=move |_| {
                            asking.set(true);
                            spawn_local(async { browser::page::focus("#other") });
                        }
                    >
                        {move || if character.get().is_some() { "Add a voice" } else { "Add someone" }}
                    </Button>
                }
                    .into_any()
            }
        }}
    }
}

/// Adds a character of somebody's, once the edge knows it.
fn add_character(
    address: String,
    other: RwSignal<Option<String>>,
    character: RwSignal<Option<CharacterId>>,
    asking: RwSignal<bool>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
) {
    let address = address.trim().trim_start_matches('@').to_ascii_lowercase();
    let wish = CheckConsent { cast: vec![address.clone()], ..CheckConsent::default() };
    busy.set(true);
    spawn_local(async move {
        let known = api::check_consent(&wish, Intent::new()).await;
        // Who has left the page meanwhile does not want it any more.
        if busy.is_disposed() {
            return;
        }
        busy.set(false);
        match known {
            Ok(_) => {
                character.set(None);
                other.set(Some(address));
                asking.set(false);
                browser::page::focus("#script");
            }
            Err(why) => error.set(Some(Trouble::from(why).detail)),
        }
    });
}
