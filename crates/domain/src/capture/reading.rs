//! What to read aloud for a better voice.

/// About half a minute of plain English with all of its sounds, in our own words.
pub const READING: &str = "Every morning I walk down to the harbour while the shops are still closed. The boats move \
    gently, a boy throws bread to the geese, and somewhere a choir is singing. I usually buy a cup of tea and a warm \
    roll with cheese. Then I choose a quiet chair, watch the yellow light on the water, and think about the day \
    ahead. It is nothing special, but this half hour belongs to me, and I enjoy it very much.";

#[cfg(test)]
mod tests {
    use super::READING;

    #[test]
    fn the_reading_takes_about_half_a_minute() {
        // People read 2.5 to 3 words a second.
        let words = READING.split_whitespace().count();
        assert!((70..=90).contains(&words), "{words}");
    }
}
