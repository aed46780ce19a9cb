//! Where a clip comes from, what was made out of it, and the way to make more.

use domain::ClipId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Empty};
use wire::clips::{Clip, OriginalState, RemixOf};

use crate::api;
use crate::fetched::Fetched;
use crate::profile::Grid;
use crate::routes::Route;
use crate::shell::Back;
use crate::time::count;

/// What a clip was made out of, with the way there while it can be watched.
#[component]
pub fn Original(
    /// What it was made out of.
    of: RemixOf,
) -> impl IntoView {
    let words = of.words();
    if of.state == OriginalState::Here {
        view! { <a href=Route::Clip(of.clip).path()>{words}</a> }.into_any()
    } else {
        words.into_any()
    }
}

/// One line under a clip: what it was made out of, how many were made out of it, and how often it was viewed, for those
/// who are told.
#[component]
pub fn Lineage(
    /// The clip.
    clip: Clip,
) -> impl IntoView {
    let of = clip.remix_of.map(|of| view! { <Original of=of /> }.into_any());
    let remixes = (clip.remixes > 0).then(|| {
        let words = count(clip.remixes, "remix", "remixes");
        view! { <a href=Route::Remixes(clip.id).path()>{words}</a> }.into_any()
    });
    let views = clip.views.filter(|_| clip.published_at.is_some());
    let views = views.map(|views| count(views, "view", "views").into_any());
    let parts: Vec<AnyView> = [of, remixes, views].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| {
        let parts = parts.into_iter().enumerate().map(|(i, part)| ((i > 0).then_some(" · "), part));
        view! { <p class="clip__cast">{parts.collect_view()}</p> }
    })
}

/// The clips that were made out of one.
#[component]
pub fn RemixesPage(
    /// Which one.
    id: ClipId,
) -> impl IntoView {
    let (clips, next, more) = (RwSignal::new(Vec::<Clip>::new()), RwSignal::new(None), RwSignal::new(false));
    let (whose, original) = (id.clone(), id.clone());
    let first = Fetched::new(move || {
        let id = whose.clone();
        async move { api::remixes(&id, None).await }
    });
    let load_more = Callback::new(move |_| {
        let (id, cursor) = (id.clone(), next.get_untracked());
        more.set(true);
        spawn_local(async move {
            if let Ok(page) = api::remixes(&id, cursor.as_deref()).await {
                clips.try_update(|all: &mut Vec<Clip>| all.extend(page.clips));
                next.try_set(page.next);
            }
            more.try_set(false);
        });
    });
    view! {
        <div class="page page--wide">
            <Back to=Route::Clip(original) words="The clip" />
            <h1 class="page__title">"Remixes"</h1>
            {first
                .show(
                    "Fetching remixes",
                    move |page| {
                        if page.clips.is_empty() {
                            return view! { <Empty title="No remixes yet"><p>"Clips that were made out of this one appear here."</p></Empty> }
                                .into_any();
                        }
                        next.set(page.next);
                        view! {
                            <Grid clips=page.clips />
                            {move || view! { <Grid clips=clips.get() /> }}
                            <Show when=move || next.get().is_some()>
                                <div class="row row--middle">
                                    <Button busy=more on_press=load_more>"More remixes"</Button>
                                </div>
                            </Show>
                        }
                            .into_any()
                    },
                )}
        </div>
    }
}
