//! What was typed, kept on this device until it has become a clip.

use domain::consent::Purpose;
use domain::direction::{Choices, Sound};
use domain::{CharacterId, ClipId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::clips::{Clip, RemixDraft, RemixOf};
use wire::renders::Render;

use super::again::Again;
use super::take;

/// Name under which it is kept.
const KEPT_AS: &str = "draft";

/// The clip that a remix is made out of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct From {
    /// Which.
    pub clip: ClipId,
    /// Whose: a handle.
    pub handle: String,
}

impl From {
    /// Of a render; none when its original is gone.
    fn of(remix_of: Option<&RemixOf>) -> Option<Self> {
        let of = remix_of?;
        Some(Self { clip: of.clip.clone(), handle: of.creator.as_ref()?.handle.to_string() })
    }
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Typed {
    script: String,
    prompt: String,
    #[serde(default)]
    choices: Choices,
    /// Handle of who plays beside the creator.
    #[serde(default)]
    other: Option<String>,
    /// The creator's character that plays.
    #[serde(default)]
    character: Option<CharacterId>,
    /// Who plays beside the creator plays alone.
    #[serde(default)]
    without_me: bool,
    /// What it is for.
    #[serde(default)]
    purpose: Purpose,
    /// Whose face alone is wanted, and whether the character speaks with the creator's voice.
    #[serde(default)]
    my_face_only: bool,
    #[serde(default)]
    their_face_only: bool,
    #[serde(default)]
    my_voice: bool,
    /// Whether it speaks with its owner's.
    #[serde(default)]
    their_voice: bool,
    /// What it is made out of.
    #[serde(default)]
    from: Option<From>,
}

/// The texts and the choices of the clip to be.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    /// What is said.
    pub script: RwSignal<String>,
    /// Where it plays and how it looks.
    pub prompt: RwSignal<String>,
    /// How it is said, shown and accompanied.
    pub choices: RwSignal<Choices>,
    /// Who plays beside the creator: a handle, or a character as `ana/rex`.
    pub other: RwSignal<Option<String>>,
    /// The creator's character that plays; none for their likeness.
    pub character: RwSignal<Option<CharacterId>>,
    /// Who plays beside the creator plays alone.
    pub without_me: RwSignal<bool>,
    /// What it is for.
    pub purpose: RwSignal<Purpose>,
    /// Of the creator, the face alone.
    pub my_face_only: RwSignal<bool>,
    /// Of who plays beside them, the face alone.
    pub their_face_only: RwSignal<bool>,
    /// The character speaks with the creator's voice.
    pub my_voice: RwSignal<bool>,
    /// A character of somebody's speaks with its owner's voice.
    pub their_voice: RwSignal<bool>,
    /// What it is made out of, where it is a remix.
    pub from: RwSignal<Option<From>>,
}

impl Typed {
    /// What is kept.
    fn kept() -> Self {
        browser::store::get(KEPT_AS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Keeps it.
    fn keep(&self) {
        if *self == Self::default() {
            Draft::forget();
        } else if let Ok(text) = serde_json::to_string(self) {
            browser::store::set(KEPT_AS, &text);
        }
    }

    /// What a clip that was withdrawn begins anew with: its words. Who plays is chosen.
    pub(super) fn anew(clip: Clip) -> Self {
        let from = From::of(clip.remix_of.as_ref());
        Self { script: clip.script, prompt: clip.prompt, from, ..Self::default() }
    }

    /// What a remix begins with.
    pub(super) fn remix(original: RemixDraft, other: Option<String>, without_me: bool, purpose: Purpose) -> Self {
        let from = Some(From { clip: original.clip, handle: original.creator.handle.to_string() });
        Self {
            script: original.script,
            prompt: original.prompt,
            // What somebody recorded is not lent.
            choices: Choices { sound: Sound::Speech, ..original.choices },
            other,
            without_me,
            purpose,
            from,
            ..Self::default()
        }
    }

    /// Whether nothing was written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.script.trim().is_empty() && self.prompt.trim().is_empty()
    }

    /// Whether nothing would be lost if the texts of a render stood here, or none.
    fn free_for(&self, script: &str, prompt: &str) -> bool {
        let (own_script, own_prompt) = (self.script.trim(), self.prompt.trim());
        (own_script == script.trim() && own_prompt == prompt.trim()) || (own_script.is_empty() && own_prompt.is_empty())
    }
}

impl Draft {
    /// What was typed before, kept anew with each change.
    #[must_use]
    pub fn open() -> Self {
        let typed = Typed::kept();
        let draft = Self {
            script: RwSignal::new(typed.script),
            prompt: RwSignal::new(typed.prompt),
            choices: RwSignal::new(typed.choices),
            other: RwSignal::new(typed.other),
            character: RwSignal::new(typed.character),
            without_me: RwSignal::new(typed.without_me),
            purpose: RwSignal::new(typed.purpose),
            my_face_only: RwSignal::new(typed.my_face_only),
            their_face_only: RwSignal::new(typed.their_face_only),
            my_voice: RwSignal::new(typed.my_voice),
            their_voice: RwSignal::new(typed.their_voice),
            from: RwSignal::new(typed.from),
        };
        Effect::new(move || {
            Typed {
                script: draft.script.get(),
                prompt: draft.prompt.get(),
                choices: draft.choices.get(),
                other: draft.other.get(),
                character: draft.character.get(),
                without_me: draft.without_me.get(),
                purpose: draft.purpose.get(),
                my_face_only: draft.my_face_only.get(),
                their_face_only: draft.their_face_only.get(),
                my_voice: draft.my_voice.get(),
                their_voice: draft.their_voice.get(),
                from: draft.from.get(),
            }
            .keep();
        });
        draft
    }

