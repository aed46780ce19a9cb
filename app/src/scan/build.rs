//! From takes to a pack, on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Progress;
use wire::workers::{face, studio, voice};

use super::state::{Scan, Step};
use crate::context::Shared;
use crate::trouble::Trouble;

/// The building step.
#[component]
pub fn Building(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let words = RwSignal::new("Choosing the best takes");
    spawn_local(async move {
        match build(shared, scan, words).await {
            Ok(()) => scan.step.set(Step::Review),
            Err(trouble) => scan.stuck(trouble),
        }
    });
    view! {
        <section class="building">
            <h1 class="poses__instruction">"Building your understudy"</h1>
            <Progress label="Building your understudy" value=Signal::derive(|| None) />
            <p class="poses__hint" aria-live="polite">{move || words.get()}</p>
        </section>
    }
}

async fn build(shared: Shared, scan: Scan, told: RwSignal<&'static str>) -> Result<(), Trouble> {
    let lost = || Trouble::new("The takes are gone", "Begin again. Nothing was sent.");
    let face = shared.crew.face().await?;
    let (answer, mut buffers) = face.ask(&face::Request::Finish, Vec::new()).await?;
    let face::Answer::Takes { takes, mask } = answer else { return Err(lost()) };
    shared.crew.dismiss_face();

    told.set("Measuring your voice");
    let (samples, rate_hz) = scan.take.try_get_value().flatten().ok_or_else(lost)?;
    let voice = shared.crew.listener().await?;
    let take = vec![browser::Buffer::from_samples(&samples)];
    let words = scan.capture.try_get_untracked().flatten().map(|c| c.words).unwrap_or_default();
    let (_, profile) = voice.ask(&voice::Request::Profile { words, rate_hz }, take).await?;
    let profile = profile.into_iter().next().ok_or_else(lost)?;
    scan.voice.try_update_value(|v| *v = Some(profile.copy()));

    told.set("Cutting out, fitting, lighting");
    let studio = shared.crew.studio().await?;
    buffers.push(profile);
    let (_, packed) = studio.ask(&studio::Request::Pack { takes, mask }, buffers).await?;
    let pack = packed.into_iter().next().filter(|p| !p.is_empty()).ok_or_else(lost)?;
    studio.ask(&studio::Request::Open, vec![pack.copy()]).await?;
    scan.pack.try_update_value(|p| *p = Some(pack));
    // The recording has done its work.
    scan.take.try_update_value(|t| *t = None);
    Ok(())
}
