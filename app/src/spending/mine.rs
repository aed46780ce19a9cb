//! What the visitor spent at outside providers: what each clip cost, and what is still reserved.

use leptos::prelude::*;
use wire::outside::{Bill, Charge};

use super::page::Cap;
use crate::api;
use crate::fetched::Fetched;
use crate::make::price;
use crate::paged::Older;
use crate::routes::Route;

/// The section of it.
#[component]
pub fn YourBill() -> impl IntoView {
    let bill: Fetched<Bill> = Fetched::new(|| api::bill(None));
    view! {
        <section class="block">
            <h2 class="section">"What you spent"</h2>
            {bill.show("Fetching what you spent", |bill| view! { <Spent bill=bill /> }.into_any())}
        </section>
    }
}

#[component]
fn Spent(bill: Bill) -> impl IntoView {
    if bill.charges.is_empty() {
        return view! {
            <p>"Nothing. The studio on your device is free; where an outside generator draws a clip, its price is shown before, and stands here after."</p>
        }
        .into_any();
    }
    let older = Older::after(bill.next, |cursor| async move {
        let page = api::bill(Some(&cursor)).await?;
        Ok((page.charges, page.next))
    });
    let line = |charge: Charge| view! { <Line charge=charge /> }.into_any();
    view! {
        <p class="fine">"A price is reserved when you order, spent when a film comes, and given back when none does."</p>
        <dl class="spent">
            <Cap words="Today" spent=bill.today_micro_usd cap=bill.cap_micro_usd />
            <div><dt>"In all"</dt><dd class="number">{price(bill.total_micro_usd)}</dd></div>
        </dl>
        <details>
            <summary>"Clip by clip"</summary>
            <ul class="list">
                {bill.charges.into_iter().map(line).collect_view()}
                {older.lines(line)}
            </ul>
            <div class="row">{older.button("Older ones")}</div>
        </details>
    }
    .into_any()
}

#[component]
fn Line(charge: Charge) -> impl IntoView {
    let amount = match charge.state.as_str() {
        "reserved" => format!("{} reserved", price(charge.micro_usd)),
        "given_back" => "Nothing, given back".to_owned(),
        _ => price(charge.micro_usd),
    };
    let kind = match charge.what.as_str() {
        "speech" => "A voice",
        "avatar" => "Making an avatar",
        _ => "A film",
    };
    let what = match (charge.clip, charge.script, charge.render) {
        (Some(clip), Some(script), _) => view! { <a href=Route::Clip(clip).path()>{script}</a> }.into_any(),
        (None, _, Some(render)) if charge.state == "reserved" => {
            view! { <a href=Route::Render(render).path()>{kind}" that is being made"</a> }.into_any()
        }
        _ => kind.into_any(),
    };
    view! {
        <li class="list__line">
            <span class="brought__words">{what}<br /><span class="fine">{format!("{}, {}", charge.title, charge.day)}</span></span>
            <span class="list__aside number">{amount}</span>
        </li>
    }
}
