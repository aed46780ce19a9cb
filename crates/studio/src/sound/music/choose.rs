//! Which music suits a clip.

use domain::direction::Music;
use domain::speech::Mood;

use crate::scene::{Plan, SceneKind};

/// Words of a prompt and the music that they ask for, the most particular first.
const WORDS: [(Music, &[&str]); 7] = [
    (Music::None, &["no music", "without music", "silent", "silence", "a cappella", "asmr"]),
    (Music::News, &["news", "newsroom", "breaking", "headline", "headlines", "anchor", "reporter", "bulletin"]),
    (Music::LoFi, &["lofi", "lo-fi", "chill", "chillhop", "jazz", "coffee", "study", "studying"]),
    (
        Music::Tense,
        &[
            "horror", "scary", "thriller", "spooky", "suspense", "tense", "creepy", "ghost", "haunted", "danger",
            "mystery",
        ],
    ),
    (
        Music::Cinematic,
        &["epic", "trailer", "cinematic", "heroic", "hero", "battle", "blockbuster", "drama", "dramatic"],
    ),
    (
        Music::Upbeat,
        &[
            "party",
            "dance",
            "dancing",
            "birthday",
            "upbeat",
            "energetic",
            "happy",
            "fun",
            "workout",
            "advert",
            "summer",
        ],
    ),
    (Music::Calm, &["calm", "peaceful", "relaxing", "meditation", "meditating", "yoga", "sleep", "gentle", "ambient"]),
];

/// What to play: `wanted` if that is anything but [`Music::Auto`], else what the prompt's words, the mood or the place
/// suggest, in this order. Never [`Music::Auto`].
#[must_use]
pub fn choose(wanted: Music, prompt: &str, mood: Mood, plan: &Plan) -> Music {
    if wanted != Music::Auto {
        return wanted;
    }
    let text: String = prompt.chars().flat_map(char::to_lowercase).map(|c| if word(c) { c } else { ' ' }).collect();
    let text = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let asked = WORDS.iter().find(|(_, words)| words.iter().any(|w| text.contains(&format!(" {w} "))));
    if let Some((music, _)) = asked {
        return *music;
    }
    match mood {
        Mood::Happy => return Music::Upbeat,
        Mood::Shocked | Mood::Angry => return Music::Tense,
        Mood::Sad | Mood::Whisper => return Music::Calm,
        Mood::Neutral | Mood::Deadpan => {}
    }
    match plan.scene {
        // Its room has music of its own.
        SceneKind::Disco => Music::None,
        SceneKind::Space | SceneKind::Mountains => Music::Cinematic,
        SceneKind::Forest | SceneKind::Underwater => Music::Calm,
        SceneKind::Beach | SceneKind::Studio | SceneKind::Stage => Music::Upbeat,
        _ => Music::LoFi,
    }
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_before_moods_and_moods_before_places() {
        let plan = |kind| Plan::of(kind, 1);
        let of = |prompt: &str, mood, kind| choose(Music::Auto, prompt, mood, &plan(kind));
        assert_eq!(of("Breaking NEWS: a whale", Mood::Happy, SceneKind::Podcast), Music::News);
        assert_eq!(of("a beach, no music", Mood::Happy, SceneKind::Beach), Music::None);
        assert_eq!(of("newsagent's heroine", Mood::Sad, SceneKind::City), Music::Calm);
        assert_eq!(of("in a disco", Mood::Neutral, SceneKind::Disco), Music::None);
        assert_eq!(of("", Mood::Neutral, SceneKind::Space), Music::Cinematic);
        assert_eq!(choose(Music::Tense, "calm", Mood::Happy, &plan(SceneKind::Beach)), Music::Tense);
        for kind in SceneKind::ALL {
            for mood in Mood::ALL {
                assert_ne!(of("", mood, kind), Music::Auto);
            }
        }
    }
}
