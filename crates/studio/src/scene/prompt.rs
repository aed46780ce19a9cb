//! From a prompt to a plan: keywords, each with a weight for the place that it names.

use super::plan::{Camera, Plan, SceneKind, TimeOfDay, Weather};
use super::words::{COLOURS, DAY, DRY, FOG, GOLDEN, NIGHT, PLACES, RAIN, SNOW};

impl Plan {
    /// Chooses place, light, air and camera from a prompt. Nothing recognised: the stage.
    #[must_use]
    pub fn from_prompt(prompt: &str, seed: u64) -> Self {
        let text = words(prompt);
        let has = |list: &[&str]| list.iter().any(|w| contains(&text, w));
        let colour = COLOURS
            .iter()
            .filter_map(|(name, code)| position(&text, name).map(|at| (at, *code)))
            .min()
            .map(|(_, code)| code);
        let mut best = (0, SceneKind::Stage);
        for kind in SceneKind::ALL {
            let mut score: u32 = PLACES
                .iter()
                .filter(|(k, _, _)| *k == kind)
                .map(|(_, weight, list)| weight * list.iter().filter(|w| contains(&text, w)).count() as u32)
                .sum();
            // A colour alone asks for a backdrop of that colour, and only just.
            if kind == SceneKind::Studio && colour.is_some() {
                score = score * 2 + 1;
            }
            if score > best.0 {
                best = (score, kind);
            }
        }
        let mut plan = Self::of(best.1, seed);
        plan.colour = colour;
        if has(GOLDEN) {
            plan.time = TimeOfDay::Golden;
        } else if has(NIGHT) {
            plan.time = TimeOfDay::Night;
        } else if has(DAY) {
            plan.time = TimeOfDay::Day;
        }
        if has(SNOW) {
            plan.weather = Weather::Snow;
        } else if has(RAIN) {
            plan.weather = Weather::Rain;
        } else if has(FOG) {
            plan.weather = Weather::Fog;
        } else if has(DRY) {
            plan.weather = Weather::Clear;
        }
        if has(&["pan left", "to the left"]) {
            plan.camera = Camera::Left;
        } else if has(&["pan right", "to the right"]) {
            plan.camera = Camera::Right;
        } else if has(&["static", "still camera", "tripod"]) {
            plan.camera = Camera::Still;
        }
        plan
    }
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

fn contains(text: &str, word: &str) -> bool {
    position(text, word).is_some()
}

/// Where a word or a run of words stands as whole words.
fn position(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word)
        .find(|(at, found)| text[..*at].ends_with(' ') && text[at + found.len()..].starts_with(' '))
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SceneKind::{Beach, City, Disco, Forest, Library, Mountains, Podcast, Space, Stage, Studio, Underwater};

    #[test]
    fn prompts_name_their_places() {
        let table: [(&str, SceneKind); 44] = [
            ("On a theatre stage with a spotlight", Stage),
            ("stand-up comedy in front of an audience", Stage),
            ("giving a TED talk", Stage),
            ("", Stage),
            ("something nobody ever heard of", Stage),
            ("beach at sunset", Beach),
            ("on a tropical island, palm trees behind me", Beach),
            ("Surfing in Hawaii!", Beach),
            ("walking along the shore while waves roll in", Beach),
            ("golden hour by the sea", Beach),
            ("Tokyo street at night with neon signs", City),
            ("rainy night downtown", City),
            ("cyberpunk alley", City),
            ("New York skyline from a rooftop", City),
            ("times square, taxis passing", City),
            ("floating in space above a planet", Space),
            ("an astronaut on the moon", Space),
            ("in a galaxy far away", Space),
            ("among the stars and a purple nebula", Space),
            ("on Mars with a rocket", Space),
            ("in an enchanted forest with light shafts", Forest),
            ("deep in the jungle", Forest),
            ("hiking in the woods", Forest),
            ("among redwoods in the morning mist", Forest),
            ("in a cosy library full of books", Library),
            ("old bookshop with a lamp", Library),
            ("a professor's study with bookshelves", Library),
            ("recording a podcast", Podcast),
            ("hosting a radio show", Podcast),
            ("news anchor in a newsroom", Podcast),
            ("streamer in a gaming room", Podcast),
            ("on top of a snowy mountain", Mountains),
            ("skiing in the Alps", Mountains),
            ("a winter valley with glaciers", Mountains),
            ("standing on the summit of Everest", Mountains),
            ("plain white background", Studio),
            ("studio portrait, blue", Studio),
            ("a simple pink backdrop", Studio),
            ("professional headshot", Studio),
            ("dancing in a disco", Disco),
            ("at a nightclub with lasers", Disco),
            ("birthday party on a dance floor", Disco),
            ("scuba diving at a coral reef", Underwater),
            ("under the sea with fish and bubbles", Underwater),
        ];
        for (prompt, kind) in table {
            assert_eq!(Plan::from_prompt(prompt, 1).scene, kind, "{prompt}");
        }
    }

    #[test]
    fn light_air_and_colour_are_heard() {
        let plan = Plan::from_prompt("A foggy forest at night", 1);
        assert_eq!((plan.time, plan.weather), (TimeOfDay::Night, Weather::Fog));
        assert_eq!(Plan::from_prompt("beach at noon, bright", 1).time, TimeOfDay::Day);
        assert_eq!(Plan::from_prompt("city street, dry and clear", 1).weather, Weather::Clear);
        assert_eq!(Plan::from_prompt("teal studio, some red", 1).colour, Some(0x002c_7f83));
        assert_eq!(Plan::from_prompt("bored on a sofa", 1).colour, None, "red inside a word is no colour");
    }

    #[test]
    fn a_plan_survives_storage() {
        for kind in SceneKind::ALL {
            let plan = Plan::of(kind, 99);
            let text = serde_json::to_string(&plan).unwrap();
            assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
        }
    }
}
