use std::collections::BTreeSet;

use super::*;
use crate::signature::Scheme;

fn access(provider: &Provider) -> Access {
    let given = |name: &str| {
        (name == provider.key || name == "OPENAI_VIDEO_URL").then(|| match name {
            "OPENAI_VIDEO_URL" => "https://video.example".to_owned(),
            _ => "secret".to_owned(),
        })
    };
    Access::read(provider, given).unwrap()
}

fn fal() -> &'static Provider {
    generator("fal-heygen-avatar4").unwrap().provider()
}

#[test]
fn names_are_given_once_and_can_stand_in_a_path() {
    let ids: BTreeSet<_> = generators().iter().map(|g| g.id()).collect();
    assert_eq!(ids.len(), generators().len());
    let titles: BTreeSet<_> = generators().iter().map(|g| g.title()).collect();
    assert_eq!(titles.len(), generators().len());
    for id in &ids {
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b)), "{id}");
        assert!(*id != crate::choose::STUDIO && id.len() <= 64);
        assert_eq!(generator(id).unwrap().id(), *id);
    }
    assert!(generator("studio").is_none());
}

#[test]
fn offers_and_steps_make_sense() {
    for generator in generators() {
        let offer = generator.offer();
        let [least, most] = offer.seconds;
        assert!((0.0..=10.0).contains(&least) && least < most && most <= 10.0, "{}", generator.id());
        assert!(offer.people >= 1 && (1..=2).contains(&generator.steps()));
    }
    let takes = |id| generator(id).unwrap().offer().real_faces;
    assert!(!takes("replicate-seedance-2.0") && takes("fal-heygen-avatar4"));
}

#[test]
fn every_variable_and_host_is_valid() {
    let mut variables = BTreeSet::new();
    let voices = crate::voices::voices().iter().map(|voice| voice.provider());
    let moderators = crate::moderation::moderators().iter().map(|moderator| moderator.provider());
    let mut names = BTreeSet::new();
    for provider in providers().into_iter().chain(voices).chain(moderators) {
        assert!(names.insert(provider.name), "{} is named twice", provider.name);
        let secret = provider.signs.secret();
        if let Scheme::Fal(door, path) = provider.signs {
            assert!(door < provider.doors.len() && path.starts_with('/'));
        }
        let named = provider.doors.iter().chain(provider.options).map(|(name, _)| *name);
        let hosts = Some(provider.hosts).filter(|name| !name.is_empty());
        for name in named.chain([provider.key]).chain(hosts).chain(secret) {
            assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'), "{name}");
            assert!(variables.insert(name), "{name} is named twice");
        }
        for (_, door) in provider.doors.iter().filter(|(_, door)| !door.is_empty()) {
            let url = Url::parse(door).unwrap();
            assert!(url.scheme() == "https" && !door.ends_with('/') && url.host().is_some(), "{door}");
        }
        for host in provider.media {
            let url = Url::parse(&format!("https://{}/", host.trim_start_matches('.'))).unwrap();
            assert_eq!(url.host_str(), Some(host.trim_start_matches('.')));
            assert!(host.trim_start_matches('.').contains('.'), "{host} would open a whole top level");
        }
    }
}

#[test]
fn only_known_hosts_are_allowed() {
    let access = access(fal());
    for url in [
        "https://queue.fal.run/fal-ai/x/requests/1/status?logs=0",
        "https://rest.fal.ai/.well-known/jwks.json",
        "https://v3.fal.media/files/a.mp4",
        "https://V3B.FAL.MEDIA/files/a.mp4",
        "https://fal.media/a.mp4",
        "https://fal.media:443/a.mp4",
    ] {
        assert!(allowed(fal(), &access, url), "{url}");
    }
    for url in [
        "http://v3.fal.media/files/a.mp4",
        "http://queue.fal.run/x",
        "https://v3.fal.media:8443/a.mp4",
        "https://queue.fal.run:444/x",
        "https://evilfal.media/a.mp4",
        "https://fal.media.evil.example/a.mp4",
        "https://.fal.media/a.mp4",
        "https://user@v3.fal.media/a.mp4",
        "https://v3.fal.media:pass@evil.example/a.mp4",
        "https://v3.fal.media%2eevil.example/",
        "https://evil.example/?https://v3.fal.media/",
        "https://evil.example#@v3.fal.media/",
        "https://evil.example\\@v3.fal.media/",
        "https://127.0.0.1/a.mp4",
        "https://[::1]/a.mp4",
        "https://169.254.169.254/latest/meta-data",
        "ftp://v3.fal.media/a.mp4",
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "//v3.fal.media/a.mp4",
        "v3.fal.media/a.mp4",
        "",
    ] {
        assert!(!allowed(fal(), &access, url), "{url}");
    }
}

#[test]
fn a_door_on_plain_http_opens_for_its_very_origin() {
    let doors = |name: &str| match name {
        "FAL_KEY" => Some("k".to_owned()),
        "FAL_QUEUE_URL" => Some("http://127.0.0.1:9000/fal/".to_owned()),
        _ => None,
    };
    let access = Access::read(fal(), doors).unwrap();
    assert_eq!(access.door(0), "http://127.0.0.1:9000/fal");
    assert!(allowed(fal(), &access, "http://127.0.0.1:9000/media/1.mp4"));
    for url in ["http://127.0.0.1:9001/x", "http://localhost:9000/x", "https://127.0.0.1:9000/x", "http://127.0.0.1/x"]
    {
        assert!(!allowed(fal(), &access, url), "{url}");
    }
    assert!(!own(&access, "https://v3.fal.media/a.mp4") && !own(&access, "https://queue.fal.run/x"));
}

#[test]
fn the_operator_can_name_more_hosts() {
    let given = |name: &str| match name {
        "FAL_KEY" => Some(" k ".to_owned()),
        "FAL_MEDIA_HOSTS" => Some("cdn.example, .Media.Example ,,".to_owned()),
        _ => None,
    };
    let access = Access::read(fal(), given).unwrap();
    assert_eq!(access.key, "k");
    assert!(allowed(fal(), &access, "https://cdn.example/a") && allowed(fal(), &access, "https://eu.media.example/a"));
    assert!(!allowed(fal(), &access, "https://a.cdn.example/a"));
}

#[test]
fn without_a_key_or_a_door_a_provider_is_off() {
    for provider in providers() {
        assert!(Access::read(provider, |_| None).is_none());
        assert!(Access::read(provider, |_| Some("  ".to_owned())).is_none());
    }
    let openai = generator("openai-videos").unwrap().provider();
    assert!(Access::read(openai, |name| (name == "OPENAI_VIDEO_KEY").then(|| "k".to_owned())).is_none());
    assert_eq!(access(openai).door(0), "https://video.example");
}
