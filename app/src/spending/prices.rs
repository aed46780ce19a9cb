//! The operator's own prices, over the table that comes with the product.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Icon, TextArea};
use wire::gateway::{PricesKept, Unpriced};

use crate::api::{self, Intent};
use crate::trouble::Trouble;

/// An example of a table.
const EXAMPLE: &str = r#"{"version": 1, "date": "2026-11-30", "lines": {"gemini-omni": {"second": 100000, "date": "2026-11-30", "source": "our contract"}}}"#;

/// The form.
#[component]
pub fn Prices() -> impl IntoView {
    let (json, version) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (missing, history) = (RwSignal::new(Vec::<Unpriced>::new()), RwSignal::new(Vec::<PricesKept>::new()));
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let error = RwSignal::new(None::<String>);
    // What could not be loaded must not be saved over: an empty box is a table without a line.
    let loaded = RwSignal::new(false);
    spawn_local(async move {
        match api::prices().await {
            Ok(now) => {
                json.try_set(now.json);
                version.try_set(now.version);
                missing.try_set(now.missing);
                history.try_set(now.history);
                loaded.try_set(true);
            }
            Err(why) => drop(error.try_set(Some(Trouble::from(why).detail))),
        }
    });
    let save = move |_| {
        busy.set(true);
        said.set(None);
        error.set(None);
        let text = json.get_untracked();
        spawn_local(async move {
            match api::set_prices(text, Intent::new()).await {
                Ok(now) => {
                    version.try_set(now.version);
                    missing.try_set(now.missing);
                    history.try_set(now.history);
                    said.try_set(Some("These prices count from now on.".to_owned()));
                }
                Err(why) => {
                    error.try_set(Some(Trouble::from(why).detail));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="block">
            <h2 class="section">"Prices"</h2>
            <p class="fine">
                {move || format!("{}A generator without a price is off. Amounts are in millionths of a US dollar, for a film, a second, or a thousand characters.", version.with(|v| if v.is_empty() { String::new() } else { format!("Table {v}. ") }))}
            </p>
            {move || {
                let all = missing.get();
                (!all.is_empty())
                    .then(|| {
                        view! {
                            <p>"These have a key here and no price, so they are off until you say what they cost:"</p>
                            <ul class="facts">
                                {all
                                    .into_iter()
                                    .map(|one| {
                                        view! { <li><Icon name="info" /><p>{format!("{}: a line ", one.title)}<code>{one.line}</code>" with "<code>{one.by}</code></p></li> }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })
            }}
            <TextArea
                id="prices"
                label="Your own prices"
                rows=6
                value=json
                placeholder=EXAMPLE
                error=Signal::derive(move || error.get())
            />
            <div class="row"><Button busy=busy disabled=Signal::derive(move || !loaded.get()) on_press=save>"Save the prices"</Button></div>
            <p class="fine" role="status">{move || said.get()}</p>
            {move || {
                let all = history.get();
                let back = move |table: String| {
                    json.set(table);
                    said.set(Some("It is in the box above. Save it, and it counts.".to_owned()));
                };
                (!all.is_empty()).then(|| view! { <Earlier all=all back=back /> })
            }}
        </section>
    }
}

/// The tables that were set, newest first, each of which can be taken up again.
#[component]
fn Earlier(all: Vec<PricesKept>, #[prop(into)] back: Callback<String>) -> impl IntoView {
    let line = move |kept: PricesKept| {
        let at = browser::clock::written(kept.set_at);
        let table = kept.json.clone();
        view! {
            <li class="list__line">
                <details>
                    <summary>{at}</summary>
                    <pre class="prices__table" tabindex="0">{if kept.json.is_empty() { "None of your own".to_owned() } else { kept.json }}</pre>
                </details>
                <Button on_press=move |_| back.run(table.clone())>"Take it up again"</Button>
            </li>
        }
    };
    view! {
        <details>
            <summary>"Tables of before"</summary>
            <ul class="list">{all.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}
