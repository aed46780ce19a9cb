//! Words that were held back: asking the operator about them, and the operator's list.

mod ask;
mod held;
mod list;
mod still;

pub use held::HeldBack;
pub use list::WordsPage;
pub use still::{Held, HeldStill};
