//! From takes to a pack, on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Progress;
use wire::workers::{face, studio, voice};

use super::state::{Scan, Step};
use super::title::Title;
use crate::context::Shared;
use crate::trouble::Trouble;

/// The building step.
#[component]
pub fn Building(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let words = RwSignal::new("Checking what was done");
    spawn_local(async move {
        match build(shared, scan, words).await {
            Ok(()) => drop(scan.step.try_set(Step::Review)),
            Err(trouble) => scan.stuck(trouble),
        }
    });
    view! {
        <section class="building">
            <Title>"Building your understudy"</Title>
            <Progress label="Building your understudy" value=Signal::derive(|| None) />
            <p class="poses__hint" aria-live="polite">{move || words.get()}</p>
        </section>
    }
}

async fn build(shared: Shared, scan: Scan, told: RwSignal<&'static str>) -> Result<(), Trouble> {
    scan.attest().await?;
    told.try_set("Choosing the best takes");
    let lost = || Trouble::new("The takes are gone", "Begin again. Nothing was stored.");
    // The recording goes with this; from here on a scan that stops begins again.
    let (samples, rate_hz) = scan.take.try_update_value(Option::take).flatten().ok_or_else(lost)?;
    scan.evidence.try_set_value(Default::default());
    let face = shared.crew.face().await?;
    let (answer, mut buffers) = face.ask(&face::Request::Finish, Vec::new()).await?;
    let face::Answer::Takes { takes, mask } = answer else { return Err(lost()) };
    shared.crew.dismiss_face();

    told.try_set("Measuring your voice");
    let voice = shared.crew.listener().await?;
    let take = vec![browser::Buffer::from_samples(&samples)];
    let words = scan.capture.try_get_untracked().flatten().map(|c| c.words).unwrap_or_default();
    let (_, profile) = voice.ask(&voice::Request::Profile { words, rate_hz }, take).await?;
    let profile = profile.into_iter().next().ok_or_else(lost)?;
    scan.voice.try_update_value(|v| *v = Some(profile.copy()));

    told.try_set("Cutting out, fitting, lighting");
    let studio = shared.crew.studio().await?;
    buffers.push(profile);
    let (_, packed) = studio.ask(&studio::Request::Pack { takes, mask }, buffers).await?;
    let pack = packed.into_iter().next().filter(|p| !p.is_empty()).ok_or_else(lost)?;
    studio.ask(&studio::Request::Open, vec![pack.copy()]).await?;
    scan.pack.try_update_value(|p| *p = Some(pack));
    Ok(())
}
