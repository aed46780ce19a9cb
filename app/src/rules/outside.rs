//! Which outside generators may be sent a picture.

use domain::consent::Policy;
use leptos::prelude::*;
use ui::Choice;
use wire::consent::Outside;

/// One question a generator's provider. Not there where this site has none, and none was allowed.
#[component]
pub fn Outsiders(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
    /// Who can be asked for films here.
    here: Vec<Outside>,
) -> impl IntoView {
    // Whom the rules name and the site has no key for any more can still be forbidden.
    let gone = policy.with_untracked(|policy| {
        let known = |name: &String| here.iter().any(|one| one.name == *name);
        policy.providers.iter().filter(|name| !known(name)).cloned().collect::<Vec<_>>()
    });
    let gone = gone.into_iter().map(|name| Outside { title: format!("{name} (not set up here now)"), name });
    let all: Vec<Outside> = here.into_iter().chain(gone).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section class="block">
                <h2 class="section">"Outside generators"</h2>
                <p class="fine">
                    "The studio draws on devices and sends nothing. An outside generator works on its own servers: it gets one still picture and the speech of one clip, and is told to remove both when that is made. Each use still needs everything else on this page."
                </p>
                {all.into_iter().map(|one| view! { <One outside=one policy=policy /> }).collect_view()}
            </section>
        }
    })
}

#[component]
fn One(outside: Outside, policy: RwSignal<Policy>) -> impl IntoView {
    let Outside { name, title } = outside;
    let own = StoredValue::new(name.clone());
    let allow = move |yes: bool| {
        policy.update(|policy| {
            own.with_value(
                |name| if yes { policy.providers.insert(name.clone()) } else { policy.providers.remove(name) },
            );
        });
    };
    view! {
        <Choice
            line=true
            name=format!("outside-{name}")
            legend=title
            options=vec![(true, "Allowed".to_owned()), (false, "Never".to_owned())]
            value=Signal::derive(move || policy.with(|policy| own.with_value(|name| policy.providers.contains(name))))
            on_choose=allow
        />
    }
}
