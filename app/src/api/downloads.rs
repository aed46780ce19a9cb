//! Files of clips to save, and who saved which.

use browser::http::Method;
use wire::downloads::Downloads;
use wire::paths;

use super::{Answer, Error, Intent, get, page, tell_text};

/// Asks at `path`, which is [`paths::CLIP_DOWNLOADS`] of a clip, for its file: where it is.
pub async fn download(path: &str, intent: Intent) -> Answer<String> {
    let given = tell_text(Method::Post, path, intent, "").await?.body.to_bytes();
    std::str::from_utf8(&given).ok().and_then(address).map(str::to_owned).ok_or(Error::Unreadable)
}

/// Files of clips with the caller that others saved.
pub async fn downloads(cursor: Option<&str>) -> Answer<Downloads> {
    get(&page(paths::DOWNLOADS, cursor)).await
}

/// The address in a [`DownloadGiven`](wire::downloads::DownloadGiven) as it is sent, without the code that reads the rest:
/// this is in the program that a visitor downloads first.
fn address(json: &str) -> Option<&str> {
    json.strip_prefix("{\"address\":\"")?.split_once('"').map(|(address, _)| address)
}

#[cfg(test)]
mod tests {
    use wire::downloads::DownloadGiven;

    use super::address;

    #[test]
    fn the_address_is_read_from_what_is_sent() {
        let given = DownloadGiven { address: "/media/x/download/y_-".into(), name: "a.mp4".into(), expires_at: 7 };
        let sent = serde_json::to_string(&given).expect("JSON");
        assert_eq!(address(&sent), Some("/media/x/download/y_-"));
        assert_eq!(address("{}"), None);
    }
}
