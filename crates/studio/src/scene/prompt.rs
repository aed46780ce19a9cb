//! From a prompt to a plan: keywords, each with a weight for the place that it names.

use super::places::PLACES;
use super::plan::{Cut, Framing, MAX_CUTS, MAX_PROPS, MAX_TEXT, Plan, SceneKind};
use super::revise;
use super::words::{CAMERAS, COLOURS, FRAMINGS, PROPS, STYLES, TIMES, WEATHERS, Words};

/// Frames between two framings that a prompt names without a time: three seconds.
const SHOT: u32 = 90;

impl Plan {
    /// Chooses a whole plan from a prompt. Of two words for the same thing the later one counts; text in double quotes is
    /// text on screen. Nothing recognised: the stage.
    #[must_use]
    pub fn from_prompt(prompt: &str, seed: u64) -> Self {
        let (prompt, quoted) = quotes(prompt);
        let text = words(&prompt);
        // What a chip wrote says when and how, not where.
        let (own, _) = revise::apart(&prompt);
        let place = words(&own);
        let colour = COLOURS
            .iter()
            .filter_map(|(name, code)| position(&place, name).map(|at| (at, *code)))
            .min()
            .map(|(_, code)| code);
        let mut plan = Self::of(best_place(&place, colour.is_some()), seed);
        plan.colour = colour;
        plan.text = quoted;
        plan.time = last(&text, TIMES).unwrap_or(plan.time);
        plan.weather = last(&text, WEATHERS).unwrap_or(plan.weather);
        plan.style = last(&text, STYLES).unwrap_or_default();
        plan.camera = last(&text, CAMERAS).unwrap_or(plan.camera);
        plan.props = all(&text, PROPS).into_iter().map(|(_, p)| p).take(MAX_PROPS).collect();
        plan.cuts = cuts(&text);
        plan
    }
}

fn best_place(text: &str, coloured: bool) -> SceneKind {
    let mut best = (0, SceneKind::Stage);
    for kind in SceneKind::ALL {
        let mut score: u32 = PLACES
            .iter()
            .filter(|(k, ..)| *k == kind)
            .map(|(_, weight, list)| weight * list.split(", ").filter(|w| position(text, w).is_some()).count() as u32)
            .sum();
        // A colour alone asks for a backdrop of that colour, and only just.
        if coloured && matches!(kind, SceneKind::Studio | SceneKind::Plain) {
            score = score * 2 + u32::from(kind == SceneKind::Plain);
        }
        if score > best.0 {
            best = (score, kind);
        }
    }
    best.1
}

/// Framings in the order in which they are named. One alone holds for the whole clip, unless it is cut to.
fn cuts(text: &str) -> Vec<Cut> {
    let named: Vec<Framing> = all(text, FRAMINGS).into_iter().map(|(_, f)| f).take(MAX_CUTS).collect();
    let late = u32::from(
        named.len() == 1 && ["cut to", "then a", "ends in", "end with"].iter().any(|w| position(text, w).is_some()),
    );
    named.iter().zip(late..).map(|(framing, i)| Cut { from_frame: i * SHOT, framing: *framing }).collect()
}

/// The prompt without what stands in double quotes, and the first of that.
fn quotes(prompt: &str) -> (String, Option<String>) {
    let mut parts = prompt.split(['"', '\u{201c}', '\u{201d}', '\u{201e}']);
    let (mut outside, mut text) = (String::new(), None);
    while let Some(part) = parts.next() {
        outside.push_str(part);
        outside.push(' ');
        if let Some(inside) = parts.next() {
            let inside: String = inside.trim().chars().take(MAX_TEXT).collect();
            if text.is_none() && !inside.is_empty() {
                text = Some(inside);
            }
        }
    }
    (outside, text)
}

/// Lower case, everything but letters, digits, hyphens made one space, with a space at each end.
fn words(prompt: &str) -> String {
    let mut out = String::from(" ");
    for c in prompt.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '-' {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Where a word or a run of words first stands as whole words.
fn position(text: &str, word: &str) -> Option<usize> {
    whole(text, word).next()
}

fn whole<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word)
        .filter(move |(at, found)| text[..*at].ends_with(' ') && text[at + found.len()..].starts_with(' '))
        .map(|(at, _)| at)
}

