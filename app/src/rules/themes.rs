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
            <Choice
                line=true
                name="commercial"
                legend="In clips that earn or sell"
                options=answers(Will::Allow)
                value=Signal::derive(move || policy.get().commercial)
                on_choose=move |will| policy.update(|policy| policy.commercial = will)
            />
            <Choice
                line=true
                name="ads"
                legend="In ads: always its own yes"
                options=answers(Will::Ask)
                value=Signal::derive(move || policy.get().ads)
                on_choose=move |will| policy.update(|policy| policy.ads = will)
            />
            <Choice
                line=true
                name="remix"
                legend="Remixes of clips that show you"
                options=answers(Will::Allow)
                value=Signal::derive(move || policy.get().remix)
                on_choose=move |will| policy.update(|policy| policy.remix = will)
            />
        </div>
    }
}
