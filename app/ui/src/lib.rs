//! Component kit of the page. It knows leptos and nothing of clips, faces or accounts.
//!
//! Every component is one file here and one file of the same name in `style/components`.

#![allow(unreachable_pub, reason = "the component macro nests what this crate exports")]

mod button;
mod checkbox;
mod chip;
mod choice;
mod dialog;
mod empty;
mod field;
mod icon;
mod notice;
mod progress;
mod ring;
mod switch;
mod toast;

pub use button::{Button, IconButton, Look};
pub use checkbox::Checkbox;
pub use chip::Chip;
pub use choice::Choice;
pub use dialog::{Confirm, Dialog};
pub use empty::Empty;
pub use field::{TextArea, TextField};
pub use icon::Icon;
pub use notice::{Notice, Tone};
pub use progress::{Progress, Waiting};
pub use ring::Ring;
pub use switch::Switch;
pub use toast::{Toast, ToastView};
