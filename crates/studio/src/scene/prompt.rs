//! From a prompt to a plan: keywords, each with a weight for the place that it names.

use super::plan::{Camera, Plan, SceneKind, TimeOfDay, Weather};

use SceneKind::{Beach, City, Disco, Forest, Library, Mountains, Podcast, Space, Stage, Studio, Underwater};

/// Words (or pairs of words) that name a place. A weight of 3 decides, 1 leans.
const PLACES: &[(SceneKind, u32, &[&str])] = &[
    (Stage, 3, &["stage", "theatre", "theater", "curtain", "spotlight", "stand-up", "standup", "comedy club", "opera", "audience", "podium", "award show", "talent show", "ted talk", "broadway"]),
    (Stage, 1, &["perform", "performing", "microphone", "concert", "auditorium", "speech", "announce", "show"]),
    (Beach, 3, &["beach", "seaside", "shore", "coast", "tropical", "palm", "palms", "island", "hawaii", "surf", "surfing", "lagoon", "bahamas", "caribbean", "boardwalk"]),
    (Beach, 1, &["sunset", "sand", "waves", "ocean", "sea", "vacation", "holiday", "summer", "sunny"]),
    (City, 3, &["city", "street", "downtown", "neon", "skyline", "skyscraper", "skyscrapers", "tokyo", "manhattan", "new york", "london", "cyberpunk", "rooftop", "urban", "alley", "times square", "taxi"]),
    (City, 1, &["traffic", "night", "rainy", "rain", "bar", "metropolis", "bokeh", "town"]),
    (Space, 3, &["space", "galaxy", "planet", "planets", "stars", "nebula", "astronaut", "cosmos", "cosmic", "orbit", "moon", "mars", "rocket", "spaceship", "spacecraft", "universe", "milky way", "saturn", "alien", "aliens"]),
    (Space, 1, &["star", "sci-fi", "zero gravity", "telescope"]),
    (Forest, 3, &["forest", "woods", "woodland", "jungle", "rainforest", "redwood", "redwoods", "grove", "trees", "fairy tale", "enchanted"]),
    (Forest, 1, &["tree", "moss", "nature", "camping", "hike", "hiking", "green", "park", "garden", "leaves", "autumn", "magical"]),
    (Library, 3, &["library", "bookshop", "bookstore", "bookshelf", "bookshelves", "books", "reading room", "study room", "wizard school"]),
    (Library, 1, &["book", "cosy", "cozy", "fireplace", "professor", "lamp", "study", "home", "living room", "classroom", "university", "cafe", "coffee"]),
    (Podcast, 3, &["podcast", "recording studio", "radio", "radio station", "talk show", "interview", "newsroom", "news anchor", "streamer", "gaming room", "twitch"]),
    (Podcast, 1, &["mic", "headphones", "host", "news", "gaming", "office", "recording", "music studio", "dj set"]),
    (Mountains, 3, &["mountain", "mountains", "alps", "peak", "summit", "ski", "skiing", "snowboard", "snowboarding", "glacier", "everest", "himalaya", "himalayas", "winter", "arctic", "snowy", "antarctica", "north pole"]),
    (Mountains, 1, &["snow", "ice", "cold", "valley", "cliff", "christmas", "climb", "climbing", "icy"]),
    (Studio, 3, &["backdrop", "plain", "studio", "photo studio", "portrait", "white background", "seamless", "solid", "gradient", "passport", "headshot", "minimal", "simple background"]),
    (Studio, 1, &["background", "colour", "color", "clean", "professional", "product"]),
    (Disco, 3, &["disco", "nightclub", "dance floor", "dancefloor", "club", "rave", "mirror ball", "party", "karaoke", "techno", "dj"]),
    (Disco, 1, &["dance", "dancing", "laser", "lasers", "70s", "funky", "beat", "birthday", "celebrate", "lights"]),
    (Underwater, 3, &["underwater", "under water", "under the sea", "aquarium", "coral", "reef", "diving", "scuba", "submarine", "mermaid", "deep sea", "atlantis", "ocean floor"]),
    (Underwater, 1, &["fish", "bubbles", "shark", "whale", "dolphin", "swim", "swimming"]),
];

const NIGHT: &[&str] = &["night", "midnight", "dark", "moonlight", "moonlit", "evening", "stars"];
const GOLDEN: &[&str] = &["sunset", "sunrise", "dawn", "dusk", "golden", "twilight", "morning", "evening sun"];
const DAY: &[&str] = &["day", "noon", "sunny", "daylight", "bright", "midday", "afternoon", "blue sky"];
const RAIN: &[&str] = &["rain", "rainy", "raining", "storm", "stormy", "drizzle", "wet", "thunderstorm"];
const SNOW: &[&str] = &["snow", "snowy", "snowing", "blizzard", "snowfall", "christmas"];
const FOG: &[&str] = &["fog", "foggy", "mist", "misty", "haze", "hazy", "smoke"];
const DRY: &[&str] = &["dry", "clear", "no rain", "cloudless"];

const COLOURS: &[(&str, u32)] = &[
    ("red", 0x00a8_2c2c),
    ("crimson", 0x008e_1f33),
    ("orange", 0x00d9_772b),
    ("yellow", 0x00e3_b53a),
    ("gold", 0x00c9_9a3a),
    ("green", 0x004d_8a5b),
    ("mint", 0x0092_c7ad),
    ("teal", 0x002c_7f83),
    ("turquoise", 0x003b_a6a6),
    ("blue", 0x0033_629e),
    ("navy", 0x0022_3458),
    ("purple", 0x0066_4791),
    ("violet", 0x0066_4791),
    ("pink", 0x00d6_8299),
    ("magenta", 0x00b3_3a7c),
    ("brown", 0x0075_5540),
    ("beige", 0x00cf_b998),
    ("cream", 0x00e3_d7bd),
    ("white", 0x00e4_e2de),
    ("grey", 0x0082_8484),
    ("gray", 0x0082_8484),
    ("black", 0x0028_2726),
];

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
        let mut best = (0, Stage);
        for kind in SceneKind::ALL {
            let mut score: u32 = PLACES
                .iter()
                .filter(|(k, _, _)| *k == kind)
                .map(|(_, weight, list)| weight * list.iter().filter(|w| contains(&text, w)).count() as u32)
                .sum();
            // A colour alone asks for a backdrop of that colour, and only just.
            if kind == Studio && colour.is_some() {
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
        .find(|(at, found)| {
            text[..*at].ends_with(' ') && text[at + found.len()..].starts_with(' ')
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

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
