//! Subjects and kinds of use, each with allowed, ask, or never.

use domain::consent::{Policy, Theme, Will};
use leptos::prelude::*;
use ui::Choice;

fn answers(most: Will) -> Vec<(Will, String)> {
    let all = [(Will::Allow, "Allowed"), (Will::Ask, "Ask me"), (Will::Deny, "Never")];
    all.into_iter()
        .filter(|(will, _)| most == Will::Allow || *will != Will::Allow)
        .map(|(w, t)| (w, t.to_owned()))
        .collect()
}

/// A kind of use with a rule of its own.
struct Kind {
    name: &'static str,
    legend: &'static str,
    /// The most that can be answered.
    most: Will,
    /// Where the rule stands.
    of: fn(&mut Policy) -> &mut Will,
}

const KINDS: [Kind; 3] = [
    Kind { name: "commercial", legend: "In clips that earn or sell", most: Will::Allow, of: |p| &mut p.commercial },
    Kind { name: "ads", legend: "In ads: always its own yes", most: Will::Ask, of: |p| &mut p.ads },
    Kind { name: "remix", legend: "Remixes of clips that show you", most: Will::Allow, of: |p| &mut p.remix },
];

/// One question a subject, then one a kind of use.
#[component]
pub fn Themes(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
) -> impl IntoView {
    let capital = |text: &str| crate::trouble::sentence(text).trim_end_matches('.').to_owned();
    view! {
        <div>
            {Theme::ALL
                .into_iter()
                .map(|theme| {
                    view! {
                        <Choice
                            line=true
                            name=format!("theme-{}", theme.name())
                            legend=capital(theme.title())
                            options=answers(Will::Allow)
                            value=Signal::derive(move || policy.get().theme(theme))
                            on_choose=move |will| policy.update(|policy| { policy.themes.insert(theme, will); })
                        />
                    }
                })
                .collect_view()}
            {KINDS
                .into_iter()
                .map(|Kind { name, legend, most, of }| {
                    view! {
                        <Choice
                            line=true
                            name=name
                            legend=legend
                            options=answers(most)
                            value=Signal::derive(move || *of(&mut policy.get()))
                            on_choose=move |will| policy.update(|policy| *of(policy) = will)
                        />
                    }
                })
                .collect_view()}
        </div>
    }
}
