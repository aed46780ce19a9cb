//! A policy in sentences.

use domain::consent::{Audience, Company, Holding, Language, Parts, Policy, Theme, Will};

/// What a policy says, most important first. Each sentence with whether it opens something.
#[must_use]
pub fn sentences(policy: &Policy) -> Vec<(bool, String)> {
    if policy.paused {
        return vec![(false, "Everything is paused: nobody may use it now, and clips with it are hidden.".into())];
    }
    let mut said = vec![(true, "You may use it in any clip that you make.".to_owned())];
    let mut say = |opens: bool, text: &str| said.push((opens, text.to_owned()));
    if !policy.providers.is_empty() {
        let named: Vec<&str> = policy.providers.iter().map(String::as_str).collect();
        say(true, &format!("For one clip at a time, these get a picture or a script: {}.", list(&named)));
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
    let quoted = |words: &std::collections::BTreeSet<String>| {
        list(&words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>())
    };
    if !policy.never_say.is_empty() {
        say(false, &format!("Never says {}.", quoted(&policy.never_say)));
    }
    if !policy.never_show.is_empty() {
        say(false, &format!("Never shown with {}.", quoted(&policy.never_show)));
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
        let said = |policy: &Policy| sentences(policy).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
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
        for preset in Preset::ALL {
            for sentence in said(&preset.policy()) {
                assert!(sentence.split(' ').count() <= 24 && sentence.ends_with('.'), "{sentence}");
            }
        }
    }
}
