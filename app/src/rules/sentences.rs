//! A policy in sentences.

use domain::UnixMs;
use domain::consent::{Audience, Company, Holding, Language, Parts, Policy, Theme, Will};

/// What a policy says at a moment, most important first. Each sentence with whether it opens something. `written` puts a
/// moment in words.
#[must_use]
pub fn sentences(policy: &Policy, now: UnixMs, written: impl Fn(UnixMs) -> String) -> Vec<(bool, String)> {
    if policy.paused {
        return vec![(false, "Everything is paused: nobody may use it now, and clips with it are hidden.".into())];
    }
    let mut said = vec![(true, "You may use it in any clip that you make.".to_owned())];
    let mut say = |opens: bool, text: &str| said.push((opens, text.to_owned()));
    if !policy.providers.is_empty() {
        let named: Vec<&str> = policy.providers.iter().map(String::as_str).collect();
        say(true, &format!("For one clip at a time, these get a picture or a script: {}.", list(&named)));
    }
    if let Some(end) = policy.expires_at.filter(|end| now >= *end && policy.audience != Audience::OnlyMe) {
        say(false, &format!("Nobody else may use it any more: that ended on {}.", written(end)));
        return said;
    }
    match policy.audience {
        Audience::OnlyMe => {
            say(false, "Nobody else may use it.");
            return said;
        }
        Audience::Approved => say(true, "People you approved may use it. Anyone else has to ask."),
        Audience::Mutuals => say(true, "People who follow you, and whom you follow, may use it."),
        Audience::Everyone => say(true, "Every member may use it, but for whom you blocked."),
    }
    if let Some(end) = policy.expires_at {
        say(false, &format!("That ends on {}.", written(end)));
    }
    if policy.ask_each {
        say(false, "You answer each request first.");
    }
    say(
        policy.publish_unseen,
        if policy.publish_unseen {
            "A clip may be published without your look at the file."
        } else {
            "No clip is published before you have seen the file and said yes."
        },
    );
    say(
        policy.downloads,
        if policy.downloads {
            "Who makes a clip with it, or plays in it, may save the file. You see who did."
        } else {
            "No file of a clip with it is handed out to be saved."
        },
    );
    match policy.holding {
        Holding::Nowhere => say(false, "Your pack stays on your own devices: they draw what you agree to."),
        Holding::Devices => say(true, "Your pack opens on the device of whoever may use it, for one clip at a time."),
    }
    match policy.parts {
        Parts::Both => {}
        Parts::Face => say(false, "They get your face, not your voice: the studio speaks."),
        Parts::Voice => say(false, "They get your voice, not your face: a character says it."),
    }
    for (will, opens, words) in [(Will::Deny, false, "Never about"), (Will::Ask, false, "You are asked about")] {
        let themes: Vec<&str> =
            Theme::ALL.into_iter().filter(|theme| policy.theme(*theme) == will).map(Theme::title).collect();
        if !themes.is_empty() {
            say(opens, &format!("{words} {}.", list(&themes)));
        }
    }
    // An advertisement is asked about each time: no rule allows it beforehand.
    let ads = if policy.ads == Will::Allow { Will::Ask } else { policy.ads };
    let kinds = [(policy.commercial, "clips that earn money"), (ads, "advertisements"), (policy.remix, "remixes")];
    for (will, opens, words) in
        [(Will::Deny, false, "Never in"), (Will::Ask, false, "You are asked about"), (Will::Allow, true, "Allowed in")]
    {
        let such: Vec<&str> = kinds.iter().filter(|(answer, _)| *answer == will).map(|(_, kind)| *kind).collect();
        if !such.is_empty() {
            say(opens, &format!("{words} {}.", list(&such)));
        }
    }
    let quoted = |words: &std::collections::BTreeSet<String>| {
        list(&words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>())
    };
    if !policy.never_say.is_empty() {
        say(false, &format!("Never says {}.", quoted(&policy.never_say)));
    }
    if !policy.never_show.is_empty() {
        say(false, &format!("Never shown with {}.", quoted(&policy.never_show)));
    }
    if !policy.wishes.is_empty() {
        say(true, &format!("Whoever draws it is told: {}.", policy.wishes.join("; ").trim_end_matches('.')));
    }
    if !policy.languages.is_empty() {
        let mut names: Vec<String> = policy.languages.iter().map(Language::name).collect();
        names.sort();
        say(false, &format!("Speaks only {}.", list(&names)));
    }
    match policy.company {
        Company::Anyone => {}
        Company::Approved => say(false, "Only with people you approved."),
        Company::Alone => say(false, "Only alone."),
    }
    for (count, span) in [(policy.caps.day, "a day"), (policy.caps.week, "a week"), (policy.caps.total, "in all")] {
        if let Some(count) = count {
            say(false, &format!("At most {count} times {span}."));
        }
    }
    said
}

fn list(parts: &[impl AsRef<str>]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::consent::Preset;

    #[test]
    fn a_policy_reads_as_it_decides() {
        let said = |policy: &Policy| {
            sentences(policy, 1000, |at| format!("day {at}")).into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(said(&Policy::default())[1], "Nobody else may use it.");
        let friends = said(&Preset::Friends.policy());
        assert!(friends.contains(&"Never about sex and nudity, children, passing for an office or hate.".to_owned()));
        assert!(friends.iter().any(|s| s.starts_with("No clip is published before")), "{friends:?}");
        let spoken = Policy { languages: [Language::ENGLISH].into(), ..Preset::Friends.policy() };
        assert!(said(&spoken).contains(&"Speaks only English.".to_owned()));
        let sent = Policy { providers: ["fal".to_owned(), "heygen".to_owned()].into(), ..Policy::default() };
        assert_eq!(said(&sent)[1], "For one clip at a time, these get a picture or a script: fal or heygen.");
        let paused = Policy { paused: true, ..Preset::Creator.policy() };
        assert_eq!(said(&paused).len(), 1);
        assert!(friends.contains(&"Never in clips that earn money or advertisements.".to_owned()), "{friends:?}");
        for preset in Preset::ALL {
            for sentence in said(&preset.policy()) {
                assert!(sentence.split(' ').count() <= 24 && sentence.ends_with('.'), "{sentence}");
            }
        }
    }

    #[test]
    fn what_has_ended_and_what_it_is_for_is_said() {
        let said = |policy: &Policy| {
            sentences(policy, 1000, |at| format!("day {at}")).into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        let open = Preset::Creator.policy();
        let ends = said(&Policy { expires_at: Some(1001), ..open.clone() });
        assert!(ends.contains(&"That ends on day 1001.".to_owned()), "{ends:?}");
        assert!(ends.iter().any(|s| s.starts_with("Every member")));
        let over = said(&Policy { expires_at: Some(1000), ..open.clone() });
        assert_eq!(over.last().map(String::as_str), Some("Nobody else may use it any more: that ended on day 1000."));
        assert!(!over.iter().any(|s| s.starts_with("Every member")), "{over:?}");
        let (commercial, ads, remix) = (Will::Allow, Will::Allow, Will::Ask);
        let wishes = vec!["Always the red hat.".to_owned()];
        let kinds = said(&Policy { commercial, ads, remix, wishes, ..open });
        for sentence in [
            "Allowed in clips that earn money.",
            "You are asked about advertisements or remixes.",
            "Whoever draws it is told: Always the red hat.",
        ] {
            assert!(kinds.contains(&sentence.to_owned()), "{sentence} {kinds:?}");
        }
    }
}