/// What the word that ends last asks for; of two that end together, the longer: "no rain" is not "rain".
fn last<T: Copy>(text: &str, lists: Words<T>) -> Option<T> {
    let found = lists.iter().flat_map(|(what, list)| {
        list.split(", ").filter_map(|w| whole(text, w).last().map(|at| ((at + w.len(), w.len()), *what)))
    });
    found.max_by_key(|(at, _)| *at).map(|(_, what)| what)
}

/// Everything that is asked for, each once, in the order in which it is first named.
fn all<T: Copy + PartialEq>(text: &str, lists: Words<T>) -> Vec<(usize, T)> {
    let mut found: Vec<(usize, T)> = lists
        .iter()
        .filter_map(|(what, list)| list.split(", ").filter_map(|w| position(text, w)).min().map(|at| (at, *what)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Camera, Prop, Style, TimeOfDay, Weather};
    use SceneKind::{
        Arcade, Beach, BoxingRing, City, Classroom, Courtroom, Desert, Disco, Forest, Kitchen, Library, Mountains,
        NeonRain, NewsDesk, Office, Plain, Podcast, RedCarpet, Rooftop, Snow, Space, Stage, Studio, SunsetRoad, Train,
        Underwater,
    };

    #[test]
    fn prompts_name_their_places() {
        #[rustfmt::skip]
        let table: &[(&str, SceneKind)] = &[
            ("On a theatre stage with a spotlight", Stage), ("stand-up comedy in front of an audience", Stage),
            ("giving a TED talk", Stage), ("", Stage), ("something nobody ever heard of", Stage),
            ("beach at sunset", Beach), ("on a tropical island, palm trees behind me", Beach),
            ("Surfing in Hawaii!", Beach), ("walking along the shore while waves roll in", Beach),
            ("golden hour by the sea", Beach), ("Tokyo street at night with neon signs", City),
            ("downtown at night, skyscrapers", City), ("cyberpunk alley", NeonRain), ("rain on neon", NeonRain),
            ("New York skyline from a rooftop", Rooftop), ("times square, taxis passing", City),
            ("In a city street at night", City), ("floating in space above a planet", Space),
            ("an astronaut on the moon", Space), ("in a galaxy far away", Space),
            ("among the stars and a purple nebula", Space), ("on Mars with a rocket", Space),
            ("in an enchanted forest with light shafts", Forest), ("deep in the jungle", Forest),
            ("hiking in the woods", Forest), ("among redwoods in the morning mist", Forest),
            ("in a cosy library full of books", Library), ("old bookshop with a lamp", Library),
            ("a professor's study with bookshelves", Library), ("recording a podcast", Podcast),
            ("hosting a radio show", Podcast), ("news anchor in a newsroom", NewsDesk),
            ("reading the breaking news", NewsDesk), ("streamer at a podcast table", Podcast),
            ("on top of a snowy mountain", Mountains), ("skiing in the Alps", Mountains),
            ("standing on the summit of Everest", Mountains), ("a winter wonderland, snowing", Snow),
            ("in a snowy park at Christmas", Snow), ("plain white background", Plain),
            ("a simple pink background", Plain), ("red", Plain), ("studio portrait, blue", Studio),
            ("professional headshot", Studio), ("dancing in a disco", Disco), ("at a nightclub with lasers", Disco),
            ("birthday party on a dance floor", Disco), ("scuba diving at a coral reef", Underwater),
            ("under the sea with fish and bubbles", Underwater), ("cooking in my kitchen", Kitchen),
            ("breakfast at home in the kitchen", Kitchen), ("in a corner office", Office),
            ("a meeting with my boss in the boardroom", Office), ("lost in the Sahara", Desert),
            ("dunes in a sandstorm", Desert), ("in a boxing ring, fight night", BoxingRing),
            ("roof terrace with string lights at dusk", Rooftop), ("on a train through the Alps at sunrise", Train),
            ("at an arcade in the 80s", Arcade), ("on the red carpet, paparazzi everywhere", RedCarpet),
            ("a lawyer in court, objection", Courtroom), ("before the judge and the jury", Courtroom),
            ("teaching maths at school, blackboard behind", Classroom), ("driving route 66 at sunset", SunsetRoad),
            ("road trip on a desert highway", SunsetRoad),
        ];
        let wrong: Vec<_> = table
            .iter()
            .map(|(prompt, kind)| (prompt, Plan::from_prompt(prompt, 1).scene, kind))
            .filter(|(_, found, kind)| found != *kind)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn light_air_and_colour_are_heard() {
        let plan = Plan::from_prompt("A foggy forest at night", 1);
        assert_eq!((plan.time, plan.weather), (TimeOfDay::Night, Weather::Fog));
        assert_eq!(Plan::from_prompt("beach at noon, bright", 1).time, TimeOfDay::Day);
        assert_eq!(Plan::from_prompt("beach at dawn", 1).time, TimeOfDay::Dawn);
        assert_eq!(Plan::from_prompt("city at dusk", 1).time, TimeOfDay::Dusk);
        assert_eq!(Plan::from_prompt("city street, dry and clear", 1).weather, Weather::Clear);
        assert_eq!(Plan::from_prompt("city street, no rain", 1).weather, Weather::Clear);
        assert_eq!(Plan::from_prompt("forest in the wind", 1).weather, Weather::Wind);
        assert_eq!(Plan::from_prompt("beach at sunset, at night", 1).time, TimeOfDay::Night, "the later counts");
        assert_eq!(Plan::from_prompt("teal studio, some red", 1).colour, Some(0x002c_7f83));
        assert_eq!(Plan::from_prompt("bored on a sofa", 1).colour, None, "red inside a word is no colour");
    }

    #[test]
    fn style_camera_props_text_and_cuts_are_heard() {
        let plan = Plan::from_prompt(
            "A detective's office, film noir, slow zoom, with a mug on the desk, \"The last case\", wide shot, then close-up",
            1,
        );
        assert_eq!((plan.scene, plan.style, plan.camera), (Office, Style::Noir, Camera::Push));
        assert_eq!(plan.props, [Prop::Mug, Prop::Desk]);
        assert_eq!(plan.text.as_deref(), Some("The last case"));
        let cut = |from_frame, framing| Cut { from_frame, framing };
        assert_eq!(plan.cuts, [cut(0, Framing::Wide), cut(90, Framing::Close)]);
        assert_eq!(Plan::from_prompt("close-up on a beach", 1).cuts, [cut(0, Framing::Close)]);
        assert_eq!(Plan::from_prompt("on a beach, cut to a close-up", 1).cuts, [cut(90, Framing::Close)]);
        assert_eq!(Plan::from_prompt("Stage, \"in the rain", 1).text.as_deref(), Some("in the rain"));
        assert_eq!(
            Plan::from_prompt("\"\" a \u{201c}na\u{ef}ve \u{1f600}\u{201d}", 1).text.as_deref(),
            Some("na\u{ef}ve \u{1f600}")
        );
    }

    #[test]
    fn a_plan_survives_storage_and_old_ones_are_read() {
        for kind in SceneKind::ALL {
            let plan = Plan::of(kind, 99).with_text("Hello").with_prop_toggled(Prop::Plant);
            let text = serde_json::to_string(&plan).unwrap();
            assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
        }
        let old = r#"{"scene":"city","time":"golden","weather":"rain","camera":"rise","colour":null,"seed":7}"#;
        let plan = serde_json::from_str::<Plan>(old).unwrap();
        assert_eq!((plan.scene, plan.time, plan.camera), (City, TimeOfDay::Golden, Camera::Rise));
        assert_eq!((plan.style, plan.props.len(), plan.shots().len()), (Style::Natural, 0, 1));
        assert_eq!(serde_json::from_str::<Plan>(r#"{"scene":"desert"}"#).unwrap().weather, Weather::Clear);
    }
}
