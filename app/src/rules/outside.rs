//! Which outside generators may be sent a picture.

use domain::consent::Policy;
use leptos::prelude::*;
use ui::Choice;
use wire::consent::{Makes, Outside};

/// One question a generator's provider. Not there where this site has none, and none was allowed.
#[component]
pub fn Outsiders(
    /// The rules that are being written.
    policy: RwSignal<Policy>,
    /// Who can be asked here.
    here: Vec<Outside>,
) -> impl IntoView {
    // Whom the rules name and the site has no key for any more can still be forbidden.
    let gone = policy.with_untracked(|policy| {
        let known = |name: &String| here.iter().any(|one| one.name == *name);
        policy.providers.iter().filter(|name| !known(name)).cloned().collect::<Vec<_>>()
    });
    let gone = gone.into_iter().map(|name| Outside {
        title: format!("{name} (not set up here now)"),
        name,
        makes: Makes::Films,
    });
    let (films, speech): (Vec<Outside>, Vec<Outside>) =
        here.into_iter().chain(gone).partition(|one| one.makes == Makes::Films);
    let some = !films.is_empty() || !speech.is_empty();
    let list = move |all: Vec<Outside>, says: &'static str| {
        (!all.is_empty()).then(|| {
            view! {
                <p class="fine">{says}</p>
                {all.into_iter().map(|one| view! { <One outside=one policy=policy /> }).collect_view()}
            }
        })
    };
    some.then(|| {
        view! {
            <section class="block">
                <h2 class="section">"Outside generators"</h2>
                <p class="fine">
                    "The studio draws and speaks on devices, and sends nothing. Whatever is allowed here needs everything else on this page, too."
                </p>
                {list(
                    films,
                    "These draw on their own servers. Each gets one still picture and the speech of one clip, and is told to remove both when that is made. An avatar that you had made there plays in place of the still, and stays there until you remove it.",
                )}
                {list(speech, "These speak with the copy of your voice that you had made there. Each gets the words of one clip.")}
            </section>
        }
    })
}

#[component]
fn One(outside: Outside, policy: RwSignal<Policy>) -> impl IntoView {
    let Outside { name, title, .. } = outside;
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