    /// What stands here now.
    pub(super) fn typed(self) -> Typed {
        Typed {
            script: self.script.get_untracked(),
            prompt: self.prompt.get_untracked(),
            choices: self.choices.get_untracked(),
            other: self.other.get_untracked(),
            character: self.character.get_untracked(),
            without_me: self.without_me.get_untracked(),
            purpose: self.purpose.get_untracked(),
            my_face_only: self.my_face_only.get_untracked(),
            their_face_only: self.their_face_only.get_untracked(),
            my_voice: self.my_voice.get_untracked(),
            their_voice: self.their_voice.get_untracked(),
            from: self.from.get_untracked(),
        }
    }

    /// Puts something in place of what stands here. Nothing happens once the page is left.
    pub(super) fn put(self, typed: Typed) {
        self.script.try_set(typed.script);
        self.prompt.try_set(typed.prompt);
        self.choices.try_set(typed.choices);
        self.other.try_set(typed.other);
        self.character.try_set(typed.character);
        self.without_me.try_set(typed.without_me);
        self.purpose.try_set(typed.purpose);
        self.my_face_only.try_set(typed.my_face_only);
        self.their_face_only.try_set(typed.their_face_only);
        self.my_voice.try_set(typed.my_voice);
        self.their_voice.try_set(typed.their_voice);
        self.from.try_set(typed.from);
    }

    /// Keeps the texts of a render, for another try, in place of what is kept.
    pub fn replace(render: &Render) {
        let Again { other, character, without_me, my_face_only, their_face_only, my_voice, their_voice } =
            Again::of(render);
        let typed = Typed {
            script: render.script.clone(),
            prompt: render.prompt.clone(),
            choices: render.choices,
            other,
            character,
            without_me,
            purpose: render.purpose,
            my_face_only,
            their_face_only,
            my_voice,
            their_voice,
            from: From::of(render.remix_of.as_ref()),
        };
        typed.keep();
        take::back(&render.id);
    }

    /// Keeps the texts of a render, for another try, unless the next clip is being written already. Says whether it did.
    pub fn put_back(render: &Render) -> bool {
        let free = Typed::kept().free_for(&render.script, &render.prompt);
        if free {
            Self::replace(render);
        }
        free
    }

    /// Forgets the texts of a render once they are a clip. What was typed since for the next one stays.
    pub fn done(render: &Render) {
        if Typed::kept().free_for(&render.script, &render.prompt) {
            Self::forget();
        }
        take::forget(&render.id);
    }

    /// Forgets whatever was typed.
    pub fn forget() {
        browser::store::remove(KEPT_AS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_the_next_clip_is_in_nobodys_way() {
        let typed = |script: &str, prompt: &str| Typed {
            script: script.to_owned(),
            prompt: prompt.to_owned(),
            ..Typed::default()
        };
        assert!(typed(" Hello.\n", "On a beach").free_for("Hello.", "On a beach"));
        assert!(typed("", " ").free_for("Hello.", "On a beach"));
        assert!(!typed("And then?", "On a beach").free_for("Hello.", "On a beach"));
        assert!(!typed("Hello.", "In space").free_for("Hello.", "On a beach"));
        assert!(!typed("", "In space").free_for("Hello.", "On a beach"));
    }
}
