//! Making a clip: the job's page, and the work that this device does for it.

mod engine;
mod film;
mod finish;
mod pace;
mod page;
mod question;
mod stage;
mod upload;
mod waiting;
mod wanted;

pub use pace::Pace;
pub use page::RenderPage;
pub use waiting::Waiting;
