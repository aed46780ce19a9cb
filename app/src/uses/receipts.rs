//! Receipts of published uses: to save, and to check by anyone who is given one.

use leptos::prelude::*;
use ui::{Button, Empty};
use wire::log::{Receipt, Receipts};
use wire::paths::VERIFY;

use crate::api;
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::paged::Older;
use crate::routes::Route;

/// Saves a receipt, or opens the page that checks it.
#[component]
pub(super) fn ReceiptView(
    /// The receipt, with what opens its entry.
    receipt: Receipt,
) -> impl IntoView {
    let shared = Shared::get();
    // Behind the `#`: browsers keep it to themselves.
    let check = format!("{VERIFY}#{}", receipt.receipt);
    let (name, hour) = (file_name(receipt.index), browser::clock::written(receipt.at));
    let words = format!("Agreed under version {} of your rules, in the hour of {hour}.", receipt.policy_version);
    let taken = receipt.withdrawn.map(|index| format!(" Taken back by entry {index}."));
    let file = file_text(&receipt);
    let save = move |_| {
        let saved = browser::share::save_text(&name, &file);
        shared.tell(if saved { "The receipt is saved." } else { "It could not be saved here." });
    };
    view! {
        <p class="fine">{words} {taken}</p>
        <div class="row">
            <Button on_press=save>"Save the receipt"</Button>
            <a class="button" href=check rel="external">"Check it"</a>
        </div>
    }
}

/// The receipt of one use, folded.
#[component]
pub(super) fn Folded(
    /// The receipt, with what opens its entry.
    receipt: Receipt,
) -> impl IntoView {
    let summary = format!("Receipt: entry {} of the public log", receipt.index);
    view! {
        <details class="uses__sites">
            <summary>{summary}</summary>
            <ReceiptView receipt=receipt />
        </details>
    }
}

/// Every receipt of the visitor's, those of clips that are gone, too. They are fetched once somebody asks.
#[component]
pub(super) fn AllReceipts() -> impl IntoView {
    let asked = RwSignal::new(false);
    view! {
        <section class="block">
            <h2 class="section">"Receipts"</h2>
            <p class="fine">
                "Each published use has one, for you and for each of your characters. They stay when a clip is gone. A saved one opens its entry in the public log: it shows that the entry is about you."
            </p>
            <Show
                when=move || asked.get()
                fallback=move || {
                    view! { <div class="row"><Button on_press=move |_| asked.set(true)>"Show all receipts"</Button></div> }
                }
            >
                <List />
            </Show>
        </section>
    }
}

#[component]
fn List() -> impl IntoView {
    let first: Fetched<Receipts> = Fetched::new(|| api::receipts(None));
    first.show("Fetching your receipts", |page: Receipts| {
        if page.receipts.is_empty() {
            return view! {
                <Empty title="No receipts yet">
                    <p>"A receipt is made when a clip with you, or with a character of yours, is published."</p>
                </Empty>
            }
            .into_any();
        }
        let older = Older::after(page.next, |cursor| async move {
            let page = api::receipts(Some(&cursor)).await?;
            Ok((page.receipts, page.next))
        });
        let line = |receipt: Receipt| view! { <Line receipt=receipt /> }.into_any();
        view! {
            <ul>
                {page.receipts.into_iter().map(line).collect_view()}
                {older.lines(line)}
            </ul>
            <div class="row row--middle">{older.button("Older receipts")}</div>
        }
        .into_any()
    })
}

#[component]
fn Line(receipt: Receipt) -> impl IntoView {
    let title = format!("Entry {} of the public log", receipt.index);
    let clip = Route::Clip(receipt.clip.clone()).path();
    view! {
        <li class="uses__line">
            <div class="uses__words">
                <p><a href=clip>{title}</a></p>
                <ReceiptView receipt=receipt />
            </div>
        </li>
    }
}

/// What a saved receipt is called.
fn file_name(index: u64) -> String {
    format!("understudy-receipt-{index}.json")
}

/// What stands in it: the receipt as the edge gives it, which the verify page and `cargo xtask verify` read.
fn file_text(receipt: &Receipt) -> String {
    serde_json::to_string_pretty(receipt).unwrap_or_else(|_| receipt.receipt.clone())
}

#[cfg(test)]
mod tests {
    use domain::ClipId;
    use wire::log::Opening;

    use super::*;

    #[test]
    fn a_saved_receipt_is_what_the_checks_read() {
        let opening = Opening {
            account: "a".into(),
            likeness: "l".into(),
            subject_salt: "0".repeat(64),
            clip_salt: "1".repeat(64),
        };
        let receipt = Receipt {
            receipt: "a.b.c".into(),
            clip: ClipId::from_bytes(&[1; 16]),
            index: 12,
            policy_version: 3,
            at: 3_600_000,
            withdrawn: None,
            opening: Some(opening),
        };
        let read: serde_json::Value = serde_json::from_str(&file_text(&receipt)).unwrap();
        assert_eq!((read["receipt"].as_str(), read["index"].as_u64()), (Some("a.b.c"), Some(12)));
        assert_eq!(read["opening"]["subject_salt"].as_str(), Some("0".repeat(64).as_str()));
        // The verify page takes what begins so for a receipt, up to 20,000 bytes.
        assert!(file_text(&receipt).starts_with('{') && file_text(&receipt).len() < 20_000);
        assert_eq!(file_name(12), "understudy-receipt-12.json");
    }
}
