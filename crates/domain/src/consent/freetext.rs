//! Limits in an owner's own words, turned into rules. What comes out is shown back and counts only once its owner has
//! taken it: prose is no permission, and what is not understood is said to be.

use super::words::fold;
use super::{Company, Language, Policy, Theme, Will};

/// One rule that a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// A subject.
    Theme(Theme, Will),
    /// Words that may not be said.
    NeverSay(String),
    /// Things and places that may not be shown.
    NeverShow(String),
    /// A language that may be spoken, and none that is not named.
    Language(Language),
    /// What the generator is told.
    Wish(String),
    /// In clips that earn or sell.
    Commercial(Will),
    /// In advertisements.
    Ads(Will),
    /// Made into other clips.
    Remix(Will),
    /// With whom.
    Company(Company),
    /// Uses a day.
    Day(u32),
    /// Uses a week.
    Week(u32),
}

/// What was understood of a text, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// Rules.
    pub limits: Vec<Limit>,
    /// Sentences of which no rule could be made.
    pub unclear: Vec<String>,
}

/// Words for subjects, besides their names.
const SUBJECTS: [(&str, Theme); 44] = [
    ("politics", Theme::Politics),
    ("political", Theme::Politics),
    ("elections", Theme::Politics),
    ("religion", Theme::Religion),
    ("religious", Theme::Religion),
    ("faith", Theme::Religion),
    ("romance", Theme::Romance),
    ("romantic", Theme::Romance),
    ("kissing", Theme::Romance),
    ("dating", Theme::Romance),
    ("love", Theme::Romance),
    ("sex", Theme::Sexual),
    ("sexual", Theme::Sexual),
    ("nudity", Theme::Sexual),
    ("nude", Theme::Sexual),
    ("porn", Theme::Sexual),
    ("fetish", Theme::Sexual),
    ("violence", Theme::Violence),
    ("violent", Theme::Violence),
    ("weapons", Theme::Violence),
    ("guns", Theme::Violence),
    ("blood", Theme::Violence),
    ("medical", Theme::Medical),
    ("medicine", Theme::Medical),
    ("health", Theme::Medical),
    ("finance", Theme::Finance),
    ("financial", Theme::Finance),
    ("money", Theme::Finance),
    ("investing", Theme::Finance),
    ("crypto", Theme::Finance),
    ("gambling", Theme::Finance),
    ("children", Theme::Minors),
    ("kids", Theme::Minors),
    ("minors", Theme::Minors),
    ("brands", Theme::Brands),
    ("products", Theme::Brands),
    ("impersonation", Theme::Impersonation),
    ("hate", Theme::Hate),
    ("racism", Theme::Hate),
    ("alcohol", Theme::Intoxicants),
    ("drinking", Theme::Intoxicants),
    ("drugs", Theme::Intoxicants),
    ("smoking", Theme::Intoxicants),
    ("weed", Theme::Intoxicants),
];

/// Reads limits line by line and sentence by sentence.
#[must_use]
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    for sentence in text.split(['\n', '.', ';', '!']).map(str::trim).filter(|s| !fold(s).is_empty()) {
        // A comma parts things as "and" does; where that makes no sense it is a breath.
        let listed = [", and ", ", or ", ", nor ", ","].iter().fold(sentence.to_owned(), |s, c| s.replace(c, " and "));
        let limits = sentence_limits(&fold(&listed), sentence);
        match limits.or_else(|| sentence_limits(&fold(sentence), sentence)) {
            Some(limits) => read.limits.extend(limits),
            None => read.unclear.push(sentence.to_owned()),
        }
    }
    read.limits.dedup();
    read
}

fn after<'a>(text: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| text.strip_prefix(start)?.strip_prefix(' ')).map(str::trim)
}

