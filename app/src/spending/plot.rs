//! What was spent a day, by provider: bars that stand on one another, with an axis and a legend, and the same as a table.

use leptos::prelude::*;
use wire::gateway::SpentPlot;

use crate::make::price;

/// Colours that there are; with more providers than that, the last one is used again.
const COLOURS: usize = 6;
/// Height of the plot in its own units. It is stretched to the room that there is.
const HIGH: f64 = 100.0;
/// Part of a day's room that its bar takes.
const BAR: f64 = 0.72;

/// The end of the axis: the next of 1, 2 or 5 times a power of ten, in millionths of a US dollar; a cent at least.
fn axis(most: u64) -> u64 {
    let mut step = 10_000u64;
    loop {
        for top in [step, 2 * step, 5 * step] {
            if top >= most {
                return top;
            }
        }
        let Some(next) = step.checked_mul(10).filter(|next| next.checked_mul(5).is_some()) else { return most };
        step = next;
    }
}

/// What all providers cost on a day.
fn whole(plot: &SpentPlot, at: usize) -> u64 {
    plot.providers.iter().filter_map(|provider| provider.micro_usd.get(at)).sum()
}

/// A bar's part: the provider's number, the day's, and from where to where it goes, in units from the top.
fn parts(plot: &SpentPlot, top: u64) -> Vec<(usize, usize, f64, f64)> {
    let unit = |amount: u64| HIGH * amount as f64 / top.max(1) as f64;
    let mut parts = Vec::new();
    for at in 0..plot.days.len() {
        let mut below = 0;
        for (k, provider) in plot.providers.iter().enumerate() {
            let amount = provider.micro_usd.get(at).copied().unwrap_or(0);
            if amount > 0 {
                parts.push((k, at, HIGH - unit(below + amount), HIGH - unit(below)));
                below += amount;
            }
        }
    }
    parts
}

/// The plot. Nothing stands here where nothing was spent.
#[component]
pub fn Plot(
    /// What was spent.
    plot: SpentPlot,
) -> impl IntoView {
    if plot.providers.is_empty() || plot.days.is_empty() {
        return ().into_any();
    }
    let count = plot.days.len();
    let (most_at, most) =
        (0..count).map(|at| (at, whole(&plot, at))).max_by_key(|(_, amount)| *amount).unwrap_or((0, 0));
    let top = axis(most);
    let wide = count as f64;
    let bars = parts(&plot, top)
        .into_iter()
        .map(|(k, at, from, to)| {
            let class = format!("plot__bar plot__bar--{}", k.min(COLOURS - 1));
            let x = at as f64 + (1.0 - BAR) / 2.0;
            view! { <rect class=class x=x y=from width=BAR height=to - from /> }
        })
        .collect_view();
    let lines = [0.0, 0.5, 1.0]
        .map(|part| {
            let y = HIGH * part;
            view! { <line class="plot__line" x1="0" x2=wide y1=y y2=y vector-effect="non-scaling-stroke" /> }
        })
        .collect_view();
    let legend = plot
        .providers
        .iter()
        .enumerate()
        .map(|(k, provider)| {
            let class = format!("plot__key plot__key--{}", k.min(COLOURS - 1));
            let sum: u64 = provider.micro_usd.iter().sum();
            view! {
                <li>
                    <span class=class aria-hidden="true"></span>
                    {provider.title.clone()}
                    <span class="number">{price(sum)}</span>
                </li>
            }
        })
        .collect_view();
    let (first, last) = (plot.days[0].clone(), plot.days[count - 1].clone());
    let label = format!(
        "Spent a day by provider, from {first} to {last}. Most on {}: {}. The same as a table below.",
        plot.days[most_at],
        price(most)
    );
    let heads = plot.providers.iter().map(|p| view! { <th scope="col">{p.title.clone()}</th> }).collect_view();
    let rows = (0..count)
        .rev()
        .filter(|at| whole(&plot, *at) > 0)
        .map(|at| {
            let cells = plot
                .providers
                .iter()
                .map(|p| view! { <td class="number">{price(p.micro_usd.get(at).copied().unwrap_or(0)).replace("Free", "–")}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row" class="number">{plot.days[at].clone()}</th>
                    {cells}
                    <td class="number">{price(whole(&plot, at))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="block">
            <h2 class="section" id="plot">"A day, by provider"</h2>
            <figure class="plot" aria-labelledby="plot">
                <div class="plot__scale number" aria-hidden="true">
                    <span>{price(top)}</span>
                    <span>{price(top / 2)}</span>
                    <span>"$0"</span>
                </div>
                <svg
                    class="plot__bars"
                    role="img"
                    aria-label=label
                    viewBox=format!("0 0 {wide} {HIGH}")
                    preserveAspectRatio="none"
                >
                    {lines}
                    {bars}
                </svg>
                <div class="plot__days number" aria-hidden="true">
                    <span>{first}</span>
                    <span>{last}</span>
                </div>
                <figcaption>
                    <ul class="plot__legend">{legend}</ul>
                </figcaption>
            </figure>
            <details>
                <summary>"As a table"</summary>
                <div class="spent__days" tabindex="0" role="region" aria-labelledby="plot">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Day"</th>
                                {heads}
                                <th scope="col">"All"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::gateway::SpentProvider;

    #[test]
    fn an_axis_ends_at_a_round_price_above_the_highest_bar() {
        for (most, top) in [(0, 10_000), (10_000, 10_000), (10_001, 20_000), (300_000, 500_000), (1_000_001, 2_000_000)]
        {
            assert_eq!(axis(most), top, "{most}");
        }
        assert!(axis(u64::MAX) >= u64::MAX / 2);
    }

    #[test]
    fn bars_stand_on_one_another_and_reach_what_was_spent() {
        let provider = |micro_usd: [u64; 2]| SpentProvider { title: String::new(), micro_usd: micro_usd.to_vec() };
        let plot = SpentPlot {
            days: vec!["2026-11-29".into(), "2026-11-30".into()],
            providers: vec![provider([100, 0]), provider([50, 200])],
        };
        let shown = parts(&plot, 200);
        assert_eq!(shown, [(0, 0, 50.0, 100.0), (1, 0, 25.0, 50.0), (1, 1, 0.0, 100.0)]);
        assert_eq!((whole(&plot, 0), whole(&plot, 1), whole(&plot, 9)), (150, 200, 0));
    }
}
