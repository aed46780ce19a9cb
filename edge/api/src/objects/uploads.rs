//! What was uploaded for a render, in R2. Names are made of the render and the content's hash, so all of it is found by
//! the render alone.

use domain::RenderId;
use worker::Object;

use crate::error::Answer;
use crate::renders::call::{Render, file_key, poster_key, sprite_key, wave_key};
use crate::state::App;

/// Removes everything that was uploaded for a render.
///
/// # Errors
/// The bucket fails; called again, it goes on.
pub async fn discard(app: &App, id: &RenderId) -> Answer<()> {
    let media = app.media()?;
    loop {
        let found = media.list().prefix(folder(id)).execute().await?;
        let keys: Vec<String> = found.objects().iter().map(Object::key).collect();
        if keys.is_empty() {
            return Ok(());
        }
        media.delete_multiple(keys).await?;
    }
}

/// Removes uploads of a render that are neither its file nor pictures of it.
///
/// # Errors
/// The bucket fails; called again, it goes on.
pub async fn tidy(app: &App, render: &Render) -> Answer<()> {
    let (media, id) = (app.media()?, &render.wish.id);
    let file = render.file.as_ref().map(|file| file_key(id, &file.sha256));
    let pictures =
        render.poster.as_ref().map(|poster| [poster_key, sprite_key, wave_key].map(|key| key(id, &poster.sha256)));
    let kept: Vec<String> = file.into_iter().chain(pictures.into_iter().flatten()).collect();
    let found = media.list().prefix(folder(id)).execute().await?;
    let others: Vec<String> = found.objects().iter().map(Object::key).filter(|key| !kept.contains(key)).collect();
    if others.is_empty() { Ok(()) } else { Ok(media.delete_multiple(others).await?) }
}

fn folder(id: &RenderId) -> String {
    format!("renders/{id}/")
}
