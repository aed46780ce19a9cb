//! Removing a clip for good.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Confirm;

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::trouble::Trouble;

/// Asks, then removes.
#[component]
pub fn DeleteClip(
    /// Which.
    id: ClipId,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// After it is gone.
    #[prop(into)]
    then: Callback<()>,
) -> impl IntoView {
    let shared = Shared::get();
    let (intent, busy) = (Intent::new(), RwSignal::new(false));
    let confirm = move |()| {
        let id = id.clone();
        busy.set(true);
        spawn_local(async move {
            let answer = api::delete_clip(&id, intent).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    shared.clips.forget_all();
                    shared.tell("The clip is gone.");
                    then.run(());
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            open.set(false);
        });
    };
    view! {
        <Confirm open=open title="Delete this clip?" action="Delete the clip" busy=busy on_confirm=confirm>
            <p>"The file, its still and its likes are removed. Its links stop working. This cannot be undone."</p>
        </Confirm>
    }
}