fn sentence_limits(folded: &str, original: &str) -> Option<Vec<Limit>> {
    let text = folded.strip_prefix("please ").unwrap_or(folded);
    if after(text, &["always"]).is_some() {
        return Some(vec![Limit::Wish(original.to_owned())]);
    }
    if let Some(rest) = text.strip_prefix("at most ").or_else(|| text.strip_prefix("no more than ")) {
        return count(rest);
    }
    if let Some(rest) =
        after(text, &["never say", "dont say", "do not say", "dont let me say", "never mention", "no mention of"])
    {
        return Some(list(rest).map(Limit::NeverSay).collect());
    }
    let shown = [
        "never show",
        "dont show",
        "do not show",
        "never put me in",
        "dont put me in",
        "never in",
        "not in",
        "not with",
    ];
    if let Some(rest) = after(text, &shown) {
        return Some(list(rest).map(article).map(Limit::NeverShow).collect());
    }
    if let Some(rest) =
        after(text, &["ask me about", "ask me before", "ask about", "ask before", "ask me for", "ask me first about"])
    {
        return subjects(rest, Will::Ask);
    }
    if matches!(text, "alone" | "only alone" | "nobody else" | "only me in the picture" | "never with others") {
        return Some(vec![Limit::Company(Company::Alone)]);
    }
    if matches!(
        text,
        "only with people i approve" | "only with people i approved" | "only with my friends" | "no strangers"
    ) {
        return Some(vec![Limit::Company(Company::Approved)]);
    }
    if let Some(rest) = after(text, &["only in", "only"]) {
        let spoken: Option<Vec<Limit>> = list(rest).map(|name| language(&name)).collect();
        return spoken;
    }
    for end in [" is fine", " is ok", " is okay", " is allowed", " are fine", " are ok", " are okay", " are allowed"] {
        if let Some(rest) = text.strip_suffix(end) {
            return subjects(rest, Will::Allow);
        }
    }
    let never = [
        "no",
        "never",
        "nothing about",
        "not about",
        "dont talk about",
        "do not talk about",
        "keep me out of",
        "without",
    ];
    let rest = after(text, &never)?;
    Some(
        list(rest)
            .flat_map(|thing| match subject(&thing, Will::Deny) {
                Some(limit) => vec![limit],
                // Neither said nor shown.
                None => vec![Limit::NeverSay(article(thing.clone())), Limit::NeverShow(article(thing))],
            })
            .collect(),
    )
}

/// "a, b and c" as its parts.
fn list(text: &str) -> impl Iterator<Item = String> + '_ {
    // Commas came in as "and": phrases stay whole.
    text.split(" and ").flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" nor ")).filter_map(|part| {
        let part = part.trim();
        (!part.is_empty()).then(|| part.to_owned())
    })
}

fn article(thing: String) -> String {
    ["a ", "an ", "the ", "any "].iter().find_map(|a| thing.strip_prefix(a)).map(str::to_owned).unwrap_or(thing)
}

fn subjects(text: &str, will: Will) -> Option<Vec<Limit>> {
    list(text).map(|thing| subject(&thing, will)).collect()
}

fn subject(thing: &str, will: Will) -> Option<Limit> {
    match thing {
        "ads" | "advertising" | "advertisements" | "adverts" => {
            // An ad is asked about at most: each is a permission of its own.
            return Some(Limit::Ads(if will == Will::Allow { Will::Ask } else { will }));
        }
        "commercial use" | "commercials" | "commercial" | "selling" => return Some(Limit::Commercial(will)),
        "remix" | "remixes" | "remixing" => return Some(Limit::Remix(will)),
        _ => {}
    }
    let named = SUBJECTS.iter().find(|(word, _)| *word == thing).map(|(_, theme)| *theme);
    named.or_else(|| Theme::ALL.into_iter().find(|theme| theme.name() == thing)).map(|theme| Limit::Theme(theme, will))
}

fn language(name: &str) -> Option<Limit> {
    Language::named(name).map(Limit::Language)
}

fn count(text: &str) -> Option<Vec<Limit>> {
    let mut parts = text.split(' ').filter(|part| !matches!(*part, "times" | "clips" | "uses" | "a" | "per" | "each"));
    let number = match parts.next()? {
        "once" | "one" => 1,
        "twice" | "two" => 2,
        "three" => 3,
        "five" => 5,
        "ten" => 10,
        figure => figure.parse().ok()?,
    };
    match (parts.next()?, parts.next()) {
        ("day", None) => Some(vec![Limit::Day(number)]),
        ("week", None) => Some(vec![Limit::Week(number)]),
        _ => None,
    }
}

impl Limit {
    /// Writes the rule into a policy.
    pub fn apply(&self, policy: &mut Policy) {
        match self {
            Self::Theme(theme, will) => {
                policy.themes.insert(*theme, *will);
            }
            Self::NeverSay(words) => {
                policy.never_say.insert(words.clone());
            }
            Self::NeverShow(thing) => {
                policy.never_show.insert(thing.clone());
            }
            Self::Language(language) => {
                policy.languages.insert(*language);
            }
            Self::Wish(wish) if !policy.wishes.contains(wish) => policy.wishes.push(wish.clone()),
            Self::Wish(_) => {}
            Self::Commercial(will) => policy.commercial = *will,
            Self::Ads(will) => policy.ads = *will,
            Self::Remix(will) => policy.remix = *will,
            Self::Company(company) => policy.company = *company,
            Self::Day(count) => policy.caps.day = Some(*count),
            Self::Week(count) => policy.caps.week = Some(*count),
        }
    }

