//! What was spent, against the caps: by day and generator, as bars and as figures.

use leptos::prelude::*;
use wire::gateway::{Spending, SpentDay};

use super::dead::Dead;
use super::plot::Plot;
use super::prices::Prices;
use crate::api;
use crate::fetched::Fetched;
use crate::make::price;
use crate::routes::Route;
use crate::shell::Back;
use crate::takedowns::Operators;
use crate::time::count;

/// The page.
#[component]
pub fn SpendingPage() -> impl IntoView {
    view! { <Operators view=|()| view! { <Spent /> }.into_any() /> }
}

#[component]
fn Spent() -> impl IntoView {
    let all: Fetched<Spending> = Fetched::new(api::spending);
    let show = |all: Spending| {
        let [account, day, total] = all.caps_micro_usd;
        let [today, ever] = all.spent_micro_usd;
        let most = all.days.iter().map(whole).max().unwrap_or(1).max(1);
        let lines = all.days.into_iter().map(|line| view! { <Line line=line most=most /> }).collect_view();
        view! {
            <h1 class="page__title">"Spending"</h1>
            <p class="fine">{format!("One account may spend {} a day.", price(account))}</p>
            <dl class="spent">
                <Cap words="Today" spent=today cap=day />
                <Cap words="In all" spent=ever cap=total />
            </dl>
            <Plot plot=all.plot />
            <section class="block">
            <h2 class="section">"By day and generator"</h2>
            <div class="spent__days"><table>
                <thead>
                    <tr>
                        <th scope="col">"Day"</th>
                        <th scope="col">"Generator"</th>
                        <th scope="col">"Films"</th>
                        <th scope="col">"Spent"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table></div>
            </section>
        }
        .into_any()
    };
    view! {
        <div class="page page--wide">
            <Back to=Route::Desk words="Desk" />
            {all.show("Fetching what was spent", show)}
            <Dead />
            <Prices />
        </div>
    }
}

fn whole(line: &SpentDay) -> u64 {
    line.spent_micro_usd + line.held_micro_usd
}

#[component]
pub(super) fn Cap(words: &'static str, spent: u64, cap: u64) -> impl IntoView {
    let label = format!("{words}: {} of {}", price(spent), price(cap));
    view! {
        <div>
            <dt>{words}</dt>
            <dd>
                <meter class="spent__bar" min="0" max=cap.to_string() value=spent.to_string() aria-label=label></meter>
                <span class="number">{format!("{} of {}", price(spent), price(cap))}</span>
            </dd>
        </div>
    }
}

#[component]
fn Line(line: SpentDay, most: u64) -> impl IntoView {
    let held = (line.held_micro_usd > 0).then(|| format!(" and {} reserved", price(line.held_micro_usd)));
    let label = format!("{}, {}: {}", line.day, line.generator, price(whole(&line)));
    view! {
        <tr>
            <th scope="row" class="number">{line.day.clone()}</th>
            <td>{line.generator.clone()}</td>
            <td class="number">{count(line.films, "film", "films")}</td>
            <td>
                <meter class="spent__bar" min="0" max=most.to_string() value=whole(&line).to_string() aria-label=label></meter>
                <span class="number">{price(line.spent_micro_usd)}{held}</span>
            </td>
        </tr>
    }
}
