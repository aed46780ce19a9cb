//! Every generator there is, and where each may be talked to. A new one is a file and a line here.

use url::{Host, Url};

use crate::adapters as a;
use crate::{Access, Adapter, Provider};

/// All of them, in the order in which they are shown.
static GENERATORS: [&dyn Adapter; 12] = [
    &a::HEYGEN_PHOTO,
    &a::HEYGEN_AVATAR,
    &a::fal::AVATAR4,
    &a::fal::LTX,
    &a::fal::KLING_AVATAR,
    &a::fal::KLING_AVATAR_PRO,
    &a::fal::KLING_O3,
    &a::fal::WAN,
    &a::GEMINI_OMNI,
    &a::RUNWAY_GEN45,
    &a::REPLICATE_SEEDANCE,
    &a::OPENAI_VIDEOS,
];

/// All of them, in the order in which they are shown. The studio, which is no outside generator, is not among them.
#[must_use]
pub fn generators() -> &'static [&'static dyn Adapter] {
    &GENERATORS
}

/// The one with this name.
#[must_use]
pub fn generator(id: &str) -> Option<&'static dyn Adapter> {
    generators().iter().copied().find(|adapter| adapter.id() == id)
}

/// The companies behind them, each once.
#[must_use]
pub fn providers() -> Vec<&'static Provider> {
    let mut list: Vec<&'static Provider> = Vec::new();
    for adapter in generators() {
        if !list.iter().any(|known| known.name == adapter.provider().name) {
            list.push(adapter.provider());
        }
    }
    list
}

/// Whether this address may be asked at all: it lies behind a door of the provider's, or it is https, without a port or a
/// password, at a host that its films lie at. A door on plain HTTP, as of a stand-in on this machine, opens for its very origin.
#[must_use]
pub fn allowed(provider: &Provider, access: &Access, url: &str) -> bool {
    if own(access, url) {
        return true;
    }
    let Some(url) = clean(url) else { return false };
    let Some(Host::Domain(host)) = url.host() else { return false };
    let more = access.media.iter().map(String::as_str);
    let mut media = provider.media.iter().copied().chain(more);
    url.scheme() == "https" && url.port().is_none() && media.any(|known| under(host, known))
}

/// Whether this address lies behind a door of the provider's: the only places that its key may be sent to.
#[must_use]
pub fn own(access: &Access, url: &str) -> bool {
    let Some(url) = clean(url) else { return false };
    access.doors.iter().filter_map(|door| Url::parse(door).ok()).any(|door| door.origin() == url.origin())
}

fn clean(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    let web = matches!(url.scheme(), "https" | "http");
    (web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

fn under(host: &str, known: &str) -> bool {
    match known.strip_prefix('.') {
        Some(tail) => host.strip_suffix(tail).is_some_and(|head| head.len() > 1 && head.ends_with('.')),
        None => host == known,
    }
}

#[cfg(test)]
mod tests;