    /// The rule as it is shown back.
    #[must_use]
    pub fn sentence(&self) -> String {
        let will = |will: &Will| match will {
            Will::Allow => "allowed",
            Will::Ask => "asked each time",
            Will::Deny => "never",
        };
        match self {
            Self::Theme(theme, w) => format!("About {}: {}", theme.title(), will(w)),
            Self::NeverSay(words) => format!("Never says “{words}”"),
            Self::NeverShow(thing) => format!("Never shown with “{thing}”"),
            Self::Language(language) => {
                format!("Speaks only what is named: {}", language.name())
            }
            Self::Wish(wish) => format!("Each generator is told: “{wish}”"),
            Self::Commercial(w) => format!("In clips that earn or sell: {}", will(w)),
            Self::Ads(w) => format!("In ads: {}", will(w)),
            Self::Remix(w) => format!("Remixes: {}", will(w)),
            Self::Company(Company::Alone) => "Only shown alone".to_owned(),
            Self::Company(Company::Approved) => "Only with people you approved".to_owned(),
            Self::Company(Company::Anyone) => "With anyone who agreed".to_owned(),
            Self::Day(count) => format!("At most {count} a day"),
            Self::Week(count) => format!("At most {count} a week"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[Limit]) {
        assert_eq!(read(text), Read { limits: expect.to_vec(), unclear: vec![] }, "{text}");
    }

    #[test]
    fn sentences_become_rules() {
        use Limit as L;
        check("No politics.", &[L::Theme(Theme::Politics, Will::Deny)]);
        check(
            "No politics or religion!",
            &[L::Theme(Theme::Politics, Will::Deny), L::Theme(Theme::Religion, Will::Deny)],
        );
        check("Never say moist", &[L::NeverSay("moist".into())]);
        check("Please never put me in a courtroom", &[L::NeverShow("courtroom".into())]);
        check("no clowns", &[L::NeverSay("clowns".into()), L::NeverShow("clowns".into())]);
        check("Always wear the red hat.", &[L::Wish("Always wear the red hat".into())]);
        check("Only English and German", &[L::Language(Language::ENGLISH), L::Language(Language::of("deu").unwrap())]);
        check("Ask me about brands", &[L::Theme(Theme::Brands, Will::Ask)]);
        check("Violence is fine", &[L::Theme(Theme::Violence, Will::Allow)]);
        check("No ads\nNo remixes", &[L::Ads(Will::Deny), L::Remix(Will::Deny)]);
        check("ads are fine", &[L::Ads(Will::Ask)]);
        check("at most 3 times a day; no more than twice a week", &[L::Day(3), L::Week(2)]);
        let three = [Theme::Politics, Theme::Religion, Theme::Violence].map(|theme| L::Theme(theme, Will::Deny));
        check("No politics, religion or violence", &three);
        check("no politics, religion, and violence", &three);
        check("Please, no politics", &three[..1]);
        check("never say moist, or yolo", &["moist", "yolo"].map(|word| L::NeverSay(word.to_owned())));
        check("Always the red hat, please", &[L::Wish("Always the red hat, please".to_owned())]);
        check("Only with people I approve", &[L::Company(Company::Approved)]);
    }

    #[test]
    fn what_is_not_understood_is_said_to_be() {
        let found = read("Be nice to me. No politics");
        assert_eq!(found.unclear, ["Be nice to me"]);
        assert_eq!(found.limits.len(), 1);
        assert_eq!(read("only on weekends").unclear, ["only on weekends"]);
    }

    #[test]
    fn rules_end_in_the_policy() {
        let mut policy = Policy::default();
        for limit in read("No romance. Never say moist. Always wear the hat. At most 2 a day").limits {
            limit.apply(&mut policy);
            limit.apply(&mut policy);
        }
        assert_eq!(policy.theme(Theme::Romance), Will::Deny);
        assert!(policy.never_say.contains("moist") && policy.wishes.len() == 1 && policy.caps.day == Some(2));
        assert_eq!(policy.check(), Ok(()));
    }
}
