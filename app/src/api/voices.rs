//! Outside voices.

use browser::http::Method;
use domain::{RenderId, VoiceId};
use wire::voices::{OutsideVoice, Speech, VoiceChoices, Voices};
use wire::{TICKET, paths};

use super::{Answer, Intent, change, get, read, remove};

/// Where a voice can be copied, and the caller's copies.
pub async fn voices() -> Answer<Voices> {
    get(paths::VOICES).await
}

/// Sends a reading, to have the voice in it copied. The one recording that leaves the device.
pub async fn copy_voice(provider: &str, consent: u32, wav: &[u8], key: &str) -> Answer<OutsideVoice> {
    let path = format!("{}?provider={provider}&consent={consent}", paths::VOICES);
    let bytes = [("content-type", "audio/wav")];
    read(&change(Method::Post, &path, key, &bytes, Some(wav), &mut || None).await?)
}

/// Takes a copy back.
pub async fn remove_voice(id: &VoiceId, intent: Intent) -> Answer<()> {
    remove(&paths::voice(id), intent).await.map(drop)
}

/// Outside voices for a cast and so many characters.
pub async fn voice_choices(cast: &[String], characters: usize) -> Answer<VoiceChoices> {
    get(&format!("{}?cast={}&characters={characters}", paths::VOICE_CHOICES, cast.join(","))).await
}

/// The script of a render, said by the outside voice that was chosen. Asked again, the same is heard.
pub async fn speech(id: &RenderId, ticket: &str, key: &str) -> Answer<Speech> {
    let path = paths::render(paths::RENDER_SPEECH, id);
    read(&change(Method::Post, &path, key, &[(TICKET, ticket)], None, &mut || None).await?)
}
