//! The operator's desk: reports against clips; and what a creator can do about a hold.

mod appeal;
mod case;
mod decide;
mod holds;
mod list;
mod words;

pub use appeal::AppealPage;
pub use case::CasePage;
pub use list::DeskPage;

use leptos::prelude::*;
use wire::accounts::Account;

use crate::shell::{Members, NotFound};

/// Shows a page to operators. To anyone else it is not there.
#[component]
pub fn Operators(
    /// The page.
    #[prop(into)]
    view: Callback<(), AnyView>,
) -> impl IntoView {
    let show = move |me: Account| if me.operator { view.run(()) } else { view! { <NotFound /> }.into_any() };
    view! { <Members what="see the desk" view=show /> }
}
