//! Blocking somebody from where they used one's likeness.

use domain::text::Handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Confirm, Look};
use wire::consent::{LikenessUses, Revoke};

use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::count;
use crate::trouble::Trouble;

/// Blocks somebody, after a question; what they made can be taken back in the same breath.
#[component]
pub(super) fn Block(
    /// Whom.
    handle: Handle,
    /// Every use, fetched anew afterwards.
    all: Fetched<LikenessUses>,
    /// What they used.
    whose: StoredValue<Whose>,
) -> impl IntoView {
    let shared = Shared::get();
    let (open, busy, with_all, intent) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), Intent::new());
    let shown = whose.with_value(|whose| if *whose == Whose::Likeness { "you" } else { "it" });
    let (words, title) = (format!("Block @{handle}"), format!("Block @{handle}?"));
    let also = format!("Take back everything by @{handle} that shows {shown}, too. This is final.");
    let handle = StoredValue::new(handle.to_string());
    let block = move |()| {
        let (whose, handle, all_of_it) = (whose.get_value(), handle.get_value(), with_all.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let done = async {
                api::set_relation(wire::paths::PROFILE_BLOCK, &handle, true).await?;
                if all_of_it {
                    api::revoke(&whose, &Revoke::By(handle.clone()), intent).await.map(Some)
                } else {
                    Ok(None)
                }
            };
            match done.await {
                Ok(taken) => {
                    let taken = taken.map(|taken| format!(" {} taken back.", count(taken.revoked, "use", "uses")));
                    shared.tell(&format!("@{handle} is blocked.{}", taken.unwrap_or_default()));
                    shared.clips.forget_all();
                    open.try_set(false);
                    all.reload();
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Button look=Look::Quiet busy=busy on_press=move |_| open.set(true)>{words}</Button>
        <Confirm open=open title=title action="Block" keep="Not now" busy=busy on_confirm=block>
            <p>
                "They can no longer follow you, name you or put you into a clip. Nobody else can put you and them into one scene. They are not told."
            </p>
            <p>"A block takes nothing back by itself: what is there stays, unless you tick this."</p>
            <Checkbox checked=with_all>{also}</Checkbox>
        </Confirm>
    }
}
