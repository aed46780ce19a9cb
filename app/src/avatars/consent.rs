//! What is agreed to before a still leaves the device, and the still itself.

use browser::picture::Address;
use domain::consent::AVATAR_CONSENT_VERSION;
use domain::direction::Choices;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Icon, Look};
use wire::avatars::{Avatars, OfferedAvatar};
use wire::workers::studio::{Direction, Request};

use crate::api;
use crate::context::Shared;
use crate::fetched::{Fetched, TroubleView};
use crate::make::price;
use crate::trouble::Trouble;

/// Pixels of the still that is sent.
const STILL: (u32, u32) = (720, 1280);
/// The still: alone, in front of a plain wall, looking ahead.
fn direction() -> Direction {
    let (width, height) = STILL;
    Direction {
        prompt: "A plain light wall, soft daylight".to_owned(),
        handle: String::new(),
        names: Vec::new(),
        seed: 1,
        width,
        height,
        choices: Choices::default(),
    }
}

/// The still as a file: JPEG.
async fn still(shared: Shared) -> Result<Vec<u8>, Trouble> {
    let pack = api::my_pack().await?;
    let studio = shared.crew.studio().await?;
    studio.ask(&Request::Open, vec![pack]).await?;
    let (_, files) = studio.ask(&Request::Picture(direction()), Vec::new()).await?;
    let jpeg = files.first().map(browser::Buffer::to_bytes).filter(|jpeg| !jpeg.is_empty());
    jpeg.ok_or_else(|| Trouble::new("The still could not be drawn", "Try again. Nothing was sent."))
}

/// The text with the still, and two ways on. Changing the text means another [`AVATAR_CONSENT_VERSION`].
#[component]
pub fn Consent(
    /// Where the avatar would be.
    offer: OfferedAvatar,
    /// Which is read about.
    step: RwSignal<Option<OfferedAvatar>>,
    /// What there is.
    all: Fetched<Avatars>,
) -> impl IntoView {
    let shared = Shared::get();
    let (agreed, asked, sending) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    // What is shown is what is sent.
    let drawn = RwSignal::new_local(None::<(Vec<u8>, Option<Address>)>);
    let error = move || (asked.get() && !agreed.get()).then(|| "Tick the box to go on.".to_owned());
    let OfferedAvatar { provider, title, price_micro_usd, .. } = offer;
    let cost = price_micro_usd.unwrap_or_default();
    spawn_local(async move {
        match still(shared).await {
            Ok(jpeg) => {
                let address = Address::of_jpeg(&jpeg);
                drawn.try_set(Some((jpeg, address)));
            }
            Err(why) => drop(trouble.try_set(Some(why))),
        }
    });
    let picture = move || {
        let address =
            |drawn: &Option<(Vec<u8>, Option<Address>)>| Some(drawn.as_ref()?.1.as_ref()?.as_str().to_owned());
        let source = drawn.with(address);
        match source {
            Some(source) => {
                view! { <img class="avatars__still" src=source alt="The still that is sent: you, in front of a plain wall" /> }.into_any()
            }
            None => view! { <div class="avatars__still" aria-hidden="true"></div> }.into_any(),
        }
    };
    let facts = [
        ("camera", "What leaves this device. ", "This still of you. No name goes with it, and no voice.".to_owned()),
        (
            "share",
            "Who gets it. ",
            format!("{title}, a company outside. This site keeps the still, encrypted, until {title} has read it."),
        ),
        (
            "clapper",
            "What for. ",
            format!(
                "{title} makes an avatar of you that lasts. It plays in clips that your rules allow; their speech goes there, too."
            ),
        ),
        (
            "check",
            "What comes next. ",
            format!(
                "{title} asks for your yes on a page of its own, and may want a proof that it is you. Until then it does nothing."
            ),
        ),
        (
            "lock",
            "Who may use it. ",
            format!("Nobody, until your rules name {title}. Then whoever may use your understudy, you included."),
        ),
        (
            "trash",
            "How it ends. ",
            format!(
                "Remove it here at any time, and it is deleted at {title}. It goes with your understudy, your next scan and your account, too."
            ),
        ),
        (
            "info",
            "What nobody here can promise. ",
            format!(
                "{title} has terms of its own, and this site cannot look inside. Clips made before stay as they are."
            ),
        ),
    ];
    let kept = StoredValue::new((provider, title.clone()));
    let go = move |_| {
        asked.set(true);
        let Some(jpeg) = drawn.with_untracked(|drawn| drawn.as_ref().map(|(jpeg, _)| jpeg.clone())) else { return };
        if !agreed.get_untracked() || sending.get_untracked() {
            return;
        }
        let (provider, title) = kept.get_value();
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let sent = async {
                let key = browser::crypto::random_key();
                api::make_avatar(&provider, AVATAR_CONSENT_VERSION, cost, &jpeg, &key).await?;
                Ok::<_, Trouble>(())
            };
            let sent = sent.await;
            sending.try_set(false);
            match sent {
                Ok(()) => {
                    shared.tell(&format!("{title} makes your avatar."));
                    step.try_set(None);
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            all.reload();
        });
    };
    view! {
        <div class="voices__step" role="group" aria-label=format!("An avatar of you at {title}")>
            <h3 class="voices__title">{format!("An avatar of you at {title}")}</h3>
            {picture}
            <ul class="facts">
                {facts
                    .into_iter()
                    .map(|(icon, head, words)| {
                        view! {
                            <li>
                                <Icon name=icon />
                                <p>
                                    <strong>{head}</strong>
                                    {words}
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <Checkbox checked=agreed error=Signal::derive(error)>
                {format!("This is me. I agree that this still goes to {title} for this.")}
            </Checkbox>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <div class="row">
                <Button on_press=move |_| step.set(None)>"Not now"</Button>
                <Button look=Look::Primary busy=sending on_press=go>{format!("Send it, for {}", price(cost))}</Button>
            </div>
            <p class="fine">{format!("Consent text for avatars {AVATAR_CONSENT_VERSION}.")}</p>
        </div>
    }
}
