//! From takes to a pack, on this device.

use browser::Buffer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Progress;
use wire::workers::{face, studio, voice};

use super::state::{Scan, Step, VoiceQuality};
use super::stop::Stop;
use super::title::Title;
use crate::context::Shared;
use crate::trouble::Trouble;

/// The building step. Where there is a pack already, a failure leads back to it.
#[component]
pub fn Building(
    /// The scan.
    scan: Scan,
) -> impl IntoView {
    let shared = Shared::get();
    let words = RwSignal::new("Checking what was done");
    let again = scan.built();
    spawn_local(async move {
        match (build(shared, scan, words).await, again) {
            (Ok(()), _) => {
                scan.notice.try_set(None);
                // Whoever stopped the scan meanwhile is not called back.
                if scan.step.try_get_untracked() == Some(Step::Building) {
                    scan.step.set(Step::Review);
                }
            }
            (Err(Stop::Stuck(trouble)), true) => scan.back(Some(trouble)),
            (Err(stop), _) => scan.stop(stop),
        }
    });
    let title = if again { "Building it anew" } else { "Building your understudy" };
    view! {
        <section class="building">
            <Title>{title}</Title>
            <Progress label=title value=Signal::derive(|| None) />
            <p class="poses__hint" role="status" aria-live="polite">{move || words.get()}</p>
        </section>
    }
}

async fn build(shared: Shared, scan: Scan, told: RwSignal<&'static str>) -> Result<(), Stop> {
    let lost = || Trouble::new("The takes are gone", "Begin again. No pack was stored.");
    scan.attest().await?;
    told.try_set("Choosing the best takes");
    let (samples, rate_hz) = scan.take.try_get_value().flatten().ok_or_else(lost)?;
    let face = shared.crew.face().await?;
    let takes = face.ask(&face::Request::Finish, Vec::new()).await;
    let (takes, mask, mut buffers) = match takes {
        Ok((face::Answer::Takes { takes, mask }, buffers)) => (takes, mask, buffers),
        // Without the takes there is nothing to try again with.
        other => {
            scan.capture.try_set(None);
            return Err(other.err().map_or_else(|| lost().into(), Stop::from));
        }
    };

    told.try_set("Measuring your voice");
    let voice = shared.crew.listener().await?;
    // Both have to have one rate; a microphone that was changed in between may have another.
    let reading = scan.reading.try_get_value().flatten();
    let (reading, other_rate) = match reading {
        Some((reading, rate)) if rate == rate_hz => (Some(reading), false),
        other => (None, other.is_some()),
    };
    let recordings = std::iter::once(&samples).chain(&reading).map(|s| Buffer::from_samples(s)).collect();
    let words = scan.words.try_get_untracked().unwrap_or_default().into_iter().map(|w| w.word).collect();
    let (profiled, profile) = voice.ask(&voice::Request::Profile { words, rate_hz }, recordings).await?;
    let profile = profile.into_iter().next().ok_or_else(lost)?;
    let known = match profiled {
        voice::Answer::Profiled { quality, reading_left_out, .. } => {
            Some(VoiceQuality { score: quality, reading_left_out: reading_left_out || other_rate })
        }
        _ => None,
    };

    told.try_set("Cutting out, fitting, lighting");
    let studio = shared.crew.studio().await?;
    buffers.push(profile.copy());
    let (packed, pack) = studio.ask(&studio::Request::Pack { takes, mask }, buffers).await?;
    let pack = pack.into_iter().next().filter(|p| !p.is_empty()).ok_or_else(lost)?;
    told.try_set("Lifting the curtain");
    studio.ask(&studio::Request::Open, vec![pack.copy()]).await?;
    let parts = match packed {
        studio::Answer::Packed { quality } => quality,
        _ => Vec::new(),
    };
    scan.quality.try_set_value((parts, known));
    scan.voice.try_update_value(|v| *v = Some(profile));
    scan.pack.try_update_value(|p| *p = Some(pack));
    Ok(())
}
