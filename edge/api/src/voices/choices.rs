//! Which outside voices there are for a cast and a script: what each costs, and why not.

use axum::extract::{Query, State};
use domain::consent::Parts;
use domain::dialogue;
use domain::direction::Sound;
use domain::limits::MAX_SCRIPT_CHARS;
use gateway::price::Prices;
use gateway::spend::fits;
use gateway::voices::{Voice, voice};
use serde::Deserialize;
use wire::voices::{ChooseVoice, ChosenVoice, VoiceChoice, VoiceChoices};
use wire::{Code, Problem};

use super::call::Stage;
use super::{enabled, of, words};
use crate::body::Json;
use crate::consent::cast;
use crate::error::Answer;
use crate::gateway::call::{Ordered, Spend};
use crate::gateway::{caps, carry, offers, spend};
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, likeness};

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// Handles, with commas between them.
    cast: String,
    /// Characters that are said.
    characters: usize,
}

/// `GET /voices/choices`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller, Query(asked): Query<Asked>) -> Answer<Json<VoiceChoices>> {
    let enabled = enabled(&app);
    // Most instances have no key for any: then nothing is asked.
    if enabled.is_empty() {
        return Ok(Json(VoiceChoices { voices: Vec::new() }));
    }
    let handles: Vec<String> = asked.cast.split(',').filter(|handle| !handle.is_empty()).map(str::to_owned).collect();
    let cast = cast::read(&app, &caller.account, &handles, &[]).await?;
    let prices = offers::prices(&app).await?;
    let alone = cast.character.is_none() && cast.members.len() == 1;
    let speaker = cast.members.first().filter(|_| alone);
    let own = speaker == Some(&caller.account);
    let (mut copies, mut named, mut whose) = (Vec::new(), None, String::new());
    if let Some(owner) = speaker {
        copies = of(&app, owner).await?;
        named = likeness::read(&app, owner).await?.map(|theirs| theirs.policy.providers);
        whose = if own {
            "You have".to_owned()
        } else {
            accounts::person(&app, owner).await?.map_or_else(String::new, |p| format!("@{} has", p.handle))
        };
    }
    let spent = spend(&app, &Spend::Read(caller.account.clone())).await?;
    let line = |voice: &'static dyn Voice| {
        let (id, title) = (voice.id(), words::title(&app, voice));
        let price = prices.line(id).map(|line| line.of_characters(asked.characters.min(MAX_SCRIPT_CHARS)));
        let ready = copies.iter().any(|kept| kept.provider == id && matches!(kept.stage, Stage::Ready(_)));
        let provider = voice.provider().name;
        let allowed = named.as_ref().is_some_and(|named| named.contains(provider));
        let why = if speaker.is_none() {
            Some(("one_speaker", "An outside voice speaks where one person plays alone.".to_owned()))
        } else if !allowed && (ready || !own) {
            // Who has a copy is nobody's business but theirs whom they let use it.
            Some(("consent", format!("{whose} not allowed {title} in the rules.")))
        } else if !ready {
            Some(("no_voice", format!("{whose} no copy of the voice there.")))
        } else if let Some(price) = price {
            let full = fits(&spent, &caps(&app), price).err();
            full.map(|full| ("cap", crate::body::sentence(&full.to_string())))
        } else {
            Some(("no_price", "Nobody has said yet what it costs.".to_owned()))
        };
        let (unfit, why) = why.map(|(rule, why)| (rule.to_owned(), why)).unzip();
        VoiceChoice { id: id.to_owned(), title, price_micro_usd: price, unfit, why }
    };
    Ok(Json(VoiceChoices { voices: enabled.into_iter().map(line).collect() }))
}

/// What a script says, as it is sent to an outside voice. `handle` is that of who says it.
///
/// # Errors
/// [`Code::Invalid`] for a script of another cast, or one with nothing in it to be said.
pub fn text(script: &str, handle: &str) -> Result<String, Problem> {
    let refuse = |detail: String| Problem::new(Code::Invalid, detail).field("script");
    let turns =
        dialogue::parse(script, &[handle]).map_err(|error| refuse(crate::body::sentence(&error.to_string())))?;
    let text = turns.iter().map(|turn| dialogue::plain(&turn.text)).collect::<Vec<_>>().join(" ");
    if text.contains(char::is_alphanumeric) {
        return Ok(text);
    }
    Err(refuse("There is nothing in it that can be said aloud. Write a few words.".to_owned()))
}

