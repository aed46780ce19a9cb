//! Avatars at outside providers.

use browser::http::Method;
use domain::AvatarId;
use wire::avatars::{Avatars, OutsideAvatar};
use wire::paths;

use super::{Answer, Intent, change, get, read, remove};

/// Where an avatar can be made, and the caller's avatars.
pub async fn avatars() -> Answer<Avatars> {
    get(paths::AVATARS).await
}

/// Sends a still, to have an avatar made of it at the price that was shown.
pub async fn make_avatar(
    provider: &str,
    consent: u32,
    price_micro_usd: u64,
    jpeg: &[u8],
    key: &str,
) -> Answer<OutsideAvatar> {
    let path = format!("{}?provider={provider}&consent={consent}&price={price_micro_usd}", paths::AVATARS);
    let bytes = [("content-type", "image/jpeg")];
    read(&change(Method::Post, &path, key, &bytes, Some(jpeg), &mut || None).await?)
}

/// Takes an avatar back.
pub async fn remove_avatar(id: &AvatarId, intent: Intent) -> Answer<()> {
    remove(&paths::avatar(id), intent).await.map(drop)
}
