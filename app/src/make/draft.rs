//! What was typed, kept on this device until it has become a clip.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Name under which it is kept.
const KEPT_AS: &str = "draft";

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    script: String,
    prompt: String,
}

/// The texts of the clip to be.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    /// What is said.
    pub script: RwSignal<String>,
    /// Where it plays and how it looks.
    pub prompt: RwSignal<String>,
}

impl Draft {
    /// What was typed before, kept anew with each change.
    #[must_use]
    pub fn open() -> Self {
        let typed: Typed =
            browser::store::get(KEPT_AS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let draft = Self { script: RwSignal::new(typed.script), prompt: RwSignal::new(typed.prompt) };
        Effect::new(move || keep(&draft.script.get(), &draft.prompt.get()));
        draft
    }

    /// Keeps the texts of a render, for another try.
    pub fn put_back(script: &str, prompt: &str) {
        keep(script, prompt);
    }

    /// Forgets what was typed, once it is a clip.
    pub fn forget() {
        browser::store::remove(KEPT_AS);
    }
}

fn keep(script: &str, prompt: &str) {
    let typed = Typed { script: script.to_owned(), prompt: prompt.to_owned() };
    if typed == Typed::default() {
        Draft::forget();
    } else if let Ok(text) = serde_json::to_string(&typed) {
        browser::store::set(KEPT_AS, &text);
    }
}
