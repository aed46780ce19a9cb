//! What may be read aloud for a better voice.

/// About 80 words, half a minute at an ordinary pace: vowels and consonants of English in many neighbourhoods, no names,
/// no numbers, nothing that is hard to say.
pub const READING: &str = "When the lights go down, everyone in the theatre grows quiet. Somebody coughs, a chair \
    creaks, and then the first voice is heard. It may be loud or soft, quick or slow, but it is never quite like any \
    other. A good understudy listens to such things: how you breathe before a long word, where you pause, which sounds \
    you enjoy. Tonight the stage is yours. Read on calmly, as you would to a friend, and stop whenever you like.";
