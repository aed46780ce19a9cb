//! Making a clip: the job's page, and the work that this device does for it.

mod engine;
#[expect(dead_code, reason = "called by the page of a render that a provider makes")]
mod finish;
mod pace;
mod page;
mod stage;
mod upload;
mod waiting;

pub use pace::Pace;
pub use page::RenderPage;
pub use waiting::Waiting;
