//! Jobs that failed, or of which something is left at their provider.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Button;
use wire::gateway::{DeadJob, DeadJobs};

use crate::api::{self, Intent};
use crate::fetched::{Fetched, TroubleView};
use crate::trouble::Trouble;

/// The list.
#[component]
pub fn Dead() -> impl IntoView {
    let all: Fetched<DeadJobs> = Fetched::new(api::dead_jobs);
    let show = move |found: DeadJobs| {
        if found.jobs.is_empty() {
            return view! { <p class="fine">"No job has failed, and nothing is left at a provider."</p> }.into_any();
        }
        let lines = found.jobs.into_iter().map(|job| view! { <Line job=job all=all /> }).collect_view();
        view! { <ul class="list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="block">
            <h2 class="section">"Jobs that failed"</h2>
            {all.show("Fetching jobs", show)}
        </section>
    }
}

#[component]
fn Line(job: DeadJob, all: Fetched<DeadJobs>) -> impl IntoView {
    let (intent, busy, trouble) = (Intent::new(), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let again = job.waits || job.left;
    let what = match (&job.cause, job.left) {
        (Some(cause), false) => format!("{}: {cause}", job.state),
        (Some(cause), true) => format!("{}: {cause}; something is left there", job.state),
        (None, _) => "something is left there".to_owned(),
    };
    let render = StoredValue::new(job.render);
    let replay = move |_| {
        busy.set(true);
        spawn_local(async move {
            match api::replay_job(&render.get_value(), intent).await {
                Ok(_) => all.reload(),
                Err(error) => {
                    trouble.try_set(Some(error.into()));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <li class="list__line">
            <span>{job.generator}</span>
            <span>{what}{job.said.map(|said| view! { <br /><q class="fine">{said}</q> })}</span>
            <span class="list__aside">{browser::clock::written(job.ended_at)}</span>
            {again.then(|| view! { <Button busy=busy on_press=replay>"Take it up again"</Button> })}
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
        </li>
    }
}