/// The text that a wish has said by an outside voice.
///
/// # Errors
/// As [`text`].
pub async fn text_of(app: &App, wish: &Wish) -> Answer<String> {
    let owner = wish.cast.first().ok_or_else(|| Problem::new(Code::Invalid, "Cast somebody.").field("cast"))?;
    let handle = accounts::person(app, owner).await?.map(|person| person.handle.to_string()).unwrap_or_default();
    Ok(text(&wish.script, &handle)?)
}

/// What was chosen, as it is shown.
#[must_use]
pub fn chosen(ordered: &Ordered) -> ChosenVoice {
    let title = voice(&ordered.generator).map_or("", |voice| voice.provider().title);
    ChosenVoice { id: ordered.generator.clone(), title: title.to_owned(), price_micro_usd: ordered.price }
}

fn unfit(rule: &str, detail: impl Into<String>) -> Problem {
    Problem::new(Code::Invalid, detail).field("voice").rule(rule)
}

/// Checks what was chosen for a wish, and makes the order of it. Whether it may be is decided by who is cast, elsewhere.
///
/// # Errors
/// [`Code::Invalid`] with why it cannot be chosen, or that its price has changed.
pub async fn choose(app: &App, wish: &Wish, chosen: &ChooseVoice) -> Answer<Ordered> {
    const NEXT: &str = "Use the studio voice.";
    let Some(voice) = voice(&chosen.id).filter(|voice| carry::access(app, voice.provider()).is_some()) else {
        return Err(unfit("unknown", format!("This site has no such outside voice. {NEXT}")).into());
    };
    let whole = matches!(wish.parts.first(), None | Some(Parts::Both));
    let studio = wish.ordered.is_none() && wish.choices.sound == Sound::Speech;
    let [owner] = wish.cast.as_slice() else {
        return Err(
            unfit("one_speaker", format!("An outside voice speaks where one person plays alone. {NEXT}")).into()
        );
    };
    if wish.character.is_some() || !whole || !studio {
        let detail = "An outside voice speaks for a person with face and voice, in a clip that the studio draws.";
        return Err(unfit("one_speaker", format!("{detail} {NEXT}")).into());
    }
    let prices: Prices = offers::prices(app).await?;
    let Some(price) = prices.quote_speech(voice.id(), &text_of(app, wish).await?) else {
        return Err(unfit("no_price", format!("Nobody has said yet what it costs. {NEXT}")).into());
    };
    if price != chosen.price_micro_usd {
        let dollars = |micro: u64| format!("{}.{:06} USD", micro / 1_000_000, micro % 1_000_000);
        let detail = format!("The price is {} now. Look at it again before you go on.", dollars(price));
        return Err(unfit("price_changed", detail).measured(dollars(chosen.price_micro_usd), dollars(price)).into());
    }
    let named = likeness::read(app, owner).await?.is_some_and(|l| l.policy.providers.contains(voice.provider().name));
    let ready = of(app, owner).await?.iter().any(|k| k.provider == voice.id() && matches!(k.stage, Stage::Ready(_)));
    // Whom somebody has not allowed is said by the decision itself, with its rule; so nobody learns who has a copy.
    if named && !ready {
        let detail = format!("There is no copy of this voice at {}. {NEXT}", words::title(app, voice));
        return Err(unfit("no_voice", detail).into());
    }
    Ok(Ordered {
        render: wish.id.clone(),
        account: wish.creator.clone(),
        generator: voice.id().to_owned(),
        price,
        speech_ms: 0,
        created_at: wish.created_at,
        fall_back: false,
        agreed: price,
        tried: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_what_is_said() {
        assert_eq!(text("@ana: Hi *there*.\n[pause] Bye.", "ana").unwrap(), "Hi there. Bye.");
        assert_eq!(text("@ben: Hi", "ana").unwrap_err().field.as_deref(), Some("script"));
        assert!(text("[pause] ...", "ana").is_err());
    }
}
