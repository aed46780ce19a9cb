//! Words that were held back: asking the operator about them, and the operator's list.

mod held;
mod list;

pub use held::HeldBack;
pub use list::WordsPage;

use domain::consent::Span;
use wire::consent::Told;

use crate::trouble::sentence;

/// Why words are held back, with the words that are meant.
fn why(told: &Told) -> String {
    let words: Vec<String> = told.spans.iter().map(|span: &Span| format!("“{}”", span.text)).collect();
    let about = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    format!("{}{about}.", sentence(&told.sentence).trim_end_matches('.'))
}
