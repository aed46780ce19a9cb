//! What is kept of a notice goes out with a name, or with none once the person has left.

use domain::notice::Notice;
use domain::{ClipId, RenderId};
use wire::accounts::Person;

fn kept() -> Vec<Notice<()>> {
    let (clip, request) = (ClipId::from_bytes(&[2; 16]), RenderId::from_bytes(&[3; 16]));
    vec![
        Notice::Followed { by: () },
        Notice::RequestReceived { request: request.clone(), by: () },
        Notice::RequestAnswered { request, allowed: false },
        Notice::Tagged { clip: clip.clone(), by: () },
        Notice::DraftShowsYou { clip: clip.clone(), by: () },
        Notice::ClipDownloaded { clip: clip.clone(), by: () },
        Notice::ClipWithdrawn { clip: clip.clone(), by_cast: true },
        Notice::ClipHeld { clip, rule: "near_copy".to_owned() },
        Notice::PolicyChanged { owner: () },
    ]
}

#[test]
fn what_is_kept_is_read_again_without_a_name() -> Result<(), Box<dyn std::error::Error>> {
    for notice in kept() {
        let text = serde_json::to_string(&notice)?;
        assert_eq!(serde_json::from_str::<Notice<()>>(&text)?, notice, "{text}");
        let gone: Notice<Option<Person>> = serde_json::from_str(&text)?;
        assert_eq!(gone, notice.named(|()| None), "{text}");
    }
    Ok(())
}

#[test]
fn with_a_name_it_goes_round() -> Result<(), Box<dyn std::error::Error>> {
    let ana = Person { handle: "ana".parse()?, display_name: "Ana".parse()? };
    for notice in kept() {
        let named = notice.named(|()| Some(ana.clone()));
        let text = serde_json::to_string(&named)?;
        assert_eq!(serde_json::from_str::<Notice<Option<Person>>>(&text)?, named, "{text}");
        assert!(text.starts_with("{\"kind\":\""), "{text}");
    }
    Ok(())
}
